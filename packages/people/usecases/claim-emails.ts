import { AppError } from '@belfry/kernel/app-error';
import type { PersonId, TenantId } from '@belfry/kernel/ids';
import type { Tx } from '@belfry/platform/database';
import type { ContactPoint } from '../domain/person.ts';
import { claimEmails, type EmailClaim, readEmailOwners, releaseEmails } from '../store/pg-email-owners.ts';

interface PersonPoints {
  personId: PersonId;
  points: readonly ContactPoint[];
}

/**
 * Makes the email addresses of people theirs, all of a person's or none.
 * @returns by their ids the refusals of those who have one that is another living person's: `person.email-taken` (409)
 */
export async function claimEmailsOf(
  tx: Tx,
  tenantId: TenantId,
  people: readonly PersonPoints[],
): Promise<Map<PersonId, AppError>> {
  const refused = new Map(
    (await claimEmails(tx, tenantId, people.flatMap(claimsOf))).map(({ personId, address }) => [personId, address]),
  );
  if (refused.size === 0) return new Map();
  const taken = people.filter(({ personId }) => refused.has(personId));
  await releaseEmailsOf(tx, tenantId, taken);
  const owners = await readEmailOwners(tx, tenantId, [...new Set(refused.values())]);
  return new Map(
    taken.map(({ personId, points }) => {
      const address = refused.get(personId) ?? '';
      return [personId, emailTaken(points, address, owners.get(address)?.name)];
    }),
  );
}

/** They are free for others then. */
export async function releaseEmailsOf(tx: Tx, tenantId: TenantId, people: readonly PersonPoints[]): Promise<void> {
  await releaseEmails(tx, tenantId, people.flatMap(claimsOf));
}

/** @throws AppError `person.email-taken` (409) */
export async function changeEmails(
  tx: Tx,
  tenantId: TenantId,
  { personId, before, after }: { personId: PersonId; before: readonly ContactPoint[]; after: readonly ContactPoint[] },
): Promise<void> {
  const lacks = (points: readonly ContactPoint[]) => (point: ContactPoint) =>
    !points.some(({ channel, address }) => channel === point.channel && address === point.address);
  await releaseEmailsOf(tx, tenantId, [{ personId, points: before.filter(lacks(after)) }]);
  const refusals = await claimEmailsOf(tx, tenantId, [{ personId, points: after.filter(lacks(before)) }]);
  const refusal = refusals.get(personId);
  if (refusal) throw refusal;
}

function claimsOf({ personId, points }: PersonPoints): EmailClaim[] {
  return points.flatMap(({ channel, address }) => (channel === 'email' ? [{ personId, address }] : []));
}

/** @param owner unknown where it is somebody who is being added at the same time */
function emailTaken(points: readonly ContactPoint[], address: string, owner = 'another person'): AppError {
  const index = points.findIndex((point) => point.channel === 'email' && point.address === address);
  const message = `${address} is the address of ${owner} already`;
  return new AppError({
    code: 'person.email-taken',
    kind: 'conflict',
    message: `${message}.`,
    issues: [{ path: `contactPoints.${index}.address`, message }],
  });
}

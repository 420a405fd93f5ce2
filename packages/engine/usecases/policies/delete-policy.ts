import { AppError, notFound } from '@belfry/kernel/app-error';
import type { PolicyId } from '@belfry/kernel/ids';
import type { Tx } from '@belfry/platform/database';
import { lockPolicy, markPolicyDeleted, type PolicyUse, readPolicyUses } from '../../store/policies/pg-policies.ts';

interface DeletePolicyOptions {
  tx: Tx;
  id: PolicyId;
  now: Temporal.Instant;
  requireVersion(version: number): void;
}

const mostNamed = 5;

/**
 * Deletes a policy that no schedule uses. Its versions stay, for the occurrences that run by them.
 * @throws AppError `policy.not-found` (404), `policy.in-use` (409), which names the schedules
 */
export async function deletePolicy({ tx, id, now, requireVersion }: DeletePolicyOptions): Promise<void> {
  const version = await lockPolicy(tx, id);
  if (version === null) throw notFound('policy', id);
  requireVersion(version);
  const uses = await readPolicyUses(tx, id, mostNamed + 1);
  if (uses.length > 0) throw inUse(uses);
  await markPolicyDeleted(tx, id, now);
}

function inUse(uses: readonly PolicyUse[]): AppError {
  const named = uses.slice(0, mostNamed);
  const names = named.map(({ title, personName }) => `“${title}” for ${personName}`).join(', ');
  return new AppError({
    code: 'policy.in-use',
    kind: 'conflict',
    message: `It is used by ${names}${uses.length > mostNamed ? ' and others' : ''}.`,
    issues: named.map(({ scheduleId, title }) => ({ path: `schedules.${scheduleId}`, message: title })),
  });
}

import { AppError } from '@belfry/kernel/app-error';
import { newId, type PersonId, type TenantId } from '@belfry/kernel/ids';
import type { TimeZone } from '@belfry/kernel/time-zone';
import type { Tx } from '@belfry/platform/database';
import type { Sealer } from '@belfry/platform/sealer';
import { type ContactPoint, joinName, type Person, type PersonFacts, type QuietHours } from '../domain/person.ts';
import { insertContactPoints } from '../store/pg-contact-points.ts';
import { insertNameWords } from '../store/pg-name-words.ts';
import { insertPeople, readOwnersOfExternalIds } from '../store/pg-people.ts';
import { acceptContactPoints } from './accept-contact-points.ts';
import { claimEmailsOf, releaseEmailsOf } from './claim-emails.ts';
import { externalIdTaken } from './external-id-taken.ts';
import { honourStops } from './honour-stops.ts';

export interface NewPerson {
  name: string | null;
  firstName: string | null;
  lastName: string | null;
  timeZone: TimeZone;
  locale: string;
  birthDate: string | null;
  anniversaryDate: string | null;
  dates: Readonly<Record<string, string>>;
  city: string | null;
  country: string | null;
  externalId: string | null;
  quietHours: QuietHours | null;
  contactPoints: ContactPoint[];
}

interface CreateOptions {
  tx: Tx;
  sealer: Sealer;
  tenantId: TenantId;
  now: Temporal.Instant;
  allowLocalHttp: boolean;
}

interface Draft {
  facts: PersonFacts;
  points: ContactPoint[];
}

/**
 * Adds people, by a few statements for all of them. One that cannot be added is none of the others' affair.
 * @returns for each, in their order, the person; or the refusal: `person.external-id-taken`, `person.email-taken` (409) or
 * those of `checkContactPoints` (422)
 */
export async function createPeople(
  options: CreateOptions,
  people: readonly NewPerson[],
): Promise<(Person | AppError)[]> {
  const { tx, tenantId, now } = options;
  const added = await insertNewPeople(options, people);
  const reached = added.flatMap((one) => (one instanceof AppError ? [] : [reachOf(one)]));
  const optedOut = await honourStops({ tx, tenantId, now, people: reached });
  return added.map((one) => (one instanceof AppError ? one : withStops(one, optedOut)));
}

/**
 * The same without what their addresses have said before the tenant knew them: for whoever adds very many in one transaction,
 * and calls `honourStops` for all of them at its end, because nobody can say STOP from then on until it is over.
 */
export async function insertNewPeople(
  { tx, sealer, tenantId, now, allowLocalHttp }: CreateOptions,
  people: readonly NewPerson[],
): Promise<(Person | AppError)[]> {
  const drafts = people.map((person) => draftOf(person, now, allowLocalHttp));
  const checked = drafts.filter((draft): draft is Draft => !(draft instanceof AppError));
  const refused = await claimEmailsOf(tx, tenantId, checked.map(reachOfDraft));
  const wanted = checked.filter(({ facts }) => !refused.has(facts.id));
  const inserted = await insertPeople(
    tx,
    tenantId,
    wanted.map(({ facts }) => facts),
  );
  const isInserted = ({ facts }: Draft) => inserted.has(facts.id);
  await insertNameWords(
    tx,
    tenantId,
    wanted.filter(isInserted).map(({ facts }) => facts),
  );
  await releaseEmailsOf(tx, tenantId, wanted.filter((draft) => !isInserted(draft)).map(reachOfDraft));
  await insertContactPoints(tx, sealer, tenantId, wanted.filter(isInserted).map(reachOfDraft));
  const known = await readKnown(
    tx,
    tenantId,
    checked.filter(({ facts }) => refused.has(facts.id)),
  );
  return drafts.map((draft) => {
    if (draft instanceof AppError) return draft;
    const { externalId } = draft.facts;
    const refusal = refused.get(draft.facts.id);
    if (refusal && !(externalId !== null && known.has(externalId))) return refusal;
    if (!isInserted(draft)) return externalIdTaken(externalId);
    return { ...draft.facts, contactPoints: draft.points.map((point) => ({ ...point, isOptedOut: false })) };
  });
}

/** Who is sent a second time has an address that is taken, too: that it is the same person is what helps. */
function readKnown(tx: Tx, tenantId: TenantId, refused: readonly Draft[]): Promise<ReadonlyMap<string, PersonId>> {
  const externalIds = refused.flatMap(({ facts: { externalId } }) => (externalId === null ? [] : [externalId]));
  return readOwnersOfExternalIds(tx, tenantId, externalIds);
}

export function reachOf({ id, contactPoints }: Person): { personId: PersonId; points: readonly ContactPoint[] } {
  return { personId: id, points: contactPoints };
}

function reachOfDraft({ facts, points }: Draft) {
  return { personId: facts.id, points };
}

function withStops(person: Person, optedOut: ReadonlySet<string>): Person {
  const contactPoints = person.contactPoints.map((point) => ({
    ...point,
    isOptedOut: optedOut.has(`${point.channel} ${point.address}`),
  }));
  return { ...person, contactPoints };
}

function draftOf(person: NewPerson, now: Temporal.Instant, allowLocalHttp: boolean): Draft | AppError {
  const checked = acceptContactPoints({ given: person.contactPoints, stored: [], allowLocalHttp });
  if (!checked.ok) return checked.error;
  const { contactPoints: _, ...fields } = person;
  const name = person.name ?? joinName(person.firstName, person.lastName);
  return { facts: { ...fields, name, id: newId<PersonId>(), version: 1, createdAt: now }, points: checked.points };
}

/** @throws AppError as `createPeople` answers with */
export async function createPerson({ person, ...options }: CreateOptions & { person: NewPerson }): Promise<Person> {
  const [created] = await createPeople(options, [person]);
  if (created instanceof AppError) throw created;
  if (!created) throw new Error('One person was to be added.');
  return created;
}

import { AppError } from '@belfry/kernel/app-error';
import { newId, type PersonId, type TenantId } from '@belfry/kernel/ids';
import type { TimeZone } from '@belfry/kernel/time-zone';
import type { Tx } from '@belfry/platform/database';
import type { Sealer } from '@belfry/platform/sealer';
import { type ContactPoint, joinName, type Person, type PersonFacts, type QuietHours } from '../domain/person.ts';
import { insertContactPoints } from '../store/pg-contact-points.ts';
import { insertPeople } from '../store/pg-people.ts';
import { acceptContactPoints } from './accept-contact-points.ts';
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
 * @returns for each, in their order, the person; or the refusal: `person.external-id-taken` (409) or those of
 * `checkContactPoints` (422)
 */
export async function createPeople(
  { tx, sealer, tenantId, now, allowLocalHttp }: CreateOptions,
  people: readonly NewPerson[],
): Promise<(Person | AppError)[]> {
  const drafts = people.map((person) => draftOf(person, now, allowLocalHttp));
  const wanted = drafts.filter((draft): draft is Draft => !(draft instanceof AppError));
  const inserted = await insertPeople(
    tx,
    tenantId,
    wanted.map(({ facts }) => facts),
  );
  const reached = wanted
    .filter(({ facts }) => inserted.has(facts.id))
    .map(({ facts, points }) => ({ personId: facts.id, points }));
  await insertContactPoints(tx, sealer, tenantId, reached);
  const optedOut = await honourStops({ tx, tenantId, now, people: reached });
  return drafts.map((draft, index) => {
    if (draft instanceof AppError) return draft;
    if (!inserted.has(draft.facts.id)) return externalIdTaken(people[index]?.externalId ?? null);
    const contactPoints = draft.points.map((point) => ({
      ...point,
      isOptedOut: optedOut.has(`${point.channel} ${point.address}`),
    }));
    return { ...draft.facts, contactPoints };
  });
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

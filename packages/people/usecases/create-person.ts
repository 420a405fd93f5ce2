import { AppError } from '@belfry/kernel/app-error';
import { newId, type PersonId, type TenantId } from '@belfry/kernel/ids';
import type { TimeZone } from '@belfry/kernel/time-zone';
import type { Tx } from '@belfry/platform/database';
import type { ContactPoint, Person } from '../contract.ts';
import { insertPerson } from '../store/pg-people.ts';

interface CreatePersonOptions {
  tx: Tx;
  tenantId: TenantId;
  now: Temporal.Instant;
  person: {
    name: string | null;
    firstName: string | null;
    lastName: string | null;
    timeZone: TimeZone;
    locale: string;
    birthDate: string | null;
    anniversaryDate: string | null;
    externalId: string | null;
    contactPoints: ContactPoint[];
  };
}

/** @throws AppError `person.external-id-taken` (409) */
export async function createPerson({ tx, tenantId, now, person }: CreatePersonOptions): Promise<Person> {
  const name = person.name ?? [person.firstName, person.lastName].filter((part) => part !== null).join(' ');
  const created: Person = { ...person, id: newId<PersonId>(), name, createdAt: now };
  if (await insertPerson(tx, tenantId, created)) return created;
  const message = `Another person has the externalId ${person.externalId}.`;
  throw new AppError({
    code: 'person.external-id-taken',
    kind: 'conflict',
    message,
    issues: [{ path: 'externalId', message }],
  });
}

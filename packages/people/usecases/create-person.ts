import { newId, type PersonId, type TenantId } from '@belfry/kernel/ids';
import type { TimeZone } from '@belfry/kernel/time-zone';
import type { Tx } from '@belfry/platform/database';
import type { Sealer } from '@belfry/platform/sealer';
import { type ContactPoint, joinName, type Person, type QuietHours } from '../domain/person.ts';
import { writeContactPoints } from '../store/pg-contact-points.ts';
import { insertPerson, readPerson } from '../store/pg-people.ts';
import { acceptContactPoints } from './accept-contact-points.ts';
import { externalIdTaken } from './external-id-taken.ts';
import { honourStops } from './honour-stops.ts';

interface CreatePersonOptions {
  tx: Tx;
  sealer: Sealer;
  tenantId: TenantId;
  now: Temporal.Instant;
  allowLocalHttp: boolean;
  person: {
    name: string | null;
    firstName: string | null;
    lastName: string | null;
    timeZone: TimeZone;
    locale: string;
    birthDate: string | null;
    anniversaryDate: string | null;
    externalId: string | null;
    quietHours: QuietHours | null;
    contactPoints: ContactPoint[];
  };
}

/** @throws AppError `person.external-id-taken` (409); those of `checkContactPoints` (422) */
export async function createPerson({
  tx,
  sealer,
  tenantId,
  now,
  allowLocalHttp,
  person,
}: CreatePersonOptions): Promise<Person> {
  const checked = acceptContactPoints({ given: person.contactPoints, stored: [], allowLocalHttp });
  if (!checked.ok) throw checked.error;
  const id = newId<PersonId>();
  const name = person.name ?? joinName(person.firstName, person.lastName);
  const isNew = await insertPerson(tx, tenantId, {
    ...person,
    contactPoints: [],
    id,
    name,
    version: 1,
    createdAt: now,
  });
  if (!isNew) throw externalIdTaken(person.externalId);
  await writeContactPoints(tx, sealer, { tenantId, personId: id, points: checked.points });
  await honourStops({ tx, tenantId, now, personId: id, points: checked.points });
  const created = await readPerson(tx, sealer, id);
  if (!created) throw new Error('A person that was just inserted is not there.');
  return created;
}

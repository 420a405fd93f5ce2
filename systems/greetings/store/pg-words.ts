import type { PersonId, TenantId } from '@belfry/kernel/ids';
import { uuidArray } from '@belfry/platform/array-parameters';
import type { Tx } from '@belfry/platform/database';
import type { Occasions } from '../domain/greetings-of.ts';
import type { Somebody } from '../domain/is-same-person.ts';
import type { OwnSettings } from '../domain/settings.ts';
import { kindColumns, type StoredKind, type StoredSettings, settingColumns, withUsual } from './pg-occasions.ts';

/** What templates may say of a person, as it stands now. */
export interface Profile {
  id: PersonId;
  name: string;
  firstName: string | null;
  lastName: string | null;
  locale: string;
  timeZone: string;
  city: string | null;
  country: string | null;
  birthDate: string | null;
  anniversaryDate: string | null;
  dates: Readonly<Record<string, string>>;
  externalId: string | null;
  own: OwnSettings;
}

export async function readProfiles(tx: Tx, ids: readonly PersonId[]): Promise<Map<PersonId, Profile>> {
  const { rows } = await tx.query<Omit<Profile, 'own'> & OwnSettings>(
    `SELECT id, name, first_name AS "firstName", last_name AS "lastName", locale, time_zone AS "timeZone", city, country,
       birth_date AS "birthDate", anniversary_date AS "anniversaryDate", dates, external_id AS "externalId",
       s.send_time AS "sendTime", s.leap_day AS "leapDay", s.is_muted IS TRUE AS "isMuted"
     FROM people.profile LEFT JOIN LATERAL (
       SELECT send_time, leap_day, is_muted FROM greetings.person_setting WHERE person_id = profile.id OFFSET 0) s ON true
     WHERE id = ANY($1::uuid[])`,
    [uuidArray(ids)],
  );
  return new Map(
    rows.map((row) => {
      const { id, sendTime, leapDay, isMuted } = row;
      return [id, { ...row, own: { sendTime, leapDay, isMuted } }];
    }),
  );
}

/** Somebody who has been removed, and whose address was one that somebody has now. */
export interface Predecessor extends Somebody {
  /** Who has the address now. */
  personId: PersonId;
  removedId: PersonId;
}

/**
 * Asked first: most tenants have removed nobody, and a look at each of their people's addresses takes as long as writing them.
 */
async function readWhoRemoved(tx: Tx, tenantIds: readonly TenantId[]): Promise<Set<TenantId>> {
  const { rows } = await tx.query<{ id: TenantId }>(
    `SELECT t.id FROM unnest($1::uuid[]) AS t (id)
     CROSS JOIN LATERAL (
       SELECT FROM people.profile WHERE tenant_id = t.id AND deleted_at IS NOT NULL LIMIT 1) removed`,
    [uuidArray(tenantIds)],
  );
  return new Set(rows.map(({ id }) => id));
}

/**
 * Each address is looked up by its key, whatever the statistics say (docs/decisions/0050). Those alone that are somebody's: a
 * webhook may be everybody's, and each would be compared with all.
 */
export async function readPredecessors(
  tx: Tx,
  people: readonly { personId: PersonId; tenantId: TenantId }[],
): Promise<Predecessor[]> {
  if (people.length === 0) return [];
  const haveRemoved = await readWhoRemoved(tx, [...new Set(people.map(({ tenantId }) => tenantId))]);
  const asked = people.filter(({ tenantId }) => haveRemoved.has(tenantId));
  if (asked.length === 0) return [];
  const { rows } = await tx.query<Predecessor>(
    `SELECT DISTINCT i.id AS "personId", p.id AS "removedId",
       p.name, p.external_id AS "externalId",
       p.birth_date AS "birthDate", p.anniversary_date AS "anniversaryDate", p.dates
     FROM unnest($1::uuid[]) AS i (id)
     CROSS JOIN LATERAL (
       SELECT tenant_id, channel, address FROM people.contact_point WHERE person_id = i.id AND channel IN ('email', 'sms') OFFSET 0) mine
     CROSS JOIN LATERAL (
       SELECT person_id, tenant_id FROM people.contact_point
       WHERE channel = mine.channel AND address = mine.address OFFSET 0) theirs
     CROSS JOIN LATERAL (
       SELECT id, name, external_id, birth_date, anniversary_date, dates FROM people.profile
       WHERE id = theirs.person_id AND deleted_at IS NOT NULL OFFSET 0) p
     WHERE theirs.person_id <> i.id AND theirs.tenant_id = mine.tenant_id`,
    [uuidArray([...new Set(asked.map(({ personId }) => personId))])],
  );
  return rows;
}

/** What holds for all of a tenant's greetings. */
export interface OccasionsNow extends Pick<Occasions, 'settings' | 'kinds'> {
  /** A change of it has not reached everybody yet. */
  isBeingRevised: boolean;
}

type OccasionsRow = StoredSettings & { tenantId: TenantId; kinds: StoredKind[] | null; isBeingRevised: boolean };

/** Of these tenants, in one statement; removed kinds too. */
export async function readOccasionsNow(
  tx: Pick<Tx, 'query'>,
  tenantIds: readonly TenantId[],
): Promise<Map<TenantId, OccasionsNow>> {
  const { rows } = await tx.query<OccasionsRow>(
    `SELECT tenant_id AS "tenantId", ${settingColumns},
       EXISTS (SELECT FROM greetings.revision r WHERE r.tenant_id = s.tenant_id) AS "isBeingRevised",
       (SELECT jsonb_agg(k) FROM (SELECT ${kindColumns} FROM greetings.kind WHERE tenant_id = s.tenant_id) k) AS kinds
     FROM greetings.setting s WHERE tenant_id = ANY($1::uuid[])`,
    [uuidArray(tenantIds)],
  );
  return new Map(
    rows.map(({ tenantId, kinds, isBeingRevised, ...settings }) => [
      tenantId,
      { settings, kinds: withUsual(kinds ?? []), isBeingRevised },
    ]),
  );
}

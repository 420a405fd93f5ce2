import { join } from 'node:path';
import { migrate } from '@belfry/platform/migrate';
import type pg from 'pg';
import { withClient } from '../../servers/with-client.ts';
import { addressOfName, personPrefix, pieceOf, schedulePrefix, tenant, uuidOf } from './ids.ts';

const migrations = join(import.meta.dirname, '../../../apps/server/migrations');

export interface Reminders {
  count: number;
  /** The first so many are all due at `dueAt`, in the lane of those who have much due. Default none. */
  bulk?: number;
  /** When the first of the others is due, and how far apart they are. */
  dueAt: string;
  everyMs: number;
  /** Null for those that have none. */
  policyId: string | null;
}

/** The engine's tables in an empty database, lent to whoever fills them; afterwards the statistics are fresh. */
export async function intoMigrated(databaseUrl: string, fill: (client: pg.Client) => Promise<void>): Promise<void> {
  await migrate({ url: databaseUrl, folder: migrations });
  await withClient(databaseUrl, async (client) => {
    await client.query(`SET TIME ZONE 'UTC'`);
    await client.query('SET row_security = off');
    await fill(client);
    await client.query('VACUUM ANALYZE');
  });
}

/** People with one contact and one reminder each, for once, planned already. */
export async function loadReminders(client: pg.Client, reminders: Reminders): Promise<void> {
  await loadPeople(client, reminders.count);
  await planReminders(client, reminders);
}

export async function loadPeople(client: pg.Client, count: number): Promise<void> {
  await client.query(people, [count]);
  await client.query(contactPoints);
}

/** The reminders of people who are there already. */
export async function planReminders(client: pg.Client, reminders: Reminders): Promise<void> {
  const { count, dueAt, everyMs, policyId, bulk = 0 } = reminders;
  const until = new Date(Date.parse(dueAt) + count * everyMs).toISOString();
  const days = [dueAt, until].map((instant) => instant.slice(0, 10));
  await client.query('SELECT engine.ensure_partitions($1::date - 2, $2::date + 3)', days);
  await client.query(schedules, [dueAt, everyMs, policyId, bulk]);
  await client.query(wakeups, [bulk]);
  await setShards(client, dueAt);
}

/** As a server leaves them that has planned to two days ahead and explained all before. */
export async function setShards(client: pg.Client, at: string): Promise<void> {
  await client.query(
    `UPDATE engine.shard SET planned_until = $1::timestamptz + '48 h', watermark = $1::timestamptz - interval '1 s',
       tz_version = $2`,
    [at, process.versions.tz ?? ''],
  );
}

const people = `INSERT INTO people.person (id, tenant_id, name, time_zone, locale, created_at)
  SELECT ${uuidOf(personPrefix, 'piece')}, ${tenant}, 'Person ' || piece, 'Europe/London', 'en', now()
  FROM generate_series(0, $1::int - 1) AS piece`;

const contactPoints = `INSERT INTO people.contact_point (person_id, position, tenant_id, channel, address)
  SELECT id, 0, tenant_id, 'sms', ${addressOfName('name')} FROM people.person`;

/** The instant in the rule is the one in the wake-up, to the millisecond. */
const schedules = `INSERT INTO engine.schedule (id, tenant_id, shard, person_id, kind, title, body, rule, recurring, time_zone,
    importance, late_limit, created_at, policy_id)
  SELECT ${uuidOf(schedulePrefix, 'piece')}, tenant_id, piece % 64, id, 'birthday', 'Birthday ' || piece, 'Many happy returns',
    jsonb_build_object('type', 'once', 'at', to_char($1::text::timestamptz + greatest(0, piece - $4::int) * $2::float8 * interval '1 ms',
      'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')),
    false, 'person', 'medium', 'PT24H', now(), $3::uuid
  FROM people.person CROSS JOIN LATERAL (SELECT substr(name, 8)::int AS piece) p`;

/** Their first byte carries the shard, as \`occurrenceIdOf\` would have it; the rest is anything unique. */
const wakeups = `INSERT INTO engine.wakeup (shard, lane, due_at, occ_id, seq, timing_rev, tenant_id, schedule_id, person_id, slot,
    day, kind)
  SELECT shard, CASE WHEN ${pieceOf('id')} < $1 THEN 1 ELSE 0 END, (rule->>'at')::timestamptz,
    (lpad(to_hex(shard::int), 2, '0') || substr(md5(id::text), 3, 30))::uuid, 0, 0, tenant_id, id, person_id, rule->>'at',
    left(rule->>'at', 10)::date, 'fire'
  FROM engine.schedule ORDER BY 1, 2, 3, 4`;

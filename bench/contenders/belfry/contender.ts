import { join } from 'node:path';
import { migrate } from '@belfry/platform/migrate';
import type { Contender } from '../../measure/contender.ts';
import { withClient } from '../../servers/with-client.ts';
import { dueAt } from './due-at.ts';

const migrations = join(import.meta.dirname, '../../../apps/server/migrations');

/** The engine as it is served: one tenant's one-time reminders, all due at one instant, without a policy. */
export const belfry: Contender = {
  name: 'belfry',
  workerModule: import.meta.resolve('./worker.ts'),
  async load(databaseUrl, count) {
    await migrate({ url: databaseUrl, folder: migrations });
    await withClient(databaseUrl, async (client) => {
      await client.query(`SELECT engine.ensure_partitions($1::date - 2, $1::date + 3)`, [dueAt.slice(0, 10)]);
      await client.query('SET row_security = off');
      await client.query(people, [count]);
      await client.query(contactPoints);
      await client.query(schedules, [dueAt]);
      await client.query(wakeups, [dueAt]);
      await client.query(
        `UPDATE engine.shard SET planned_until = $1::timestamptz + '48 h', watermark = $1::timestamptz - interval '1 s',
      tz_version = $2`,
        [dueAt, process.versions.tz ?? ''],
      );
      await client.query('VACUUM ANALYZE');
    });
  },
  async countUnfinished(client, count) {
    const { rows } = await client.query<{ ended: number }>('SELECT count(*)::int AS ended FROM engine.outcome');
    return count - (rows[0]?.ended ?? 0);
  },
};

/** The piece's number is the end of its UUID and of the address. */
const uuidOf = (prefix: string, piece: string) =>
  `('${prefix}-0000-7000-8000-' || lpad(to_hex(${piece}), 12, '0'))::uuid`;
const tenant = `'00000000-0000-7000-8000-000000000001'::uuid`;

const people = `INSERT INTO people.person (id, tenant_id, name, time_zone, locale, created_at)
  SELECT ${uuidOf('00000001', 'piece')}, ${tenant}, 'Person ' || piece, 'Europe/London', 'en', now()
  FROM generate_series(0, $1::int - 1) AS piece`;

const contactPoints = `INSERT INTO people.contact_point (person_id, position, tenant_id, channel, address)
  SELECT id, 0, tenant_id, 'sms', '+1555' || lpad(substr(name, 8), 7, '0') FROM people.person`;

const schedules = `INSERT INTO engine.schedule (id, tenant_id, shard, person_id, kind, title, body, rule, recurring, time_zone,
    importance, late_limit, created_at)
  SELECT ${uuidOf('00000002', 'piece')}, tenant_id, piece % 64, id, 'birthday', 'Birthday ' || piece, 'Many happy returns',
    jsonb_build_object('type', 'once', 'at', $1::text), false, 'person', 'medium', 'PT24H', now()
  FROM people.person CROSS JOIN LATERAL (SELECT substr(name, 8)::int AS piece) p`;

/** Their first byte carries the shard, as \`occurrenceIdOf\` would have it; the rest is anything unique. */
const wakeups = `INSERT INTO engine.wakeup (shard, lane, due_at, occ_id, seq, timing_rev, tenant_id, schedule_id, person_id, slot,
    day, kind)
  SELECT shard, 0, $1::text::timestamptz,
    (lpad(to_hex(shard::int), 2, '0') || substr(md5(id::text), 3, 30))::uuid, 0, 0, tenant_id, id, person_id, left($1::text, 16) || 'Z',
    $1::text::date, 'fire'
  FROM engine.schedule ORDER BY 1, 4`;

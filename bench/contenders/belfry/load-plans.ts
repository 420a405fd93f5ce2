import type pg from 'pg';
import { personPrefix, schedulePrefix, tenant, uuidOf } from './ids.ts';
import { intoMigrated } from './load-reminders.ts';

/** Half a minute past, so that no reminder is due the moment it has been planned. */
export const planningAt = '2027-01-15T09:00:30Z';
export const zones = Intl.supportedValuesOf('timeZone').slice(0, 400);

/**
 * Every second one daily, every other one annual, all over the day and the year, in 400 zones; nothing is planned yet. An
 * annual one is noted as idle until it comes near, as creation and each planning leave it.
 */
export function loadPlans(databaseUrl: string, count: number): Promise<void> {
  return intoMigrated(databaseUrl, async (client) => {
    await client.query('SELECT engine.ensure_partitions($1::date - 2, $1::date + 4)', [planningAt.slice(0, 10)]);
    await client.query(people, [count, zones]);
    await client.query(schedules);
    await setUnplanned(client, planningAt);
  });
}

/** Planned to there, by the zone data of this runtime, which would otherwise be compared first. */
export async function setUnplanned(client: pg.Client, from: string): Promise<void> {
  await client.query(
    `UPDATE engine.shard SET planned_until = $1::timestamptz, watermark = $1::timestamptz - interval '1 s', tz_version = $2`,
    [from, process.versions.tz ?? ''],
  );
}

const people = `INSERT INTO people.person (id, tenant_id, name, time_zone, locale, birth_date, created_at)
  SELECT ${uuidOf(personPrefix, 'piece')}, ${tenant}, 'Person ' || piece, ($2::text[])[1 + piece % cardinality($2::text[])],
    'en', date '1950-01-01' + piece * 7 % 18000, '2026-01-01'
  FROM generate_series(0, $1::int - 1) AS piece`;

/** The rule of the engine's domain/timing/idle-until.ts: so long before the first that is not planned yet, where that is far. */
const annualIdle = `SELECT CASE WHEN min(due_at) < planned_until + interval '8 days' THEN '-infinity' ELSE min(due_at) - interval '30 hours' END
  FROM (SELECT timestamptz '${planningAt}' AS planned_until) u,
    generate_series(0, 2) AS years,
    LATERAL (SELECT (p.birth_date + (2027 - extract(year FROM p.birth_date)::int + years) * interval '1 year' + s.local_time)
      AT TIME ZONE p.time_zone AS due_at) d
  WHERE due_at > planned_until GROUP BY planned_until`;

const schedules = `INSERT INTO engine.schedule (id, tenant_id, shard, person_id, kind, title, body, rule, recurring, local_time,
    time_zone, importance, late_limit, created_at, idle_until)
  SELECT ${uuidOf(schedulePrefix, 'piece')}, tenant_id, piece / 2 % 64, id,
    CASE piece % 2 WHEN 0 THEN 'reminder' ELSE 'birthday' END, 'Piece ' || piece, NULL,
    CASE piece % 2 WHEN 0 THEN '{"type": "rrule", "rrule": "FREQ=DAILY"}'::jsonb
      ELSE '{"type": "annual", "field": "birthDate"}'::jsonb END,
    true, to_char(local_time, 'HH24:MI:SS'), 'person', 'medium', 'PT24H', '2026-01-01',
    CASE piece % 2 WHEN 0 THEN '-infinity' ELSE (${annualIdle}) END
  FROM people.person p CROSS JOIN LATERAL (
    SELECT n AS piece, time '00:00' + n * 7 % 1440 * interval '1 min' AS local_time FROM (SELECT substr(name, 8)::int AS n) n) s`;

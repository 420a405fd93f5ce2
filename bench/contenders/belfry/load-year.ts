import { personPrefix, schedulePrefix, tenant, uuidOf } from './ids.ts';
import { setUnplanned, zones } from './load-plans.ts';
import { intoMigrated } from './load-reminders.ts';

const perStatement = 500_000;

/**
 * People with birthdays all over the year, to be greeted at nine in 400 zones, as an installation has them that has run for a
 * year: planned for the next 36 hours, each idle until the day before the next that is not.
 * @param at an instant, of a first planning
 */
export function loadYear(databaseUrl: string, count: number, at: string): Promise<void> {
  return intoMigrated(databaseUrl, async (client) => {
    await client.query('SELECT engine.ensure_partitions($1::date - 2, $1::date + 4)', [at.slice(0, 10)]);
    for (let first = 0; first < count; first += perStatement) {
      const last = Math.min(first + perStatement, count) - 1;
      await client.query(people, [first, last, zones]);
      await client.query(schedules, [first, last, at]);
    }
    await setUnplanned(client, Temporal.Instant.from(at).add({ hours: 36 }).toString());
  });
}

/** Born on any day from 1950 to 1999. */
const people = `INSERT INTO people.person (id, tenant_id, name, time_zone, locale, birth_date, created_at)
  SELECT ${uuidOf(personPrefix, 'piece')}, ${tenant}, 'Person ' || piece, ($3::text[])[1 + piece % cardinality($3::text[])],
    'en', date '1950-01-01' + (piece::bigint * 7919 % 18262)::int, '2026-01-01'
  FROM generate_series($1::int, $2::int) AS piece`;

/** The rule of the engine's domain/timing/far-annual.ts: a day before the date begins in UTC. */
const schedules = `INSERT INTO engine.schedule (id, tenant_id, shard, person_id, kind, title, body, rule, recurring, local_time,
    time_zone, importance, late_limit, created_at, idle_until)
  SELECT ${uuidOf(schedulePrefix, 'piece')}, ${tenant}, piece % 64, ${uuidOf(personPrefix, 'piece')}, 'birthday',
    'Piece ' || piece, NULL, '{"type": "annual", "field": "birthDate"}', true, '09:00', 'person', 'medium', 'PT24H',
    '2026-01-01', (next_on - 1)::timestamp AT TIME ZONE 'UTC'
  FROM generate_series($1::int, $2::int) AS piece
  JOIN people.person p ON p.id = ${uuidOf(personPrefix, 'piece')}
  CROSS JOIN LATERAL (
    SELECT (p.birth_date + (2027 - extract(year FROM p.birth_date)::int) * interval '1 year')::date AS this_year) y
  CROSS JOIN LATERAL (
    SELECT CASE WHEN (this_year + time '09:00') AT TIME ZONE p.time_zone > $3::text::timestamptz + interval '36 hours'
      THEN this_year ELSE (p.birth_date + (2028 - extract(year FROM p.birth_date)::int) * interval '1 year')::date END AS next_on) o`;

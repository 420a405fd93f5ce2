import type pg from 'pg';
import type { Contender } from '../../measure/contender.ts';
import { withClient } from '../../servers/with-client.ts';
import { belfry } from './contender.ts';
import { dueAt } from './due-at.ts';
import { tenant, uuidOf } from './ids.ts';

/** The engine with so many more wake-ups stored, none of them due. */
export function overStored(stored: number): Contender {
  return {
    ...belfry,
    name: `belfry over ${stored.toLocaleString('en')} stored`,
    loadedAs: `belfry over ${stored}`,
    async load(databaseUrl, count) {
      await belfry.load(databaseUrl, count);
      await withClient(databaseUrl, (client) => storeFuture(client, dueAt, stored));
    },
  };
}

const perStatement = 1_000_000;

/**
 * Evenly over the 48 hours that the planner plans, from an hour ahead on, so that most share the partitions that polls
 * read. Nobody reads their schedules before they are due, so they have none.
 */
export async function storeFuture(client: pg.Client, from: string, stored: number): Promise<void> {
  await client.query(`SET TIME ZONE 'UTC'`);
  await client.query('SET row_security = off');
  await client.query('SELECT engine.ensure_partitions($1::date - 2, $1::date + 5)', [from.slice(0, 10)]);
  for (let first = 0; first < stored; first += perStatement) {
    await client.query(future, [from, first, Math.min(first + perStatement, stored) - 1, (47 * 3_600_000) / stored]);
  }
  await client.query('VACUUM ANALYZE engine.wakeup');
}

const future = `INSERT INTO engine.wakeup (shard, lane, due_at, occ_id, seq, timing_rev, tenant_id, schedule_id, person_id, slot,
    day, kind)
  SELECT n % 64, n / 64 % 2, at, (lpad(to_hex(n % 64), 2, '0') || substr(md5(n::text), 3, 30))::uuid, 0, 0, ${tenant},
    ${uuidOf('00000004', 'n')}, ${uuidOf('00000003', 'n')}, to_char(at, 'YYYY-MM-DD') || '#1', at::date, 'fire'
  FROM generate_series($2::int, $3::int) AS n
  CROSS JOIN LATERAL (SELECT date_trunc('milliseconds', $1::text::timestamptz + interval '1 h' + n * $4::float8 * interval '1 ms') AS at) a`;

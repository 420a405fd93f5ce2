import type { Tx } from '@belfry/platform/database';
import type pg from 'pg';
import type { Wanted } from '../../domain/rates.ts';

/**
 * Takes a block of tokens of each scope, as many as are wanted and the second has left; by the database's clock, which
 * all processes share. They are spent with the transaction, and whatever is not used expires with the second. Until it
 * ends, others who want tokens of the same scopes wait.
 * @param wanted in the order of the scopes
 */
export async function takeTokens(tx: Tx, wanted: readonly Wanted[]): Promise<Map<string, number>> {
  if (wanted.length === 0) return new Map();
  const { rows } = await tx.query<{ scope: string; granted: number }>(
    `INSERT INTO engine.rate_block AS b (scope, second, taken, granted, wanted, per_second)
     SELECT scope, date_trunc('second', clock_timestamp()), least(wanted, per_second), least(wanted, per_second), wanted, per_second
     FROM unnest($1::text[], $2::int[], $3::int[]) AS w (scope, wanted, per_second)
     ON CONFLICT (scope) DO UPDATE SET (second, wanted, per_second, granted, taken) = (
       SELECT now.second, excluded.wanted, excluded.per_second, got.granted, before.taken + got.granted
       FROM (SELECT date_trunc('second', clock_timestamp()) AS second) AS now
       CROSS JOIN LATERAL (SELECT CASE WHEN b.second = now.second THEN b.taken ELSE 0 END AS taken) AS before
       CROSS JOIN LATERAL (SELECT least(excluded.wanted, greatest(0, excluded.per_second - before.taken)) AS granted) AS got)
     RETURNING scope, granted`,
    [wanted.map(({ scope }) => scope), wanted.map(({ count }) => count), wanted.map(({ perSecond }) => perSecond)],
  );
  return new Map(rows.map(({ scope, granted }) => [scope, granted]));
}

export interface ProviderHold {
  provider: string;
  until: Temporal.Instant;
}

/** A provider asked for patience: the other processes learn it within a second. The longest one stands. */
export async function saveHold(pool: pg.Pool, { provider, until }: ProviderHold): Promise<void> {
  await pool.query(
    `INSERT INTO engine.provider_hold AS h (provider, until) VALUES ($1, $2)
     ON CONFLICT (provider) DO UPDATE SET until = greatest(h.until, excluded.until)`,
    [provider, until.toString()],
  );
}

/** Those that stand at `now`. */
export async function readHolds(pool: pg.Pool, now: Temporal.Instant): Promise<ProviderHold[]> {
  const { rows } = await pool.query<ProviderHold>('SELECT provider, until FROM engine.provider_hold WHERE until > $1', [
    now.toString(),
  ]);
  return rows;
}

/** What is over says nothing to anybody; idempotent. */
export async function forgetHolds(pool: pg.Pool, now: Temporal.Instant): Promise<void> {
  await pool.query('DELETE FROM engine.provider_hold WHERE until <= $1', [now.toString()]);
}

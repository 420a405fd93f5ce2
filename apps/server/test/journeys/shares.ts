import type pg from 'pg';

/** How many of the 64 shards each engine holds. */
export async function readShares(owner: pg.Client): Promise<number[]> {
  const { rows } = await owner.query<{ count: number }>(
    'SELECT count(*)::int FROM engine.shard WHERE owner IS NOT NULL AND expires_at > clock_timestamp() GROUP BY owner',
  );
  return rows.map(({ count }) => count);
}

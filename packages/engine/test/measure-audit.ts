import type pg from 'pg';
import { audit } from '../store/wakeups/pg-audit.ts';
import { rangesUntil } from '../store/wakeups/pg-pending.ts';

/** As many as the engine's audit asks for. */
const limit = 1000;

/**
 * How long one audit of all shards takes that cannot move their watermarks on, because of something at their beginning that
 * cannot be settled.
 * @param pool of the engine's role
 * @param since where the watermarks stand
 * @returns milliseconds
 */
export async function measureAudit(
  pool: pg.Pool,
  { since, now }: { since: Temporal.Instant; now: Temporal.Instant },
): Promise<number> {
  await pool.query(
    'UPDATE engine.shard SET watermark = $1, watermark_xid = pg_snapshot_xmin(pg_current_snapshot())::text::bigint',
    [since.toString()],
  );
  const ranges = await rangesUntil(pool, now);
  const began = performance.now();
  await audit(pool, ranges, limit);
  return performance.now() - began;
}

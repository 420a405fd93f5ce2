import { compareInstants } from '@belfry/kernel/instants';
import type pg from 'pg';
import type { HintedKey } from '../../domain/hints.ts';
import { compareKeys } from '../../domain/wakeup-key.ts';
import { readWakeup, type Wakeup, type WakeupRow, wakeupColumns } from './pg-wakeups.ts';
import { isUntaken } from './wakeup-conditions.ts';

const qualified = wakeupColumns.replaceAll(/(\w+)/g, 'w.$1');

/**
 * The wake-ups that hints speak of, as far as nobody has taken their turn; oldest first, each once. Locks nothing and changes
 * nothing: duplicates end here, and what is claimed in this moment, or wanted no more, the claim sorts out.
 * By the primary key; the bounds that all share are for pruning partitions. Needs at least one key.
 */
export async function readHinted(pool: pg.Pool, keys: readonly HintedKey[]): Promise<Wakeup[]> {
  const instants = keys.map((key) => key.dueAt).toSorted(compareInstants);
  const { rows } = await pool.query<WakeupRow>(
    `SELECT ${qualified}
     FROM (SELECT DISTINCT * FROM unnest($1::smallint[], $2::smallint[], $3::timestamptz[], $4::uuid[], $5::int[], $6::int[])
       AS k (shard, lane, due_at, occ_id, seq, timing_rev)) k
     CROSS JOIN LATERAL (
       SELECT ${wakeupColumns} FROM engine.wakeup
       WHERE shard = k.shard AND lane = k.lane AND due_at = k.due_at AND occ_id = k.occ_id AND seq = k.seq
         AND timing_rev = k.timing_rev AND due_at >= $7 AND due_at <= $8
       OFFSET 0
     ) w
     WHERE ${isUntaken}`,
    [
      keys.map((key) => key.shard),
      keys.map((key) => key.lane),
      keys.map((key) => key.dueAt.toString()),
      keys.map((key) => key.occId),
      keys.map((key) => key.seq),
      keys.map((key) => key.timingRev),
      instants.at(0)?.toString(),
      instants.at(-1)?.toString(),
    ],
  );
  return rows.map(readWakeup).sort(compareKeys);
}

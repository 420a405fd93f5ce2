import type { Tx } from '@belfry/platform/database';
import type { OccId } from '../../domain/occurrence-id.ts';

export interface WaitingKey {
  day: string;
  occId: OccId;
  state: string;
}

/**
 * What waits for a person, whoever has waited longest first, and how each stands: `open`, `exhausted`, `snoozed`, or
 * `acknowledged` and to be re-paged. Walks at most `most` rows of the small table of those, and asks each one's chain.
 */
export async function scanWaiting(tx: Tx, most: number): Promise<WaitingKey[]> {
  const { rows } = await tx.query<WaitingKey>(
    `SELECT o.day, o.occ_id AS "occId", h.state
     FROM (SELECT day, occ_id, due_at FROM engine.open_occurrence ORDER BY due_at, occ_id LIMIT $1) o
     CROSS JOIN LATERAL (
       SELECT state FROM engine.turn t WHERE t.day = o.day AND t.occ_id = o.occ_id ORDER BY seq DESC LIMIT 1
     ) h ORDER BY o.due_at, o.occ_id`,
    [most],
  );
  return rows;
}

export const badEnds = ['failed', 'missed'] as const;

/**
 * What ended badly since an instant, the earliest first, by an index that holds such turns alone. `isEnd` is false where
 * something has happened since: a replay, or somebody's word.
 */
export async function scanBadEnds(
  tx: Tx,
  state: (typeof badEnds)[number],
  { since, most }: { since: Temporal.Instant; most: number },
): Promise<(WaitingKey & { isEnd: boolean })[]> {
  const { rows } = await tx.query<WaitingKey & { isEnd: boolean }>(
    `SELECT b.day, b.occ_id AS "occId", b.state, NOT EXISTS (
       SELECT FROM engine.turn t WHERE t.day = b.day AND t.occ_id = b.occ_id AND t.seq > b.seq OFFSET 0
     ) AS "isEnd"
     FROM (
       SELECT day, occ_id, seq, state, at FROM engine.turn t
       WHERE state = '${state}' AND at >= $1 ORDER BY at, occ_id LIMIT $2
     ) b ORDER BY b.at, b.occ_id`,
    [since.toString(), most],
  );
  return rows;
}

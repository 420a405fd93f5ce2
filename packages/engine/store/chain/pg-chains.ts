import type { ChainOutcome } from '../../domain/owed-contacts.ts';
import type { ChainPlace } from '../../domain/standing.ts';
import { type FollowUpRow, followUpColumn, readFollowUp } from './pg-follow-up.ts';

/**
 * SQL over a wake-up `w`: the chain before it with the newest outcome of each attempt, as one value; null where nothing
 * in it is to be made again, which is mostly so and costs one look-up. Read it with `readChainBefore`.
 */
export const chainBefore = `(
  SELECT jsonb_build_object('turns', turns.list, 'outcomes', outcomes.list)
  FROM (
    SELECT jsonb_agg(jsonb_build_object('seq', t.seq, 'kind', t.kind, 'state', t.state, 'at', t.at, 'round', t.round,
      'stepsTaken', t.steps_taken, 'repeatsTaken', t.repeats_taken, 'contacts', t.contacts) ORDER BY t.seq) AS list
    FROM engine.turn t WHERE t.day = w.day AND t.occ_id = w.occ_id AND t.seq < w.seq
  ) turns CROSS JOIN (
    SELECT jsonb_agg(jsonb_build_object('seq', o.seq, 'target', o.target, 'status', o.status, 'code', o.code, 'at', o.at,
      'followUp', ${followUpColumn}) ORDER BY o.seq, o.target) AS list
    FROM (
      SELECT DISTINCT ON (seq, target) * FROM engine.outcome
      WHERE day = w.day AND occ_id = w.occ_id AND seq < w.seq ORDER BY seq, target, n DESC
    ) o
  ) outcomes
  WHERE w.seq > 0 AND EXISTS (
    SELECT FROM engine.outcome WHERE day = w.day AND occ_id = w.occ_id AND follow_up IS NOT NULL OFFSET 0)
)`;

export interface ChainRow {
  turns: (Omit<ChainPlace, 'at'> & { at: string })[];
  outcomes: (Omit<ChainOutcome, 'at' | 'followUp'> & { at: string; followUp: FollowUpRow })[];
}

export function readChainBefore({ turns, outcomes }: ChainRow): { chain: ChainPlace[]; outcomes: ChainOutcome[] } {
  return {
    chain: turns.map((turn) => ({ ...turn, at: Temporal.Instant.from(turn.at) })),
    outcomes: outcomes.map((outcome) => ({
      ...outcome,
      at: Temporal.Instant.from(outcome.at),
      followUp: readFollowUp(outcome.followUp),
    })),
  };
}

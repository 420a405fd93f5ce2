import type { Tx } from '@belfry/platform/database';
import type { TurnSchedule } from '../../domain/decide-turn/turn-context.ts';
import type { OccId } from '../../domain/occurrence-id.ts';
import type { Policy } from '../../domain/policy.ts';
import type { OutcomeRecord } from '../../domain/timeline-entry.ts';
import { type FollowUpRow, followUpColumn, readFollowUp } from '../chain/pg-follow-up.ts';
import { isDigest, stoppedBecause } from '../chain/pg-turn-context.ts';
import { readChain, type TurnRecord } from '../chain/pg-turns.ts';
import { readPolicyVersion } from '../policies/pg-policies-of-turns.ts';

export interface TimelineRecords {
  chain: TurnRecord[];
  outcomes: OutcomeRecord[];
  policy: Policy | null;
}

type OutcomeRow = Omit<OutcomeRecord, 'followUp'> & { followUp: FollowUpRow };

/** An occurrence's trace: its turns and outcomes in the order (seq, target, n), and the policy version it runs by. */
export async function readTimeline(tx: Tx, key: { day: string; occId: OccId }): Promise<TimelineRecords> {
  const chain = await readChain(tx, key);
  const { rows } = await tx.query<OutcomeRow>(
    `SELECT seq, target, n, status, at, provider_id AS "providerId", code, reason,
       ${followUpColumn} AS "followUp"
     FROM engine.outcome o WHERE day = $1 AND occ_id = $2 ORDER BY seq, target, n`,
    [key.day, key.occId],
  );
  const [first] = chain;
  const policy = first ? await readPolicyVersion(tx, first) : null;
  return { chain, outcomes: rows.map(readOutcome), policy };
}

function readOutcome({ followUp, ...outcome }: OutcomeRow): OutcomeRecord {
  return { ...outcome, followUp: readFollowUp(followUp) };
}

/** What the turns of a schedule are decided from; a schedule that was deleted too. */
export async function readTurnSchedule(tx: Tx, id: string): Promise<TurnSchedule | null> {
  const { rows } = await tx.query<TurnSchedule>(
    `SELECT s.title, s.body, s.late_limit AS "lateLimit", s.importance, ${isDigest} AS "isDigest",
       ${stoppedBecause} AS stopped FROM engine.schedule s WHERE s.id = $1`,
    [id],
  );
  return rows[0] ?? null;
}

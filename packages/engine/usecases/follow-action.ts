import type { Tx } from '@belfry/platform/database';
import { promptLane } from '../domain/lane.ts';
import type { WakeupKind } from '../domain/occurrence.ts';
import { shardOfOccurrence } from '../domain/occurrence-id.ts';
import { repageMoment } from '../domain/policy.ts';
import type { NewTurn } from '../store/pg-claim-turns.ts';
import { finishIfOnce } from '../store/pg-finish-once.ts';
import { keepOpen, stopWaiting } from '../store/pg-open.ts';
import { readPolicyVersion } from '../store/pg-policy-version.ts';
import { insertWakeups, type Wakeup } from '../store/pg-wakeups.ts';
import type { ActionRequest } from './act-on-occurrence.ts';

/**
 * What follows from an action's turn, in the same commit: the wake-up of what comes next, and who is still waited for.
 * Addresses that were asked stay known for a while, so that who answers late, or again, is told what was done.
 */
export async function followAction(tx: Tx, turn: NewTurn, action: ActionRequest, now: Temporal.Instant): Promise<void> {
  switch (action.type) {
    case 'snooze':
      await keepOpen(tx, turn);
      return insertWakeups(tx, [wakeupBehind(turn, 'refire', action.until)], now);
    case 'acknowledge':
      return followAcknowledgement(tx, turn, now);
    case 'complete':
      await stopWaiting(tx, turn.occId);
      return finishIfOnce(tx, turn.scheduleId, now);
    case 'skip':
    case 'cancel':
      return stopWaiting(tx, turn.occId);
  }
}

/** Who said OK may still say DONE, so the addresses that were asked stay known; they are waited for only by a re-page. */
async function followAcknowledgement(tx: Tx, turn: NewTurn, now: Temporal.Instant): Promise<void> {
  const policy = await readPolicyVersion(tx, turn);
  const dueAt = policy && repageMoment(policy, now);
  if (!dueAt) return stopWaiting(tx, turn.occId);
  await keepOpen(tx, turn);
  await insertWakeups(tx, [wakeupBehind(turn, 'repage', dueAt)], now);
}

function wakeupBehind(turn: NewTurn, kind: WakeupKind, dueAt: Temporal.Instant): Wakeup {
  const { day, occId, tenantId, scheduleId, personId, slot } = turn;
  const place = { shard: shardOfOccurrence(occId), lane: promptLane, seq: turn.seq + 1, timingRev: 0 };
  return { ...place, day, occId, tenantId, scheduleId, personId, slot, dueAt, kind };
}

import type { Tx } from '@belfry/platform/database';
import { promptLane } from '../../domain/lane.ts';
import type { WakeupKind } from '../../domain/occurrence.ts';
import { shardOfOccurrence } from '../../domain/occurrence-id.ts';
import { repageMoment } from '../../domain/policy.ts';
import type { NewTurn } from '../../store/chain/pg-claim-turns.ts';
import { finishThoseOnce } from '../../store/chain/pg-finish-once.ts';
import { keepOpen, stopWaitingFor } from '../../store/chain/pg-open.ts';
import { policyVersionKey, readPolicyVersions } from '../../store/policies/pg-policies-of-turns.ts';
import { insertWakeups, type Wakeup } from '../../store/wakeups/pg-wakeups.ts';
import type { ActionRequest } from './act-on-occurrence.ts';

/** What somebody did, and the turn by which it stands in the chain. */
export interface DoneAction {
  action: ActionRequest;
  turn: NewTurn;
}

/**
 * What follows from the turns of actions, in the same commit: the wake-ups of what comes next, and who is still waited
 * for. Who said OK may still say DONE, and who answers late, or again, is told what was done: addresses that were asked
 * stay known for a while.
 */
export async function followActions(tx: Tx, done: readonly DoneAction[], now: Temporal.Instant): Promise<void> {
  const wakeups = await comingBack(tx, done, now);
  await keepOpen(tx, [...wakeups.keys()]);
  await insertWakeups(tx, [...wakeups.values()], now);
  const over = done.filter(({ turn }) => !wakeups.has(turn));
  await stopWaitingFor(
    tx,
    over.map(({ turn }) => turn.occId),
  );
  const completed = done.filter(({ action }) => action.type === 'complete');
  await finishThoseOnce(
    tx,
    completed.map(({ turn }) => turn),
    now,
  );
}

/** The wake-ups behind those that are not over with it: the end of a snooze, and a re-page. */
async function comingBack(tx: Tx, done: readonly DoneAction[], now: Temporal.Instant): Promise<Map<NewTurn, Wakeup>> {
  const acknowledged = done.filter(({ action }) => action.type === 'acknowledge').map(({ turn }) => turn);
  const policies = await readPolicyVersions(tx, acknowledged);
  const wakeups = new Map<NewTurn, Wakeup>();
  for (const { turn, action } of done) {
    if (action.type === 'snooze') wakeups.set(turn, wakeupBehind(turn, 'refire', action.until));
    if (action.type !== 'acknowledge') continue;
    const policy = policies.get(policyVersionKey(turn));
    const dueAt = policy && repageMoment(policy, now);
    if (dueAt) wakeups.set(turn, wakeupBehind(turn, 'repage', dueAt));
  }
  return wakeups;
}

function wakeupBehind(turn: NewTurn, kind: WakeupKind, dueAt: Temporal.Instant): Wakeup {
  const { day, occId, tenantId, scheduleId, personId, slot } = turn;
  const place = { shard: shardOfOccurrence(occId), lane: promptLane, seq: turn.seq + 1, timingRev: 0 };
  return { ...place, day, occId, tenantId, scheduleId, personId, slot, dueAt, kind };
}

import { AppError } from '@belfry/kernel/app-error';
import { laterOf } from '@belfry/kernel/instants';
import type { Tx } from '@belfry/platform/database';
import { type Action, decideAction } from '../../domain/decide-action.ts';
import type { Actor, OccurrenceState, TurnKind } from '../../domain/occurrence.ts';
import type { OccId } from '../../domain/occurrence-id.ts';
import { enterSlots, insertTurns, type NewTurn } from '../../store/chain/pg-claim-turns.ts';
import { effectiveState, readHead, readNewestTurns, type TurnRecord } from '../../store/chain/pg-turns.ts';
import { readPlanned } from '../../store/occurrences/pg-planned.ts';
import { readWhyStopped } from '../../store/schedules/pg-why-stopped.ts';
import { followActions } from './follow-action.ts';

/** What somebody asks for; `until` is when a snoozed one fires again. */
export type ActionRequest = { type: Exclude<Action, 'snooze'> } | { type: 'snooze'; until: Temporal.Instant };

interface ActOptions {
  tx: Tx;
  occurrence: { day: string; occId: OccId };
  action: ActionRequest;
  actor: Actor | null;
  now: Temporal.Instant;
  /** Why, where it was not the occurrence itself that somebody acted on. */
  reason?: string | null;
}

export interface ActResult {
  /** The occurrence's newest turn: ours, or the earlier one that already did the same. */
  head: TurnRecord | NewTurn;
  state: OccurrenceState;
  didChange: boolean;
}

/**
 * Acts on an occurrence by a turn at the next place of its chain: every wake-up that expected that place has lost it.
 * One that has not fired gets its first turn, and its slot with it, so that it never will. Idempotent. Commit it, then
 * `drain`, before saying that it is done. Call `prepareAction` before the transaction.
 * @returns null when there is no such occurrence
 * @throws AppError `occurrence.not-actionable` (409) when its state forbids it, or when it would be snoozed to an instant at which its
 * schedule fires no more
 */
export async function actOnOccurrence(options: ActOptions): Promise<ActResult | null> {
  const { tx, occurrence, action } = options;
  for (;;) {
    const [found] = await readNewestTurns(tx, [occurrence]);
    const head = found?.head ?? null;
    const state = found ? effectiveState(found) : null;
    const decision = decideAction(action.type, state ?? 'planned');
    if (head && state && (decision.type === 'already' || isSameSnooze(head, action))) {
      return { head, state, didChange: false };
    }
    const place = head ? placeBehind(head) : await firstPlace(options);
    if (!place) {
      // Whoever took the slot meanwhile has committed by now, with the first turn or for another occurrence.
      if (await readHead(tx, occurrence)) continue;
      return null;
    }
    if (decision.type !== 'act') throw notActionable(action.type, decision.type === 'refuse' ? decision.reason : '');
    const stopped = action.type === 'snooze' ? await readWhyStopped(tx, place.scheduleId) : null;
    if (stopped !== null) throw notActionable('snooze', stopped);
    const turn = turnAt(place, decision.kind, options);
    const inserted = await insertTurns(tx, [turn]);
    // Somebody else took the place in the chain meanwhile: look at what they did and decide again.
    if (inserted.size === 0) continue;
    await followActions(tx, [{ turn, action }], options.now);
    return { head: turn, state: turn.decision.state, didChange: true };
  }
}

type Place = Omit<NewTurn, 'at' | 'actor' | 'decision'> & {
  /** Of the turn before it: a chain is in the order of time, whoever waited for a place in it. */
  notBefore: Temporal.Instant | null;
  decision: Omit<NewTurn['decision'], 'kind' | 'state' | 'contacts' | 'reason'>;
};

export function placeBehind(head: TurnRecord): Place {
  const { baseAt, stepsTaken, attempt, repeatsTaken, round } = head;
  return {
    ...head,
    notBefore: head.at,
    seq: head.seq + 1,
    decision: { baseAt, stepsTaken, attempt, repeatsTaken, round, awaitsAnswer: false },
  };
}

/** Null where there is none, or where its slot has been taken. */
async function firstPlace({ tx, occurrence, action }: ActOptions): Promise<Place | null> {
  const planned = await readPlanned(tx, occurrence);
  if (!planned) return null;
  const { wakeup, policyId, policyVersion } = planned;
  const isRefused = decideAction(action.type, 'planned').type !== 'act';
  if (!isRefused && !(await enterSlots(tx, [wakeup])).has(wakeup)) return null;
  const { day, occId, tenantId, scheduleId, personId, slot, dueAt } = wakeup;
  const counts = { stepsTaken: 0, attempt: 0, repeatsTaken: 0, round: 0, awaitsAnswer: false };
  const place = { day, occId, seq: 0, tenantId, scheduleId, personId, slot, dueAt, policyId, policyVersion };
  return { ...place, notBefore: null, decision: { baseAt: dueAt, ...counts } };
}

export function turnAt(
  place: Place,
  kind: TurnKind & OccurrenceState,
  options: Pick<ActOptions, 'action' | 'actor' | 'now' | 'reason'>,
): NewTurn {
  const { action, actor, now, reason = null } = options;
  // The policy begins anew at the end of a snooze: its steps will be counted from there.
  const baseAt = action.type === 'snooze' ? action.until : place.decision.baseAt;
  const { notBefore, ...rest } = place;
  const at = notBefore ? laterOf(notBefore, now) : now;
  return { ...rest, at, actor, decision: { ...rest.decision, baseAt, kind, state: kind, contacts: [], reason } };
}

function isSameSnooze(head: TurnRecord, action: ActionRequest): boolean {
  return action.type === 'snooze' && head.state === 'snoozed' && head.baseAt.equals(action.until);
}

const participle: Record<Action, string> = {
  acknowledge: 'acknowledged',
  complete: 'completed',
  snooze: 'snoozed',
  skip: 'skipped',
  cancel: 'cancelled',
};

function notActionable(action: Action, reason: string): AppError {
  return new AppError({
    code: 'occurrence.not-actionable',
    kind: 'conflict',
    message: `The occurrence cannot be ${participle[action]}. ${reason}`,
  });
}

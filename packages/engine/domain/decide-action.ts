import type { OccurrenceState, TurnKind } from './occurrence.ts';

export const actions = ['acknowledge', 'complete', 'snooze', 'skip', 'cancel'] as const;
export type Action = (typeof actions)[number];

type Outcome = { kind: TurnKind & OccurrenceState };

export type ActionDecision =
  | { type: 'act'; kind: Outcome['kind'] }
  /** It already is so; asking again changes nothing and is no error. */
  | { type: 'already' }
  | { type: 'refuse'; reason: string };

/** The turn that an action makes; the occurrence's state from then on has the same name. */
const turnOf = {
  acknowledge: 'acknowledged',
  complete: 'completed',
  snooze: 'snoozed',
  skip: 'skipped',
  cancel: 'cancelled',
} as const satisfies Record<Action, Outcome['kind']>;

const notYet = 'It has not fired yet, so there is nothing to be seen.';
const completed = 'It was completed.';
const cancelled = 'It was cancelled.';
const skipped = 'It was skipped.';
const missed = 'It was missed: there is nothing left to stop.';
const failed = 'It reached nobody: there is nothing left to stop.';

/**
 * Every action in every state. `act` makes a turn, `already` changes nothing, a sentence refuses.
 * A late answer is an answer, so what ran out, was missed or failed can still be acknowledged, completed or snoozed.
 * Completing says more than acknowledging and may follow it, not the other way round. What is planned can be dealt with
 * before it fires, but nobody can have seen it. What ended by somebody's word stays as they said.
 */
const table: Record<Action, Record<OccurrenceState, 'act' | 'already' | (string & {})>> = {
  acknowledge: {
    planned: notYet,
    due: notYet,
    open: 'act',
    acknowledged: 'already',
    completed: 'already',
    snoozed: 'act',
    exhausted: 'act',
    cancelled,
    skipped,
    missed: 'act',
    failed: 'act',
  },
  complete: {
    planned: 'act',
    due: 'act',
    open: 'act',
    acknowledged: 'act',
    completed: 'already',
    snoozed: 'act',
    exhausted: 'act',
    cancelled,
    skipped,
    missed: 'act',
    failed: 'act',
  },
  snooze: {
    planned: 'act',
    due: 'act',
    open: 'act',
    acknowledged: 'act',
    completed,
    snoozed: 'act',
    exhausted: 'act',
    cancelled,
    skipped,
    missed: 'act',
    failed: 'act',
  },
  skip: {
    planned: 'act',
    due: 'act',
    open: 'act',
    acknowledged: 'act',
    completed,
    snoozed: 'act',
    exhausted: 'act',
    cancelled,
    skipped: 'already',
    missed,
    failed,
  },
  cancel: {
    planned: 'act',
    due: 'act',
    open: 'act',
    acknowledged: 'act',
    completed,
    snoozed: 'act',
    exhausted: 'act',
    cancelled: 'already',
    skipped,
    missed,
    failed,
  },
};

/** A snooze of what is snoozed already moves it; to the same instant it is the caller's to see that nothing changes. */
export function decideAction(action: Action, state: OccurrenceState): ActionDecision {
  const verdict = table[action][state];
  if (verdict === 'act') return { type: 'act', kind: turnOf[action] };
  if (verdict === 'already') return { type: 'already' };
  return { type: 'refuse', reason: verdict };
}

import type { OccurrenceState, TurnKind } from './occurrence.ts';

export type Action = 'acknowledge' | 'complete';

export type ActionDecision =
  | { type: 'act'; kind: TurnKind; state: OccurrenceState }
  /** It already is so; asking again changes nothing and is no error. */
  | { type: 'already' }
  | { type: 'refuse'; reason: string };

/**
 * Whether an occurrence in this state can be acknowledged or completed. One that ran out unanswered still can: a late
 * answer is an answer. Completing says more than acknowledging, so it may follow, but not the other way round.
 */
export function decideAction(action: Action, state: OccurrenceState): ActionDecision {
  const done = { type: 'act', kind: 'completed', state: 'completed' } as const;
  const seen = { type: 'act', kind: 'acknowledged', state: 'acknowledged' } as const;
  switch (state) {
    case 'open':
    case 'snoozed':
    case 'exhausted':
    case 'missed':
    case 'failed':
      return action === 'complete' ? done : seen;
    case 'acknowledged':
      return action === 'complete' ? done : { type: 'already' };
    case 'completed':
      return { type: 'already' };
    case 'planned':
    case 'due':
      return { type: 'refuse', reason: 'It has not fired yet.' };
    case 'cancelled':
    case 'skipped':
      return { type: 'refuse', reason: `It was ${state}.` };
  }
}

import type { Standing } from './decide-follow-up.ts';
import type { Contact, OccurrenceState } from './occurrence.ts';

/** A turn, as far as its place in the policy goes. */
export interface ChainPlace {
  seq: number;
  state: OccurrenceState;
  round: number;
  stepsTaken: number;
  repeatsTaken: number;
  contacts: readonly Contact[];
}

type StepOfTurn = Pick<ChainPlace, 'round' | 'stepsTaken' | 'repeatsTaken'>;

/** States in which a person has said what they want: nothing may leave any more. */
const answered: ReadonlySet<OccurrenceState> = new Set([
  'acknowledged',
  'completed',
  'snoozed',
  'skipped',
  'cancelled',
]);

export function isAnsweredState(state: OccurrenceState): boolean {
  return answered.has(state);
}

/** Turns of the same step, and of the same repetition of it, in the same round of the policy. */
export function isSameStep(a: StepOfTurn, b: StepOfTurn): boolean {
  return a.round === b.round && a.stepsTaken === b.stepsTaken && a.repeatsTaken === b.repeatsTaken;
}

/** Where the chain stands, seen from one target of one of its turns. */
export function standingOf(chain: readonly ChainPlace[], turn: ChainPlace, target: number): Standing {
  const head = chain.at(-1) ?? turn;
  const isRetried = chain.some(
    (later) =>
      later.seq > turn.seq && isSameStep(later, turn) && later.contacts.some((contact) => contact.target === target),
  );
  if (isRetried) return 'retried';
  if (answered.has(head.state)) return 'answered';
  if (head.state !== 'open' && head.state !== 'exhausted') return 'ended';
  return isSameStep(head, turn) ? 'here' : 'moved-on';
}

import { compareInstants } from '@belfry/kernel/instants';
import type { Standing } from './decide-follow-up.ts';
import type { Contact, OccurrenceState, TurnKind } from './occurrence.ts';

/** Which part of the policy a turn, or a contact, belongs to. */
export interface StepPlace {
  round: number;
  stepsTaken: number;
  repeatsTaken: number;
}

/** A turn, as far as its place in the policy goes. */
export interface ChainPlace extends StepPlace {
  seq: number;
  kind: TurnKind;
  state: OccurrenceState;
  at: Temporal.Instant;
  contacts: readonly Contact[];
}

/** States in which a person has said what they want: nothing may leave any more. */
export const answeredStates: ReadonlySet<OccurrenceState> = new Set([
  'acknowledged',
  'completed',
  'snoozed',
  'skipped',
  'cancelled',
]);

export function isAnsweredState(state: OccurrenceState): boolean {
  return answeredStates.has(state);
}

/** Turns of the same step, and of the same repetition of it, in the same round of the policy. */
export function isSameStep(a: StepPlace, b: StepPlace): boolean {
  return a.round === b.round && a.stepsTaken === b.stepsTaken && a.repeatsTaken === b.repeatsTaken;
}

/** Whether the policy comes to `a` only after `b`. */
export function isLaterStep(a: StepPlace, b: StepPlace): boolean {
  return (a.round - b.round || a.stepsTaken - b.stepsTaken || a.repeatsTaken - b.repeatsTaken) > 0;
}

/** Where the chain stands, seen from one target of one of its turns. */
export function standingOf(chain: readonly ChainPlace[], turn: ChainPlace, target: number): Standing {
  const head = chain.at(-1) ?? turn;
  if (isRetried(chain, turn, target)) return 'retried';
  if (answeredStates.has(head.state)) return 'answered';
  if (head.state !== 'open' && head.state !== 'exhausted') return 'ended';
  return isSameStep(head, turn) ? 'here' : 'moved-on';
}

function isRetried(chain: readonly ChainPlace[], turn: ChainPlace, target: number): boolean {
  return chain.some(
    (later) =>
      later.seq > turn.seq && isSameStep(later, turn) && later.contacts.some((contact) => contact.target === target),
  );
}

/** Whether a later turn has made this attempt anew: at its own step, or at a later one in its stead. */
export function isMadeAnew(chain: readonly ChainPlace[], turn: ChainPlace, target: number): boolean {
  const key = attemptKey(turn, target);
  return (
    isRetried(chain, turn, target) || chain.some(({ contacts }) => contacts.some(({ replayOf }) => replayOf === key))
  );
}

/** The turn that ended what was still to be made of `turn` at `since`: an answer, its late limit, or a closing without a word. */
export function endingSince<Turn extends ChainPlace>(
  chain: readonly Turn[],
  turn: ChainPlace,
  since: Temporal.Instant,
): Turn | undefined {
  return chain.find(
    (later, index) =>
      later.seq > turn.seq &&
      (answeredStates.has(later.state) ||
        (later.kind === 'closed' && (later.state === 'missed' || later.state === chain[index - 1]?.state))) &&
      compareInstants(later.at, since) >= 0,
  );
}

export function attemptKey({ seq }: Pick<ChainPlace, 'seq'>, target: number): string {
  return `${seq}.${target}`;
}

interface Attempt<Turn> {
  turn: Turn;
  contact: Contact;
}

/** The attempt of an earlier step that a contact makes anew, or null where it belongs to its own turn's. */
export function madeAnewBy<Turn extends ChainPlace>(
  chain: readonly Turn[],
  { replayOf }: Pick<Contact, 'replayOf'>,
): Attempt<Turn> | null {
  const [seq, target] = replayOf?.split('.').map(Number) ?? [];
  const turn = chain.find((one) => one.seq === seq);
  const contact = turn?.contacts.find((one) => one.target === target);
  return turn && contact ? { turn, contact } : null;
}

/** The step for which a contact is made: its turn's, unless it makes one of an earlier step anew. */
export function stepOf<Turn extends ChainPlace>(chain: readonly Turn[], turn: Turn, contact: Contact): StepPlace {
  const origin = madeAnewBy(chain, contact);
  if (origin) return stepOf(chain, origin.turn, origin.contact);
  const { round, stepsTaken, repeatsTaken } = turn;
  return { round, stepsTaken, repeatsTaken };
}

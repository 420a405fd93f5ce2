import type { Action } from '../decide-action.ts';
import type { OccurrenceState } from '../occurrence.ts';
import type { Which } from './read-reply.ts';

interface Asked {
  state: OccurrenceState;
  number: number | null;
  personId: string;
}

export type Choice<Occurrence> =
  | { type: 'these'; occurrences: Occurrence[] }
  | { type: 'ask-which'; among: Occurrence[] }
  | { type: 'none' };

/** What a bare word is most likely about comes first: what waits, then what sleeps, then what was seen and not done. */
const tiers: readonly (readonly OccurrenceState[])[] = [
  ['open', 'exhausted'],
  ['snoozed'],
  ['acknowledged'],
  ['missed', 'failed'],
];

/**
 * Which occurrence a reply means. A bare word means the one that waits; where several do, it is asked which. ALL means
 * all that wait, unless the phone is shared or the word would leave something undone: then that is asked as well.
 */
export function chooseAsked<Occurrence extends Asked>(
  asked: readonly Occurrence[],
  action: Action,
  which: Which,
): Choice<Occurrence> {
  const answerable = asked.filter(({ state }) => tiers.some((tier) => tier.includes(state)));
  if (answerable.length === 0) return { type: 'none' };
  const likely =
    tiers.map((tier) => answerable.filter(({ state }) => tier.includes(state))).find((some) => some.length > 0) ?? [];
  if (which === 'all') {
    const isOnePerson = new Set(likely.map(({ personId }) => personId)).size === 1;
    return isOnePerson && action !== 'skip'
      ? { type: 'these', occurrences: likely }
      : { type: 'ask-which', among: answerable };
  }
  if (which !== null) {
    // What never stood beside another was given no number: it is the first of one.
    const named = answerable.filter(({ number }) => (number ?? (answerable.length === 1 ? 1 : null)) === which);
    return named.length > 0 ? { type: 'these', occurrences: named } : { type: 'ask-which', among: answerable };
  }
  return likely.length === 1 ? { type: 'these', occurrences: likely } : { type: 'ask-which', among: likely };
}

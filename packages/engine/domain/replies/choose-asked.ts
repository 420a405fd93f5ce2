import { compareInstants } from '@belfry/kernel/instants';
import type { Action } from '../decide-action.ts';
import type { OccurrenceState } from '../occurrence.ts';
import type { Which } from './read-reply.ts';
import type { ScheduleReply } from './read-schedule-reply.ts';

interface Asked {
  state: OccurrenceState;
  /** When its state became what it is. */
  stateAt: Temporal.Instant;
  number: number | null;
  personId: string;
}

export type Choice<Occurrence> =
  | { type: 'these'; occurrences: Occurrence[] }
  | { type: 'ask-which'; among: Occurrence[] }
  /** They have been dealt with, and nothing else is left that it could mean. */
  | { type: 'ended'; occurrences: Occurrence[] }
  | { type: 'none' };

/**
 * What a bare word is most likely about comes first: what waits, then what nobody answered in time (yesterday's must not
 * stand in the way of today's), then what sleeps, then what was seen and not done.
 */
const tiers: readonly (readonly OccurrenceState[])[] = [
  ['open'],
  ['exhausted'],
  ['snoozed'],
  ['acknowledged'],
  ['missed', 'failed'],
];

/** With these a word for all would do away with more than whoever says it may think of. */
const oneAtATime: readonly (Action | ScheduleReply)[] = ['skip', 'cancel', 'pause', 'finish'];

const isLate = ({ state }: Asked) => ended.has(state);
const ended: ReadonlySet<OccurrenceState> = new Set(['completed', 'skipped', 'cancelled']);

/** As many as one message has room to tell of. */
const mostTold = 9;

export function canBeAnswered({ state }: Pick<Asked, 'state'>): boolean {
  return tiers.some((tier) => tier.includes(state));
}

/**
 * Which occurrence a reply means. A bare word means the one that waits; where several do, it is asked which. ALL means
 * all that wait, unless the phone is shared or the word would leave something undone: then that is asked as well. What
 * somebody has dealt with is meant by its number, and by a bare word where nothing else is left.
 */
export function chooseAsked<Occurrence extends Asked>(
  asked: readonly Occurrence[],
  action: Action | ScheduleReply,
  which: Which,
): Choice<Occurrence> {
  const answerable = asked.filter(canBeAnswered);
  if (typeof which === 'number') return chooseByNumber(asked, answerable, which);
  if (answerable.length === 0) return newestEnded(asked, which);
  const likely =
    tiers.map((tier) => answerable.filter(({ state }) => tier.includes(state))).find((some) => some.length > 0) ?? [];
  if (which === null) {
    return likely.length === 1 ? { type: 'these', occurrences: likely } : { type: 'ask-which', among: likely };
  }
  const isOnePerson = new Set(likely.map(({ personId }) => personId)).size === 1;
  const isAsMany = which === 'all' || likely.length === 2;
  return isOnePerson && isAsMany && !oneAtATime.includes(action)
    ? { type: 'these', occurrences: likely }
    : { type: 'ask-which', among: answerable };
}

function chooseByNumber<Occurrence extends Asked>(
  asked: readonly Occurrence[],
  answerable: readonly Occurrence[],
  which: number,
): Choice<Occurrence> {
  // What never stood beside another was given no number: it is the first of one.
  const isOnly = answerable.length === 1;
  const named = answerable.filter(({ number }) => (number ?? (isOnly ? 1 : null)) === which);
  if (named.length > 0) return { type: 'these', occurrences: named };
  const late = asked.filter((one) => isLate(one) && one.number === which);
  if (late.length > 0) return newestEnded(late, null);
  return answerable.length > 0 ? { type: 'ask-which', among: [...answerable] } : newestEnded(asked, null);
}

function newestEnded<Occurrence extends Asked>(asked: readonly Occurrence[], which: Which): Choice<Occurrence> {
  const late = asked.filter(isLate).toSorted((a, b) => compareInstants(b.stateAt, a.stateAt));
  if (late.length === 0) return { type: 'none' };
  return { type: 'ended', occurrences: late.slice(0, which === null ? 1 : mostTold) };
}

import type { Occurrence } from '@belfry/sdk';
import { isPlainDate } from '../../../time/is-plain-date.ts';

type State = Occurrence['state'];

const ended = ['open', 'acknowledged', 'completed', 'snoozed', 'exhausted', 'failed', 'missed', 'skipped', 'cancelled'];

/** How they stand, as people ask for it, by what the API is asked. */
const standings = {
  ...(Object.fromEntries(ended.map((state) => [state, { state: [state] }])) as Record<State, { state: State[] }>),
  planned: { state: ['planned', 'due'] satisfies State[] },
  withheld: { state: ['cancelled', 'skipped'] satisfies State[] },
  late: { late: 'true' },
} as const;
export type Standing = Exclude<keyof typeof standings, 'due'>;
export const allStandings = Object.keys(standings) as Standing[];

export const spans = ['day', 'week', 'month'] as const;
export type Span = (typeof spans)[number];

/** The filters as the address has them. */
export interface ActivitySearch {
  person?: string;
  state?: Standing;
  /** A system that keeps schedules, such as greetings. */
  author?: string;
  since?: Span;
  /** YYYY-MM-DD, as it is called where the people are; instead of a span. */
  day?: string;
}

/** Whatever somebody typed into the address: what is no filter is left out. */
export function readActivitySearch({ person, state, author, since, day }: Record<string, unknown>): ActivitySearch {
  const standing = allStandings.find((known) => known === state);
  const span = spans.find((known) => known === since);
  const date = typeof day === 'string' && isPlainDate(day) ? day : null;
  return {
    ...(typeof person === 'string' ? { person } : {}),
    ...(standing ? { state: standing } : {}),
    ...(typeof author === 'string' && /^[a-z]+$/.test(author) ? { author } : {}),
    ...(date !== null ? { day: date } : span ? { since: span } : {}),
  };
}

const dayMs = 86_400_000;
const spanMs: Record<Span, number> = { day: dayMs, week: 7 * dayMs, month: 31 * dayMs };

/** What the API is asked. What is still to come is no activity, unless it is asked for: by its state, or by its day. */
export function askedOf({ person, state, author, since, day }: ActivitySearch, nowMs: number) {
  const isAhead = state === 'planned' || day !== undefined;
  return {
    ...(person === undefined ? {} : { personId: person }),
    ...(state === undefined ? {} : standings[state]),
    ...(author === undefined ? {} : { author }),
    ...(since === undefined ? {} : { from: new Date(nowMs - spanMs[since]).toISOString() }),
    ...(day === undefined ? {} : { day }),
    // The server knows what has just become due.
    ...(isAhead ? {} : { to: 'now' as const }),
  };
}

import type { Occurrence } from '@belfry/sdk';

export const activityStates = [
  ...([
    'open',
    'acknowledged',
    'completed',
    'snoozed',
    'exhausted',
    'failed',
    'missed',
    'skipped',
    'cancelled',
  ] as const),
] satisfies readonly Occurrence['state'][];
export type ActivityState = (typeof activityStates)[number];

export const spans = ['day', 'week', 'month'] as const;
export type Span = (typeof spans)[number];

/** The filters as the address has them. */
export interface ActivitySearch {
  person?: string;
  state?: ActivityState;
  since?: Span;
}

/** Whatever somebody typed into the address: what is no filter is left out. */
export function readActivitySearch(search: Record<string, unknown>): ActivitySearch {
  const state = activityStates.find((known) => known === search['state']);
  const since = spans.find((known) => known === search['since']);
  return {
    ...(typeof search['person'] === 'string' ? { person: search['person'] } : {}),
    ...(state ? { state } : {}),
    ...(since ? { since } : {}),
  };
}

const dayMs = 86_400_000;
const spanMs: Record<Span, number> = { day: dayMs, week: 7 * dayMs, month: 31 * dayMs };

/** The instant from which on, or undefined for all of it. */
export function sinceInstant(since: Span | undefined, nowMs: number): string | undefined {
  return since === undefined ? undefined : new Date(nowMs - spanMs[since]).toISOString();
}

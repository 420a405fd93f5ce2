import type { Occurrence, TimelineEntry } from '@belfry/sdk';

export type Chapter = 'before' | 'asked' | 'askedAgain' | 'daughter' | 'neighbour' | 'answered' | 'nobody';

interface Cast {
  grandmother: { personId: string };
  daughter: { personId: string };
}

/** Where the evening stands, read off what really happened. */
export function chapterOf(
  state: Occurrence['state'],
  entries: readonly Pick<TimelineEntry, 'type' | 'personId'>[],
  { grandmother, daughter }: Cast,
): Chapter {
  const attempts = entries.filter(({ type }) => type === 'attempt');
  if (state === 'acknowledged' || state === 'completed') return 'answered';
  if (state === 'exhausted' || state === 'failed') return 'nobody';
  const last = attempts.at(-1);
  if (!last) return 'before';
  if (last.personId === daughter.personId) return 'daughter';
  if (last.personId !== grandmother.personId) return 'neighbour';
  return attempts.length > 1 ? 'askedAgain' : 'asked';
}

/** So near that one waits for it. */
const ABOUT_TO_BEGIN_MS = 30 * 60_000;

/** What the scene shows: what waits for somebody, else what is about to begin, what happened last, what comes next. */
export function inFocus<Of extends Pick<Occurrence, 'state' | 'dueAt'>>(
  occurrences: readonly Of[],
  nowMs: number,
): Of | null {
  const byTime = [...occurrences].sort((a, b) => Date.parse(a.dueAt) - Date.parse(b.dueAt));
  const open = byTime.findLast(({ state }) => state === 'open');
  const planned = byTime.filter(({ state }) => state === 'planned');
  const near = planned.find(({ dueAt }) => Date.parse(dueAt) - nowMs <= ABOUT_TO_BEGIN_MS);
  const happened = byTime.findLast(({ state }) => state !== 'planned');
  return open ?? near ?? happened ?? planned[0] ?? null;
}

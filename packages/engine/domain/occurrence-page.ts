import type { OccId } from './occurrence-id.ts';

export interface OccurrencePosition {
  dueAt: string;
  occId: string;
}

interface Placed {
  dueAt: Temporal.Instant;
  occId: OccId;
}

/** What a branch of a list found, latest first; where it is cut, there may be more behind its last one. */
export interface Branch {
  keys: readonly Placed[];
  isCut: boolean;
}

/** Latest first, as pages go; of the same instant the greater id. */
export function latestFirst(a: Placed, b: Placed): number {
  return Temporal.Instant.compare(b.dueAt, a.dueAt) || (a.occId < b.occId ? 1 : a.occId > b.occId ? -1 : 0);
}

/**
 * How far down all branches together have been looked through: the latest of the last keys of those that are cut. What
 * others found below it belongs to the next page. null where none is cut.
 */
export function lookedThroughTo(branches: readonly Branch[]): Placed | null {
  const ends = branches.flatMap(({ keys, isCut }) => (isCut ? keys.slice(-1) : []));
  return ends.sort(latestFirst)[0] ?? null;
}

export function isBehind(key: Placed, position: Placed | null): boolean {
  return position !== null && latestFirst(key, position) > 0;
}

export function positionOf({ dueAt, occId }: Placed): OccurrencePosition {
  return { dueAt: dueAt.toString(), occId };
}

import { compareInstants } from '@belfry/kernel/instants';
import type { OccId } from './occurrence-id.ts';

export interface OccurrencePosition {
  dueAt: string;
  occId: string;
}

/** By due time: soonest first, or latest first. */
export const pageOrders = ['asc', 'desc'] as const;
export type PageOrder = (typeof pageOrders)[number];

interface Placed {
  dueAt: Temporal.Instant;
  occId: OccId;
}

/** What a branch of a list found, in its order; where it is cut, there may be more behind its last one. */
export interface Branch {
  keys: readonly Placed[];
  isCut: boolean;
}

/** As pages go; of the same instant the lesser id is the sooner. */
export function comparing(order: PageOrder): (a: Placed, b: Placed) => number {
  return order === 'asc' ? soonestFirst : (a, b) => soonestFirst(b, a);
}

function soonestFirst(a: Placed, b: Placed): number {
  return compareInstants(a.dueAt, b.dueAt) || (a.occId < b.occId ? -1 : a.occId > b.occId ? 1 : 0);
}

/**
 * How far all branches together have been looked through: the first of the last keys of those that are cut. What others
 * found behind it belongs to the next page. null where none is cut.
 */
export function lookedThroughTo(branches: readonly Branch[], order: PageOrder): Placed | null {
  const ends = branches.flatMap(({ keys, isCut }) => (isCut ? keys.slice(-1) : []));
  return ends.sort(comparing(order))[0] ?? null;
}

export function isBehind(key: Placed, position: Placed | null, order: PageOrder): boolean {
  return position !== null && comparing(order)(key, position) > 0;
}

export function positionOf({ dueAt, occId }: Placed): OccurrencePosition {
  return { dueAt: dueAt.toString(), occId };
}

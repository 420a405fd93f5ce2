import type { Occurrence, WaitingOnes } from '@belfry/sdk';
import { wallTimeAt } from '../../../time/wall-clock.ts';

export type WaitingState = WaitingOnes['state'];

type Needed = Pick<Occurrence, 'kind' | 'dueAt' | 'timeZone'>;

/** Several greetings of one local day, which have one reason most often. */
export interface GreetedDay<Item> {
  /** YYYY-MM-DD. */
  date: string;
  greetings: Item[];
}

export type Waiting<Item> = Item | GreetedDay<Item>;

/**
 * Whoever has waited longest comes first. Greetings that went wrong are one entry for each day, where there are several of
 * it; what waits for an answer is never put together. @param greetingKinds the names of the occasions
 */
export function waitingOf<Item extends Needed>(
  state: WaitingState,
  items: readonly Item[],
  greetingKinds: ReadonlySet<string>,
): Waiting<Item>[] {
  const inOrder = [...items].sort((a, b) => Date.parse(a.dueAt) - Date.parse(b.dueAt));
  const isGreeting = ({ kind }: Item) => state !== 'open' && greetingKinds.has(kind);
  const days = Map.groupBy(inOrder.filter(isGreeting), dayOf);
  return inOrder.flatMap((item): Waiting<Item>[] => {
    const date = dayOf(item);
    const greetings = isGreeting(item) ? (days.get(date) ?? []) : [];
    if (greetings.length < 2) return [item];
    return greetings[0] === item ? [{ date, greetings }] : [];
  });
}

export function isGreetedDay<Item extends object>(waiting: Waiting<Item>): waiting is GreetedDay<Item> {
  return 'greetings' in waiting;
}

function dayOf({ dueAt, timeZone }: Needed): string {
  return wallTimeAt(Date.parse(dueAt), timeZone).date;
}

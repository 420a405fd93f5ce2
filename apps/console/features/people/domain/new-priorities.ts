import { moveItem } from './move-item.ts';

interface Asked {
  priority: number;
}

/** Who gets which priority, 1 being asked first, when the one at `from` moves to `to`; only those that change. */
export function newPriorities<Item extends Asked>(
  items: readonly Item[],
  from: number,
  to: number,
): { item: Item; priority: number }[] {
  return moveItem(items, from, to)
    .map((item, index) => ({ item, priority: index + 1 }))
    .filter(({ item, priority }) => item.priority !== priority);
}

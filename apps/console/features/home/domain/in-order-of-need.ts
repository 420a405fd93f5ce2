import type { Occurrence } from '@belfry/sdk';

/** What nobody will follow up by itself any more comes first; among equals, whoever has waited longest. */
export function inOrderOfNeed<Item extends Pick<Occurrence, 'state' | 'dueAt'>>(items: readonly Item[]): Item[] {
  return [...items].sort((a, b) => rank(a.state) - rank(b.state) || Date.parse(a.dueAt) - Date.parse(b.dueAt));
}

function rank(state: string): number {
  return state === 'open' ? 1 : 0;
}

import type { Tx } from '@belfry/platform/database';
import type { OccurrenceRecord } from '../../store/occurrences/occurrence-columns.ts';
import { readFired } from '../../store/occurrences/pg-occurrences.ts';
import { badEnds, scanBadEnds, scanWaiting, type WaitingKey } from '../../store/occurrences/pg-waiting.ts';

/** What nobody will follow up by itself any more comes first. */
export const waitingStates = ['exhausted', 'failed', 'missed', 'open'] as const;

export interface WaitingGroup {
  state: (typeof waitingStates)[number];
  /** Of all that was looked through. */
  count: number;
  /** There may be more behind what was looked through. */
  isMore: boolean;
  /** At most as many as were asked for, longest due first. */
  rows: OccurrenceRecord[];
}

/** So much is looked through of what waits, and of each bad end, whatever is stored. */
const mostLookedThrough = 2000;
/** A week later it is history; what failed keeps its dead letter until somebody has dealt with it. */
const lately = Temporal.Duration.from({ hours: 7 * 24 });

/**
 * What needs a human, by its state, whoever has waited longest first. What waits for an answer, or has had none, stands
 * here however old it is; what failed or was missed, for a week. Messages without a policy wait for nobody.
 */
export async function listWaiting(
  tx: Tx,
  { limit, now }: { limit: number; now: Temporal.Instant },
): Promise<WaitingGroup[]> {
  const waiting = await scanWaiting(tx, mostLookedThrough);
  const isMore = waiting.length === mostLookedThrough;
  const found = new Map<string, Found>([
    ['open', { keys: waiting.filter(({ state }) => state === 'open'), isMore }],
    ['exhausted', { keys: waiting.filter(({ state }) => state === 'exhausted'), isMore }],
  ]);
  for (const state of badEnds) {
    const ended = await scanBadEnds(tx, state, { since: now.subtract(lately), most: mostLookedThrough });
    const keys = ended.filter(({ isEnd }) => isEnd);
    found.set(state, { keys, isMore: ended.length === mostLookedThrough });
  }
  const groups: WaitingGroup[] = [];
  for (const state of waitingStates) {
    const { keys, isMore } = found.get(state) ?? { keys: [], isMore: false };
    const rows = await readFired(tx, keys.slice(0, limit), { state: undefined, limit, order: 'asc' });
    groups.push({ state, count: keys.length, isMore, rows });
  }
  return groups;
}

interface Found {
  keys: WaitingKey[];
  isMore: boolean;
}

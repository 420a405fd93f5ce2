import type { DeadLetter } from '@belfry/sdk';

export type DeadLetterState = DeadLetter['state'];
export const deadLetterStates = [
  'open',
  'replayed',
  'discarded',
  'recovered',
] as const satisfies readonly DeadLetterState[];

/** Whatever somebody typed into the address: what is no state means the open ones. */
export function readDeadLetterSearch(search: Record<string, unknown>): { state?: DeadLetterState } {
  const state = deadLetterStates.find((known) => known === search['state']);
  return state === undefined || state === 'open' ? {} : { state };
}

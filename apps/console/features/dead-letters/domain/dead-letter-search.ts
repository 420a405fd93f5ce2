import type { DeadLetter } from '@belfry/sdk';

export type DeadLetterState = DeadLetter['state'];
export const deadLetterStates = [
  'open',
  'replayed',
  'discarded',
  'recovered',
] as const satisfies readonly DeadLetterState[];

/** What the list is narrowed down to; stands in the address. */
export interface DeadLetterSearch {
  /** Absent: open. */
  state?: DeadLetterState;
  /** How they ended. */
  code?: string;
}

/** Whatever somebody typed into the address: what is no state means the open ones. */
export function readDeadLetterSearch({ state, code }: Record<string, unknown>): DeadLetterSearch {
  const known = deadLetterStates.find((one) => one === state && one !== 'open');
  return { ...(known && { state: known }), ...(typeof code === 'string' && code !== '' && { code }) };
}

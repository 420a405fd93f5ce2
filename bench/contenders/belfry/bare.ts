import type { Contender } from '../../measure/contender.ts';

/**
 * The engine without anything read for a recipient, the payload in the wake-up's own row, as the peers of A1 have it.
 * Null: the engine has no such mode, and A1 says that ours is not measured.
 */
export const belfryBare: Contender | null = null;

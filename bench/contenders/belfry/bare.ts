import type { Contender } from '../../measure/contender.ts';
import { belfry } from './contender.ts';

/**
 * The engine's tables and rules (a slot once, a place in the chain once, an outcome for each contact, two commits) without
 * anything read for a recipient, as the peers of A1 have it. By statements of the bench's own: the product has no such
 * mode, for it sends what is true now. It says what the design allows, not what the engine does; that is A2.
 */
export const belfryBare: Contender = {
  ...belfry,
  name: 'belfry, its tables alone',
  workerModule: import.meta.resolve('./bare-worker.ts'),
};

import { readHolds } from '../../store/chain/pg-rates.ts';
import type { EngineDeps } from '../engine-deps.ts';
import { repeatEvery } from './repeat-every.ts';

const learnEveryMs = 1000;

export interface LearningHolds {
  /** Resolves when what stood at the beginning is known, or could not be read: nothing is claimed before. */
  begun: Promise<void>;
  stop(): Promise<void>;
}

/** Hears from the database which providers asked any process for patience; whoever makes calls does, whatever its role. */
export function learnHolds({ providers, pool, clock, onError }: EngineDeps): LearningHolds {
  const learn = async () => providers.learn(await readHolds(pool, clock.now()));
  const report = (error: unknown) => onError(error, 'learning who asked for patience');
  const begun = learn().catch(report);
  const learning = repeatEvery(learnEveryMs, learn, report);
  return {
    begun,
    async stop() {
      await begun;
      await learning.stop();
    },
  };
}

import type { Contender } from '../../measure/contender.ts';
import { startVendor } from './start-vendor.ts';

/** The ceiling of A3: the same requests by the same client with the same number under way, and nothing else. */
export const bareLoop: Contender = {
  name: 'bare undici loop',
  isDurable: true,
  workerModule: import.meta.resolve('./bare-loop-worker.ts'),
  given: {},
  loadedAs: 'nothing',
  async load() {},
  beside: startVendor,
  async countUnfinished() {
    return 0;
  },
};

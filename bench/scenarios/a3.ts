import { belfry } from '../contenders/belfry/contender.ts';
import { bareLoop } from '../contenders/vendor/bare-loop.ts';
import { startVendor } from '../contenders/vendor/start-vendor.ts';
import type { Contender } from '../measure/contender.ts';
import { runHeats } from '../measure/run-heats.ts';
import type { Scenario } from '../measure/scenario.ts';

const throughVendor: Contender = {
  ...belfry,
  name: 'belfry through a vendor',
  given: { channel: 'vendor' },
  beside: startVendor,
};

/** The vendor answers at once, so what is measured is all that stands between a due wake-up and its request. */
export const a3: Scenario = {
  name: 'A3',
  title: 'through a loopback HTTP vendor, beside a bare loop of the same requests',
  target: 0.8,
  unit: 'pieces/s',
  async run(bench) {
    const [ours = null, ...others] = await runHeats(bench, [throughVendor, bareLoop], bench.sizeOf(4000, 200_000));
    return { ours, others, notes: [], demands: [] };
  },
};

import { belfry } from '../contenders/belfry/contender.ts';
import { peersFor } from '../contenders/peers.ts';
import { costOf } from '../measure/cost-of.ts';
import { runHeats } from '../measure/run-heats.ts';
import type { Scenario } from '../measure/scenario.ts';

/** Schedule, person and contact are read fresh, the text is rendered, and what was sent is recorded; by everybody. */
export const a2: Scenario = {
  name: 'A2',
  title: 'same work: fresh schedule, person and contact, rendering, a delivery record',
  target: 2,
  unit: 'pieces/s',
  async run(bench) {
    const contenders = [belfry, ...peersFor(bench, 'same-work')];
    const count = bench.sizeOf(4000, 200_000);
    const [ours = null, ...others] = await runHeats(bench, contenders, count);
    const { log, disk } = await costOf(bench, belfry, count);
    const kilobytes = (bytes: number) => `${(bytes / 1000).toFixed(1)} kB`;
    const notes = [`Each of ours writes ${kilobytes(log)} to the log and leaves ${kilobytes(disk)} on disk.`];
    return { ours, others, notes, demands: [] };
  },
};

import { measureIdlePoll } from '@belfry/engine/test/measure-idle-poll';
import { belfry } from '../contenders/belfry/contender.ts';
import { dueAt } from '../contenders/belfry/due-at.ts';
import { overStored } from '../contenders/belfry/over-stored.ts';
import type { Bench } from '../measure/bench.ts';
import type { Contender } from '../measure/contender.ts';
import { runHeats } from '../measure/run-heats.ts';
import type { Demand, Scenario } from '../measure/scenario.ts';
import { withClient } from '../servers/with-client.ts';

/** Of each lane of each shard, as in the engine's own test of its poll. */
const pagesPerLane = 8;

/** What is stored must cost those that are due nothing: both sides handle the same pieces. */
export const b: Scenario = {
  name: 'B',
  title: '10,000,000 wake-ups stored for the future, then A2, beside A2 alone',
  target: 0.9,
  unit: 'pieces/s',
  async run(bench) {
    const count = bench.sizeOf(4000, 200_000);
    const stored = overStored(bench.isFull ? 10_000_000 : 200_000);
    const [ours = null, ...others] = await runHeats(bench, [stored, { ...belfry, name: 'A2 alone' }], count);
    const demands = [await boundIdlePoll(bench, stored, count)];
    await bench.databases.forget(stored, count);
    return { ours, others, notes: [], demands };
  },
};

/** A second before anything is due. */
async function boundIdlePoll({ databases }: Bench, contender: Contender, count: number): Promise<Demand> {
  const now = Temporal.Instant.from(dueAt).subtract({ seconds: 1 });
  await using database = await databases.copy(contender, count);
  return await withClient(database.url, async (client) => {
    await client.query('SET row_security = off');
    const { buffers, idleLanes, storedWakeups } = await measureIdlePoll(client, now);
    const bound = idleLanes * pagesPerLane;
    return {
      says: `an idle poll over ${storedWakeups.toLocaleString('en')} wake-ups reads ${buffers} pages, at most ${bound} (${pagesPerLane} for each of ${idleLanes} lanes)`,
      isMet: idleLanes > 0 && buffers <= bound,
    };
  });
}

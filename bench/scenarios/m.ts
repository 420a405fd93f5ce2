import { belfry } from '../contenders/belfry/contender.ts';
import { dueAt } from '../contenders/belfry/due-at.ts';
import { loadBirthdays } from '../contenders/belfry/load-birthdays.ts';
import type { Bench } from '../measure/bench.ts';
import type { Contender } from '../measure/contender.ts';
import { histogramOf } from '../measure/histogram.ts';
import { race } from '../measure/race.ts';
import type { Measured, Scenario } from '../measure/scenario.ts';
import { percentile, spreadOf } from '../measure/statistics.ts';

const birthdays: Contender = {
  ...belfry,
  name: 'birthdays',
  loadedAs: 'birthdays',
  given: { channel: 'lateness', startsAtMs: `${Date.parse(dueAt)}`, everyMs: '0' },
  load: loadBirthdays,
};
const a2Alone: Contender = { ...belfry, name: 'A2 alone' };

/** What A2 predicts of as many greetings: their words are written from templates, and each is somebody's of that day. */
export const m: Scenario = {
  name: 'M',
  title: '1,000,000 birthdays at nine in one zone, written from templates, beside A2 alone',
  target: 1,
  unit: 'pieces/s',
  async run(bench) {
    const count = bench.sizeOf(4000, 1_000_000);
    const sides = [birthdays, a2Alone].map((contender) => ({ contender, rates: [] as number[] }));
    let lateMs: number[] = [];
    for (const { contender } of sides) await bench.databases.load(contender, count);
    for (let run = 0; run < bench.runs; run++) {
      for (const { contender, rates } of run % 2 === 0 ? sides : sides.toReversed()) {
        const { seconds, tookMs } = await heat(bench, contender, count);
        rates.push(count / seconds);
        if (contender === birthdays) lateMs = tookMs;
        bench.say(`run ${run + 1}, ${contender.name}: ${Math.round(count / seconds).toLocaleString('en')}/s`);
      }
    }
    const [ours = null, ...others] = sides.map(
      ({ contender: { name, isDurable }, rates }): Measured => ({ name, isDurable, rate: spreadOf(rates) }),
    );
    const late = (percent: number) => (percentile(lateMs, percent) / 1000).toFixed(1);
    return {
      ours,
      others,
      notes: [
        `All ${count.toLocaleString('en')} are out ${late(100)} s after nine (p50 ${late(50)}, p99 ${late(99)} s) in the last run:`,
        ...histogramOf(lateMs),
      ],
      demands: [],
    };
  },
};

async function heat({ databases, processes }: Bench, contender: Contender, count: number) {
  await using database = await databases.copy(contender, count);
  const { seconds, handled } = await race({ contender, databaseUrl: database.url, count, processes });
  return { seconds, tookMs: handled.flatMap(({ tookMs }) => [...tookMs]) };
}

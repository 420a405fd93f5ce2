import { atOnce, createByApi, createByBareRoute, type Driven, migrated } from '../contenders/api/create-people.ts';
import type { Bench } from '../measure/bench.ts';
import type { Measured, Scenario } from '../measure/scenario.ts';
import { percentile, spreadOf } from '../measure/statistics.ts';

/** What the system before this one created on two cores (systems/greetings.md). */
const predecessorPerSecond = 578;

/** People created by POST /v1/people of the whole program, beside a route that inserts a row and does nothing else. */
export const l: Scenario = {
  name: 'L',
  title: `people created over the API, ${atOnce} at once, beside a bare route that inserts a row`,
  target: 0.3,
  unit: 'rows/s',
  async run(bench) {
    const count = bench.sizeOf(2000, 20_000);
    const sides: Side[] = [
      { name: 'belfry', measure: (url) => createByApi(url, count, false), rates: [], tookMs: [] },
      { name: 'belfry, with greetings', measure: (url) => createByApi(url, count, true), rates: [], tookMs: [] },
      { name: 'a bare route', measure: (url) => createByBareRoute(url, count), rates: [], tookMs: [] },
    ];
    for (let run = 0; run < bench.runs; run++) {
      for (const side of run % 2 === 0 ? sides : sides.toReversed()) await measure(bench, side, run);
    }
    const [ours, greeted, bare] = sides.map(measuredOf);
    if (!ours || !greeted || !bare) throw new Error('There are three sides.');
    const times = (one: Measured) => (one.rate.median / predecessorPerSecond).toFixed(1);
    return {
      ours,
      others: [bare],
      notes: [
        ...sides.map(({ name, tookMs }) => `${name}: p50 ${at(tookMs, 50)}, p95 ${at(tookMs, 95)} ms.`),
        `${times(ours)} × the ${predecessorPerSecond}/s of the system before; with greetings ${times(greeted)} × (${Math.round(greeted.rate.median)}/s).`,
      ],
      demands: [],
    };
  },
};

interface Side {
  name: string;
  measure(databaseUrl: string): Promise<Driven>;
  rates: number[];
  tookMs: number[];
}

async function measure({ databases, say }: Bench, side: Side, run: number): Promise<void> {
  await using database = await databases.copy(migrated, 1);
  const { perSecond, tookMs } = await side.measure(database.url);
  side.rates.push(perSecond);
  side.tookMs.push(...tookMs);
  say(`run ${run + 1}, ${side.name}: ${perSecond.toFixed(0)}/s, p95 ${at(tookMs, 95)} ms`);
}

const measuredOf = ({ name, rates }: Side): Measured => ({ name, isDurable: true, rate: spreadOf(rates) });
const at = (samples: readonly number[], percent: number) => percentile(samples, percent).toFixed(1);

import { neighbours } from '../contenders/belfry/neighbours.ts';
import type { Bench } from '../measure/bench.ts';
import type { Contender } from '../measure/contender.ts';
import { race } from '../measure/race.ts';
import type { Measured, Scenario } from '../measure/scenario.ts';
import { percentile, spreadOf } from '../measure/statistics.ts';

/** What the bulk is expected to leave at, so that the small tenants' go on as long as it does. */
const bulkPerSecond = 12_000;
/** A provider as they are: the crowd waits for it, and the cores do not. */
const slow = { takesMs: 50, bulkPerSecond: 1000 };

/** One tenant's million at nine must not delay what its neighbours have due meanwhile. */
export const h: Scenario = {
  name: 'H',
  title: 'tenants with ten, beside one with 1,000,000 due at one instant: their lateness p99 beside theirs alone',
  target: 0.5,
  unit: 'ms',
  async run(bench) {
    const bulk = bench.sizeOf(10_000, 1_000_000);
    const small = bench.isFull ? 10_000 : 1000;
    const [ours, alone] = await besideAndAlone(bench, { bulk, small, perSecond: bulkPerSecond, takesMs: 0 });
    const [beside, apart] = await besideAndAlone(bench, {
      ...{ bulk: bench.sizeOf(2500, 100_000), small, perSecond: slow.bulkPerSecond, takesMs: slow.takesMs },
    });
    const notes = [
      `With a provider that takes ${slow.takesMs} ms: ${told(beside)} beside the crowd, ${told(apart)} alone.`,
    ];
    return { ours, others: [alone], notes, demands: [] };
  },
};

const told = ({ rate: { median, least, most } }: Measured) =>
  `p99 ${median.toFixed(0)} ms (${least.toFixed(0)}–${most.toFixed(0)})`;

interface Crowd {
  bulk: number;
  small: number;
  /** What the bulk is expected to leave at. */
  perSecond: number;
  takesMs: number;
}

/** @returns the p99 of the small ones' lateness, beside the crowd and alone */
async function besideAndAlone(bench: Bench, { bulk, small, perSecond, takesMs }: Crowd): Promise<[Measured, Measured]> {
  const everyMs = (bulk / perSecond / small) * 1000;
  const sideOf = (of: number): Side => ({ of, contender: neighbours({ bulk: of, small, everyMs, takesMs }), p99s: [] });
  const [beside, alone] = [sideOf(bulk), sideOf(0)];
  for (let run = 0; run < bench.runs; run++) {
    for (const side of run % 2 === 0 ? [beside, alone] : [alone, beside]) {
      const late = await latenessOfSmall(bench, side, small);
      side.p99s.push(percentile(late, 99));
      bench.say(
        `run ${run + 1}, ${side.contender.name}, ${late.length} meanwhile: p50 ${percentile(late, 50)} ms, p99 ${percentile(late, 99)} ms`,
      );
    }
  }
  for (const { of, contender } of [beside, alone]) await bench.databases.forget(contender, of + small);
  return [measuredOf(beside), measuredOf(alone)];
}

const measuredOf = ({ contender, p99s }: Side): Measured => ({
  name: `${contender.name}, p99`,
  isDurable: true,
  rate: spreadOf(p99s),
});

interface Side {
  of: number;
  contender: Contender;
  /** Of each run. */
  p99s: number[];
}

/** Of those that fell due while the crowd was leaving. */
async function latenessOfSmall(
  { databases, processes }: Bench,
  { of, contender }: Side,
  small: number,
): Promise<number[]> {
  const count = of + small;
  await using database = await databases.copy(contender, count);
  const { handled } = await race({ contender, databaseUrl: database.url, count, processes });
  const all = handled.flatMap(({ pieces, atMs, tookMs }) =>
    Array.from(pieces, (piece, at) => ({ isSmall: piece >= of, atMs: atMs[at] ?? 0, lateMs: tookMs[at] ?? 0 })),
  );
  const crowdIsGoneAtMs = all.reduce((last, { isSmall, atMs }) => (isSmall ? last : Math.max(last, atMs)), 0);
  const isBesideCrowd = ({ atMs, lateMs }: (typeof all)[number]) => of === 0 || atMs - lateMs < crowdIsGoneAtMs;
  return all.filter((one) => one.isSmall && isBesideCrowd(one)).map(({ lateMs }) => lateMs);
}

import type { Bench } from './bench.ts';
import type { Spread } from './statistics.ts';

/** One of the comparisons. Whatever it measures, it is met when the ratio reaches the target. */
export interface Scenario {
  name: string;
  title: string;
  /** Of ours to the best other. */
  target: number;
  /** Of both sides; `ms` and `pages` are better when less, and then the ratio is the other way round. */
  unit: 'pieces/s' | 'steps/s' | 'rows/s' | 'events/s' | 'ms' | 'pages';
  run(bench: Bench): Promise<Result>;
}

export interface Measured {
  name: string;
  isDurable: boolean;
  rate: Spread;
}

export interface Result {
  /** Null where the engine has no such mode yet. */
  ours: Measured | null;
  /** Peers, a ceiling, or what must not be lost; the best of the durable ones is compared with. */
  others: readonly Measured[];
  /** What a reader should know beside the ratio. */
  notes: readonly string[];
  /** What else the scenario demands, and whether it held. */
  demands: readonly Demand[];
}

export interface Demand {
  says: string;
  isMet: boolean;
}

export interface Verdict {
  best: Measured;
  ratio: number | null;
}

/** @throws where there is nothing durable to compare with */
export function judge({ unit }: Scenario, { ours, others }: Result): Verdict {
  const isLessBetter = unit === 'ms' || unit === 'pages';
  const [best] = others
    .filter(({ isDurable }) => isDurable)
    .toSorted((a, b) => (isLessBetter ? a.rate.median - b.rate.median : b.rate.median - a.rate.median));
  if (!best) throw new Error('A comparison needs at least one durable other.');
  if (!ours) return { best, ratio: null };
  const [mine, theirs] = [ours.rate.median, best.rate.median];
  return { best, ratio: isLessBetter ? theirs / mine : mine / theirs };
}

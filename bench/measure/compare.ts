import { spreadOf } from './statistics.ts';

interface Comparison {
  /** Pieces a second, the median. */
  ours: number;
  best: { name: string; rate: number };
  /** Ours to the best of the others. */
  ratio: number;
}

/** @throws Error where one of the two sides is missing */
export function compare(rates: ReadonlyMap<string, readonly number[]>, us: string): Comparison {
  const medians = [...rates].map(([name, samples]) => ({ name, rate: spreadOf(samples).median }));
  const ours = medians.find(({ name }) => name === us)?.rate;
  const best = medians.filter(({ name }) => name !== us).toSorted((a, b) => b.rate - a.rate)[0];
  if (ours === undefined || best === undefined) throw new Error('A comparison needs us and at least one other.');
  return { ours, best, ratio: ours / best.rate };
}

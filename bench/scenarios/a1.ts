import { belfryBare } from '../contenders/belfry/bare.ts';
import { peersFor } from '../contenders/peers.ts';
import { runHeats } from '../measure/run-heats.ts';
import type { Scenario } from '../measure/scenario.ts';

const sizes = { A1: [4000, 200_000], 'A1-million': [4000, 1_000_000] } as const;

/** The queue itself: all is due at one instant, and no work hides what taking and completing a piece costs. */
function a1(name: keyof typeof sizes): Scenario {
  const [short, full] = sizes[name];
  return {
    name,
    title: `bare, ${full.toLocaleString('en')} due at one instant: payload in the row, nothing read per recipient`,
    target: 2,
    unit: 'pieces/s',
    async run(bench) {
      const peers = peersFor(bench, 'bare');
      const count = bench.sizeOf(short, full);
      const [ours = null, ...others] = await runHeats(bench, [belfryBare, ...peers], count);
      const notes = ["Ours by the bench's own statements over the engine's tables: the product has no such mode."];
      return { ours, others, notes, demands: [] };
    },
  };
}

export const a1OfThousands = a1('A1');
/** As long as all the others together, and in short the same as A1; so it runs in full only, or when it is named. */
export const a1OfAMillion = a1('A1-million');

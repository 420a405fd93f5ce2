import { belfry } from '../contenders/belfry/contender.ts';
import type { Contender } from '../measure/contender.ts';
import { runHeats } from '../measure/run-heats.ts';
import type { Scenario } from '../measure/scenario.ts';

/** A2 with something in its way, beside A2 alone. */
export function besideA2(
  { name, title, target }: Pick<Scenario, 'name' | 'title' | 'target'>,
  hindered: Contender,
): Scenario {
  return {
    ...{ name, title: `A2 ${title}, beside A2 alone`, target },
    unit: 'pieces/s',
    async run(bench) {
      const contenders = [hindered, { ...belfry, name: 'A2 alone' }];
      const [ours = null, ...others] = await runHeats(bench, contenders, bench.sizeOf(4000, 200_000));
      return { ours, others, notes: [], demands: [] };
    },
  };
}

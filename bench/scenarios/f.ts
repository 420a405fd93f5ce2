import { belfry } from '../contenders/belfry/contender.ts';
import type { Bench } from '../measure/bench.ts';
import { runHeats } from '../measure/run-heats.ts';
import type { Demand, Scenario } from '../measure/scenario.ts';
import { percentile, spreadOf } from '../measure/statistics.ts';
import { type Escalation, escalate, escalations } from './escalate.ts';

const target = 0.4;

/** Policies of three steps, half of them answered while they run; the answers are work too, and are not counted. */
export const f: Scenario = {
  name: 'F',
  title: '200,000 three-step policies, half acknowledged at random instants, beside A2 per step',
  target,
  unit: 'steps/s',
  async run(bench) {
    const count = bench.sizeOf(2000, 200_000);
    const others = await runHeats(bench, [{ ...belfry, name: 'A2' }], count);
    const a2 = others[0]?.rate.median ?? 1;
    const windowMs = windowFor(count, a2);
    const runs: Escalation[] = [];
    for (let run = 0; run < bench.runs; run++) {
      const escalation = await escalate(bench, { count, windowMs, takesMs: 0 });
      runs.push(escalation);
      bench.say(
        `run ${run + 1}, belfry: ${Math.round(rateOf(escalation))} steps/s, ${escalation.answers.length} answered`,
      );
    }
    const slow = await drainOfSlow(bench, a2);
    await bench.databases.forget(escalations, count);
    return {
      ours: { name: 'belfry', isDurable: true, rate: spreadOf(runs.map(rateOf)) },
      others,
      notes: [describeDrain('providers that take 0 ms', runs), describeDrain('providers that take 50 ms', [slow])],
      demands: [nothingLeaves([...runs, slow])],
    };
  },
};

/** Half of what the steps take at the target: what people do must not be what the engine is measured by. */
function windowFor(count: number, a2: number): number {
  return Math.round((count * 1000) / (a2 * target));
}

const rateOf = ({ steps, seconds }: Escalation) => steps / seconds;

/** Few enough that the answers do not only wait for one another. */
async function drainOfSlow(bench: Bench, a2: number): Promise<Escalation> {
  const count = Math.min(bench.sizeOf(1000, 20_000), 20_000);
  return escalate(bench, { count, windowMs: Math.max(2000, 2 * windowFor(count, a2)), takesMs: 50 });
}

function describeDrain(who: string, runs: readonly Escalation[]): string {
  const tooks = runs.flatMap(({ answers }) => answers.map(({ tookMs }) => tookMs));
  const [p50, p99] = [50, 99].map((percent) => percentile(tooks, percent).toFixed(0));
  return `An acknowledgement, commit and drain, with ${who}: p50 ${p50}, p99 ${p99} ms over ${tooks.length.toLocaleString('en')}.`;
}

/** Invariant 3, on every answer of every run. */
function nothingLeaves(runs: readonly Escalation[]): Demand {
  const answers = runs.reduce((sum, run) => sum + run.answers.length, 0);
  const broken = runs.reduce((sum, run) => sum + run.leftAfterAnswer, 0);
  const named = runs.reduce((sum, run) => sum + run.couldNotStop, 0);
  return {
    says: `of ${answers.toLocaleString('en')} acknowledged occurrences ${broken} messages left after the 200; ${named} answers named what could not be stopped`,
    isMet: broken === 0,
  };
}

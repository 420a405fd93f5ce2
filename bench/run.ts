import { parseArgs } from 'node:util';
import { belfry } from './contenders/belfry/contender.ts';
import { graphileWorker } from './contenders/graphile-worker/contender.ts';
import { pgBoss } from './contenders/pg-boss/contender.ts';
import { compare } from './measure/compare.ts';
import { runHeats } from './measure/run-heats.ts';
import { spreadOf } from './measure/statistics.ts';
import { startPostgres } from './servers/start-postgres.ts';

/**
 * `npm run bench`: the engine beside its peers on this machine, in this run. What counts is the ratio; the rates are this
 * machine's. Scenarios that are not listed here are not built yet.
 */
const { values } = parseArgs({
  options: {
    full: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    count: { type: 'string' },
    runs: { type: 'string', default: '5' },
    processes: { type: 'string', default: '1' },
  },
});
const count = Number(values.count ?? (values.full ? 200_000 : 10_000));
const say = (line: string) => (values.json ? console.error(line) : console.log(line));

/** Same work: schedule, person and contact read fresh, the text rendered, a delivery recorded. */
const a2 = { name: 'A2', work: 'same-work', target: 2 } as const;

await using server = await startPostgres();
const rates = await runHeats({
  server,
  contenders: [belfry, graphileWorker, pgBoss],
  work: a2.work,
  count,
  runs: Number(values.runs),
  processes: Number(values.processes),
  say,
});
for (const [name, samples] of rates) {
  const { median, least, most } = spreadOf(samples);
  say(`${a2.name} ${name}: median ${median.toFixed(0)}/s (${least.toFixed(0)}–${most.toFixed(0)})`);
}
const { ours, best, ratio } = compare(rates, belfry.name);
say(
  `${a2.name}: ${ratio.toFixed(2)} × ${best.name}; target ${a2.target.toFixed(1)}${ratio < a2.target ? ', not met' : ''}`,
);
if (values.json) {
  const scenario = { ratio, target: a2.target, ours, best };
  console.log(JSON.stringify({ scenarios: { [a2.name]: scenario } }));
}

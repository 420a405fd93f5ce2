import { inspect } from 'node:util';
import type { Bench } from './measure/bench.ts';
import { detailsOf, type Finding, findingOf, jsonOf, tableOf } from './measure/report.ts';
import { readOptions } from './options.ts';
import { Databases } from './servers/databases.ts';
import { RedisServers } from './servers/redis-servers.ts';
import { startPostgres } from './servers/start-postgres.ts';

/**
 * `npm run bench`: the engine beside its peers and its ceilings on this machine, in this run. What counts is the ratio;
 * the rates are this machine's. README.md says what each scenario measures, and what it does not.
 */
const { isFull, isJson, countsStatements, count, runs, processes, chosen } = readOptions();
const say = (line: string) => console.error(line);
const tell = isJson ? say : console.log;

await using server = await startPostgres({ countsStatements });
await using redis = await RedisServers.find();
/** A run that is broken off leaves no servers behind. */
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    // Every connection of ours breaks with its server.
    process.on('uncaughtException', () => {});
    const end = () => process.exit(1);
    Promise.all([server[Symbol.asyncDispose](), redis?.[Symbol.asyncDispose]()]).then(end, end);
  });
}
const databases = new Databases(server, say);
const findings: Finding[] = [];
const voided: string[] = [];
if (!redis) tell('No redis-server is installed: BullMQ is left out.');
tell(
  `${isFull ? 'The full sizes' : 'Small sizes, which show that all works and roughly how it stands; --full has the issue’s'}, ${runs} runs of each in alternating order${runs < 5 ? ' (five by --full or --runs 5)' : ''}.`,
);
for (const workers of processes) {
  const bench: Bench = {
    databases,
    redis,
    isFull,
    runs,
    processes: workers,
    sizeOf: (short, full) => count ?? (isFull ? full : short),
    say,
  };
  for (const scenario of chosen) {
    const key = processes.length > 1 ? `${scenario.name}@${workers}` : scenario.name;
    const began = performance.now();
    say(`\n${key}: ${scenario.title}`);
    try {
      const finding = findingOf(key, scenario, await scenario.run(bench));
      findings.push(finding);
      if (finding.result.demands.some(({ isMet }) => !isMet)) process.exitCode = 1;
      tell(`\n${key}: ${scenario.title} [${((performance.now() - began) / 1000).toFixed(0)} s]`);
      for (const line of detailsOf(finding)) tell(line);
    } catch (error) {
      // The others have taken hours, perhaps.
      tell(`\n${key} is void: ${inspect(error)}`);
      voided.push(key);
      process.exitCode = 1;
    }
  }
}
tell(`\n${tableOf(findings)}`);
if (isJson) console.log(jsonOf(findings, voided));

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDataDirectory } from '@belfry/platform/data-directory';
import type { Command } from 'commander';
import type { GreetingCounts } from '../simulation/compare-greetings.ts';
import { type Progress, type Simulation, simulate } from '../simulation/simulate.ts';
import { localDate } from './local-date.ts';
import { wholeNumber } from './whole-number.ts';

interface SimulateOptions {
  people: number;
  days: number;
  from: Temporal.PlainDate;
  seed: number;
  kills: number;
  outage?: number;
  zones?: true;
  json?: true;
}

const usualFirstDay = Temporal.PlainDate.from('2027-01-01');
/** Of the table, unless all are asked for. */
const mostZones = 20;

export function addSimulate(program: Command): void {
  program
    .command('simulate')
    .description('live through a year of greetings on the virtual clock, and count what was sent, late, twice and lost')
    .option('--people <count>', 'how many people there are', wholeNumber('--people', 1, 1_000_000), 1000)
    .option('--days <count>', 'how many days pass', wholeNumber('--days', 1, 4000), 400)
    .option('--from <date>', 'the first of them', localDate('--from'), usualFirstDay)
    .option('--kills <count>', 'how often one of its programs is killed', wholeNumber('--kills', 0, 1000), 0)
    .option('--outage <hours>', 'all of it is down so long, in the middle', wholeNumber('--outage', 1, 1000))
    .option(
      '--seed <number>',
      'the same makes the same people and the same kills',
      wholeNumber('--seed', 0, 2 ** 32 - 1),
      1,
    )
    .option('--zones', 'every time zone in the table')
    .option('--json', 'as JSON')
    .action(runSimulation);
}

/** Ends with 1 where anything came twice, too early, in other words or not at all; leaves nothing behind. */
async function runSimulation(options: SimulateOptions): Promise<void> {
  const path = await mkdtemp(join(tmpdir(), 'belfry-simulation-'));
  const interrupted = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => interrupted.abort());
  try {
    const simulation = await simulate({
      ...options,
      directory: await openDataDirectory(path),
      outage: options.outage === undefined ? null : Temporal.Duration.from({ hours: options.outage }),
      signal: interrupted.signal,
      onProgress: (progress) => {
        if (process.stderr.isTTY) process.stderr.write(`\r${tellProgress(progress, options)}\u001B[K`);
      },
    });
    if (process.stderr.isTTY) process.stderr.write('\n');
    if (options.json) console.log(JSON.stringify(toJson(options, simulation)));
    else for (const line of inWords(options, simulation)) console.log(line);
    if (!isFlawless(simulation)) process.exitCode = 1;
  } catch (error) {
    if (!interrupted.signal.aborted) throw error;
    process.exitCode = 130;
  } finally {
    await rm(path, { recursive: true, force: true });
  }
  process.exit();
}

function tellProgress({ doing, done }: Progress, { people, days, from }: SimulateOptions): string {
  if (doing === 'starting') return 'a PostgreSQL of its own, the API and the engine …';
  if (doing === 'people') return `${done} of ${people} people added`;
  return `${from.add({ days: done }).toString()}, day ${done} of ${days}`;
}

function isFlawless({ total, unexpected }: Simulation): boolean {
  return total.twice === 0 && total.lost === 0 && unexpected.length === 0;
}

function toJson({ people, days, from, seed, outage }: SimulateOptions, simulation: Simulation) {
  const { total, byZone, unexpected, until, kills, unknown } = simulation;
  return {
    simulated: true,
    ...{ people, days, seed, kills, outageHours: outage ?? null, unknown },
    ...{ from: from.toString(), until: until.toString(), ...total },
    unexpected: unexpected.map(({ to, text, at }) => ({ to, text, at: at.toString() })),
    zones: [...byZone].map(([timeZone, counts]) => ({ timeZone, ...counts })),
  };
}

function* inWords(options: SimulateOptions, { total, byZone, unexpected, until, kills, unknown }: Simulation) {
  const { people, days, from, outage, zones: isWhole } = options;
  yield `SIMULATED: ${people} people, ${days} days from ${from.toString()} to ${until.toString()}, seed ${options.seed}.`;
  if (kills > 0) {
    const { arrived, sentAgain } = unknown;
    yield `A program was killed ${kills} times. Of ${arrived + sentAgain} messages nobody knew whether they had left: ${arrived} had, ${sentAgain} were sent again.`;
  }
  if (outage !== undefined) yield `Everything was down for ${outage} hours.`;
  const zones = [...byZone].sort(([, a], [, b]) => b.expected - a.expected);
  const shown = isWhole ? zones : zones.slice(0, mostZones);
  const width = Math.max(...shown.map(([zone]) => zone.length), 16);
  yield '';
  yield `${''.padEnd(width)} ${headings.map((heading) => heading.padStart(9)).join('')}   latest`;
  for (const [zone, counts] of shown) yield line(zone.padEnd(width), counts);
  if (shown.length < zones.length) yield `${zones.length - shown.length} more zones: --zones`;
  yield line('all zones'.padEnd(width), total);
  if (unexpected.length > 0)
    yield `${unexpected.length} messages that nobody was to get, the first: ${JSON.stringify(unexpected[0])}`;
}

const headings = ['to come', 'sent', 'on time', 'late', 'missed', 'twice', 'lost'];

function line(
  name: string,
  { expected, sent, onTime, late, missed, twice, lost, latestSeconds }: GreetingCounts,
): string {
  const cells = [expected, sent, onTime, late, missed, twice, lost].map((count) => String(count).padStart(9));
  return `${name} ${cells.join('')}   ${tellSeconds(latestSeconds)}`;
}

function tellSeconds(seconds: number): string {
  if (seconds < 60) return `${seconds.toFixed(0)} s`;
  return `${(seconds / 3600).toFixed(1)} h`;
}

import { join } from 'node:path';
import { isThorough } from '@belfry/testkit/thorough';
import { defineConfig } from 'vitest/config';

/**
 * All that touches the database, on another one than ours: `npm run test:postgres-15`, the oldest PostgreSQL that Belfry
 * runs on; `npm run test:pgbouncer`, behind PgBouncer in transaction mode; or the one behind the other. With
 * `BELFRY_TEST_THOROUGH=1` also what takes minutes.
 */
const onPostgres15 = isSet('BELFRY_TEST_POSTGRES', '15');
const behindPgBouncer = isSet('BELFRY_TEST_PGBOUNCER', '1');

function isSet(name: string, only: string): boolean {
  const value = process.env[name];
  if (value && value !== only) throw new Error(`${name} is ${only}, or not set.`);
  return value === only;
}

const built = ['**/node_modules/**', '**/dist/**'];
const journeys = 'apps/server/test/journeys/**/*.test.ts';
const browser = 'apps/server/test/browser/**/*.test.ts';
const longInBrowser = [
  'apps/server/test/browser/{edits,everyday,first-five-minutes,greetings,many,mishaps,people-and-pickers,settings}.test.ts',
];
const aYearInEveryZone = 'packages/engine/test/scenarios/simulated-year.test.ts';
/** It brings a database of its own. */
const simulation = 'apps/server/test/journeys/simulate.test.ts';
/** They touch brokers, and no database. */
const brokers = 'packages/platform/transports/**';
const inDatabase =
  '{apps/server,systems/*,packages/{platform,people,eventlog,channels,engine,sandbox,testkit}}/**/*.test.ts';
/** Generous: on a busy machine a program takes its time to start, and nobody waits longer for a higher limit. */
const wholeProgram = { testTimeout: 120_000, hookTimeout: 300_000 };

const onAnotherDatabase = {
  extends: true as const,
  test: {
    name: [...(onPostgres15 ? ['postgres-15'] : []), ...(behindPgBouncer ? ['pgbouncer'] : [])].join('-'),
    include: [inDatabase],
    exclude: [
      ...built,
      '**/domain/**',
      simulation,
      brokers,
      ...(isThorough ? [] : [aYearInEveryZone, ...longInBrowser]),
      ...(process.env.CHROMIUM_PATH ? [] : [browser]),
    ],
    ...wholeProgram,
  },
};

/** These run in `npm run test:thorough` alone. */
const long = [
  aYearInEveryZone,
  'packages/engine/test/scenarios/wiped-redis.test.ts',
  simulation,
  'packages/platform/transports/rabbitmq-cluster.test.ts',
  'apps/server/playground/playground-service.test.ts',
  'bench/run.test.ts',
  'scripts/set-up/set-up.test.ts',
  'packages/platform/embedded-postgres/start-embedded-postgres.test.ts',
  'packages/sandbox/sandbox-crash.test.ts',
  'apps/server/test/journeys/{actions,bad-input,commands,daily,dead-letters,demo,household,import-memory,import-updates,kill,outage,people-commands,playground,refused-starts,reminder-actions,start-and-stop,start-as,transports,two-processes,unknown-ends,virtual-clock}.test.ts',
];
/** These run in both, and go further there: they ask `isThorough`. */
const further = ['apps/server/test/journeys/{acknowledge-race,faults,fuzz,under-fire}.test.ts'];
const furtherInBrowser = ['apps/server/test/browser/first-reminder.test.ts'];

/** They compute, and touch nothing outside themselves. */
const pure = [
  '{apps,packages,systems}/**/domain/**/*.test.ts',
  'apps/console/**/*.test.{ts,tsx}',
  'packages/kernel/*.test.ts',
];
/** Of those, these set the zone of their process, and so want one of their own. */
const inOtherZones = ['packages/engine/domain/{snooze/parse-snooze,timing/every-zone,timing/slots}.test.ts'];

const engineAndWhatItStandsOn = 'packages/{engine,eventlog,people,channels,sandbox}/**/*.test.ts';

// A process for each file takes longer to start than most files take: those that set nothing of it share one.
const onOurPostgres = [
  {
    extends: true as const,
    test: { name: 'pure', include: pure, exclude: [...built, ...inOtherZones], isolate: false, testTimeout: 60_000 },
  },
  { extends: true as const, test: { name: 'zones', include: inOtherZones, testTimeout: 60_000 } },
  {
    extends: true as const,
    test: {
      name: 'engine',
      include: [engineAndWhatItStandsOn],
      exclude: [...built, ...pure, ...long],
      isolate: false,
      testTimeout: 60_000,
      hookTimeout: 60_000,
    },
  },
  {
    extends: true as const,
    test: {
      name: 'modules',
      include: ['{apps,packages,scripts,systems}/**/*.test.{ts,tsx}'],
      exclude: [...built, ...pure, ...long, engineAndWhatItStandsOn, journeys, browser],
      isolate: false,
      testTimeout: 60_000,
      hookTimeout: 60_000,
    },
  },
  // The whole program as a child process.
  {
    extends: true as const,
    test: { name: 'journeys', include: [journeys], exclude: [...built, ...long], isolate: false, ...wholeProgram },
  },
  // The same in Chromium.
  {
    extends: true as const,
    test: { name: 'browser', include: [browser], exclude: [...built, ...longInBrowser], ...wholeProgram },
  },
];

const thorough = [
  { extends: true as const, test: { name: 'thorough', include: [...long, ...further], ...wholeProgram } },
  {
    extends: true as const,
    test: { name: 'browser', include: [...longInBrowser, ...furtherInBrowser], ...wholeProgram },
  },
];

export default defineConfig({
  test: {
    globalSetup: 'packages/testkit/global-setup.ts',
    // Processes, so that a file may set TZ and end what it starts; two cores are the yardstick.
    pool: 'forks',
    execArgv: ['--import', join(import.meta.dirname, 'packages/platform/quick-drizzle.ts')],
    maxWorkers: 2,
    // What is waited for comes late on a machine that is busy; what never comes fails all the same.
    expect: { poll: { timeout: 20_000 } },
    projects: onPostgres15 || behindPgBouncer ? [onAnotherDatabase] : isThorough ? thorough : onOurPostgres,
  },
});

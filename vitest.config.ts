import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

/** `npm run test:postgres-15`: all that touches the database, on the oldest PostgreSQL that Belfry runs on. */
const allOnPostgres15 = process.env.BELFRY_TEST_POSTGRES === '15';
if (process.env.BELFRY_TEST_POSTGRES && !allOnPostgres15) throw new Error('BELFRY_TEST_POSTGRES is 15, or not set.');

const built = ['**/node_modules/**', '**/dist/**'];
const journeys = 'apps/server/test/journeys/**/*.test.ts';
const browser = 'apps/server/test/browser/**/*.test.ts';
const inDatabase = '{apps/server,packages/{platform,people,eventlog,channels,engine,sandbox,testkit}}/**/*.test.ts';
/** Generous: on a busy machine a program takes its time to start, and nobody waits longer for a higher limit. */
const wholeProgram = { testTimeout: 120_000, hookTimeout: 300_000 };

const postgres15 = {
  extends: true as const,
  test: {
    name: 'postgres-15',
    globalSetup: 'packages/testkit/global-setup-postgres-15.ts',
    include: [inDatabase],
    exclude: [...built, '**/domain/**', browser],
    ...wholeProgram,
  },
};

/** They compute, and touch nothing outside themselves. */
const pure = ['{apps,packages}/**/domain/**/*.test.ts', 'apps/console/**/*.test.{ts,tsx}', 'packages/kernel/*.test.ts'];
/** Of those, these set the zone of their process, and so want one of their own. */
const inOtherZones = ['packages/engine/domain/{snooze/parse-snooze,timing/every-zone,timing/slots}.test.ts'];

const onOurPostgres = [
  // Without a process for each file, whose start takes longer than most of them.
  {
    extends: true as const,
    test: { name: 'pure', include: pure, exclude: [...built, ...inOtherZones], isolate: false, testTimeout: 60_000 },
  },
  { extends: true as const, test: { name: 'zones', include: inOtherZones, testTimeout: 60_000 } },
  {
    extends: true as const,
    test: {
      name: 'modules',
      include: ['{apps,packages,scripts}/**/*.test.{ts,tsx}'],
      exclude: [...built, journeys, browser, ...pure],
      testTimeout: 60_000,
      hookTimeout: 60_000,
    },
  },
  // The whole program as a child process.
  { extends: true as const, test: { name: 'journeys', include: [journeys], ...wholeProgram } },
  // The same in Chromium.
  {
    extends: true as const,
    test: { name: 'browser', include: [browser], testTimeout: 120_000, hookTimeout: 300_000 },
  },
];

export default defineConfig({
  test: {
    ...(allOnPostgres15 ? {} : { globalSetup: 'packages/testkit/global-setup.ts' }),
    // Every file has a process of its own, so that it may set TZ and end what it starts; two cores are the yardstick.
    pool: 'forks',
    execArgv: ['--import', join(import.meta.dirname, 'packages/platform/quick-drizzle.ts')],
    maxWorkers: 2,
    projects: allOnPostgres15 ? [postgres15] : onOurPostgres,
  },
});

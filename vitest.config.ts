import { defineConfig } from 'vitest/config';

const journeys = 'apps/server/test/journeys/**/*.test.ts';
/** What speaks most to the database, and the whole program on its main paths. */
const onPostgres15 = [
  'packages/testkit/test-database.test.ts',
  'packages/platform/{migrate,row-security,database}.test.ts',
  'packages/engine/store/*.test.ts',
  'packages/eventlog/store/*.test.ts',
  'packages/engine/usecases/{claim-turns,run-engine,plan-shards,act-on-occurrence}.test.ts',
  'apps/server/test/journeys/{one-reminder,daily,unknown-ends}.test.ts',
];
const browser = 'apps/server/test/browser/**/*.test.ts';

export default defineConfig({
  test: {
    globalSetup: 'packages/testkit/global-setup.ts',
    // Every file has a process of its own, so that it may set TZ and end what it starts; two cores are the yardstick.
    pool: 'forks',
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        test: {
          name: 'modules',
          include: ['{apps,packages,scripts}/**/*.test.{ts,tsx}'],
          exclude: ['**/node_modules/**', '**/dist/**', journeys, browser],
          testTimeout: 15_000,
          hookTimeout: 30_000,
        },
      },
      // The whole program as a child process.
      { extends: true, test: { name: 'journeys', include: [journeys], testTimeout: 60_000, hookTimeout: 60_000 } },
      // The oldest PostgreSQL that Belfry runs on.
      {
        extends: true,
        test: {
          name: 'postgres-15',
          globalSetup: 'packages/testkit/global-setup-postgres-15.ts',
          include: onPostgres15,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      // The same in Chromium.
      { extends: true, test: { name: 'browser', include: [browser], testTimeout: 120_000, hookTimeout: 120_000 } },
    ],
  },
});

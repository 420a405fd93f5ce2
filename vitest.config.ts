import { defineConfig } from 'vitest/config';

const journeys = 'apps/server/test/journeys/**/*.test.ts';
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
      // The same in Chromium.
      { extends: true, test: { name: 'browser', include: [browser], testTimeout: 120_000, hookTimeout: 120_000 } },
    ],
  },
});

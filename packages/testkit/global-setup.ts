import type { TestProject } from 'vitest/node';
import { chosenEdition } from './chosen-edition.ts';
import { provideDatabase } from './provide-database.ts';

/** The PostgreSQL that Belfry brings, or the oldest; with PgBouncer before it for `npm run test:pgbouncer`. */
export const setup = (project: Pick<TestProject, 'provide'>) =>
  provideDatabase(project, {
    ...(chosenEdition ? { edition: chosenEdition } : {}),
    pgBouncer: Boolean(process.env.BELFRY_TEST_PGBOUNCER),
  });

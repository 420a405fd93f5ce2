import type { TestProject } from 'vitest/node';
import { provideDatabase } from './provide-database.ts';

/** The PostgreSQL that Belfry brings. */
export const setup = (project: Pick<TestProject, 'provide'>) => provideDatabase(project);

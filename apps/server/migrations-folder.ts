import { join } from 'node:path';

/** The one ordered list of migrations of all modules. */
export const migrationsFolder = join(import.meta.dirname, 'migrations');

import { join } from 'node:path';

/** The one ordered list of migrations of all modules. */
export const migrationsFolder = join(import.meta.dirname, 'migrations');

/** @param unknown how many migrations the database has seen that are not in the folder */
export function newerSchema(unknown: number): string {
  const migrations = `${unknown} migration${unknown === 1 ? '' : 's'}`;
  return `a newer version has brought the database up to date: it has ${migrations} that this one does not know`;
}

import { AppError } from '@belfry/kernel/app-error';
import { isMigrated } from '@belfry/platform/migrate';

/**
 * A command that works on the data never migrates it: the servers that run may be of another version.
 * @throws AppError `cli.not-set-up`
 */
export async function requireSetUp(url: string): Promise<void> {
  if (await isMigrated(url)) return;
  const message = 'This database has not been set up yet: start Belfry once.';
  throw new AppError({ code: 'cli.not-set-up', kind: 'rule', message });
}

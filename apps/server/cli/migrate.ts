import { parseConfig } from '@belfry/platform/config';
import { openDatabaseUrl } from '@belfry/platform/embedded-postgres/open-database-url';
import { migrate, pendingMigrations } from '@belfry/platform/migrate';
import type { Command } from 'commander';
import { migrationsFolder, newerSchema } from '../migrations-folder.ts';

interface MigrateOptions {
  dryRun?: true;
  databaseUrl?: string;
}

export function addMigrate(program: Command): void {
  program
    .command('migrate')
    .description('bring the database up to date; many processes may do so at once')
    .option('--dry-run', 'print the SQL that is missing and change nothing')
    .option('--database-url <url>', 'the owner’s direct URL, in place of DATABASE_URL')
    .action(runMigrate);
}

async function runMigrate(options: MigrateOptions): Promise<void> {
  const given = options.databaseUrl ? { DATABASE_URL: options.databaseUrl } : {};
  const database = await openDatabaseUrl(parseConfig({ ...process.env, ...given }), { mayCreate: true });
  try {
    const target = { url: database.url, folder: migrationsFolder };
    if (options.dryRun) {
      const { count, statements, unknown } = await pendingMigrations(target);
      if (unknown > 0) console.log(`-- ${newerSchema(unknown)}`);
      console.log(count === 0 ? '-- Up to date.' : statements.join('\n'));
      return;
    }
    const { applied, unknown } = await migrate({ ...target, say: (line) => console.error(line) });
    if (unknown > 0) console.error(newerSchema(unknown));
    console.log(applied === 0 ? 'Up to date.' : `${applied} migration${applied === 1 ? '' : 's'} applied.`);
  } finally {
    await database.release();
  }
}

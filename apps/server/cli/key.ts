import { AppError } from '@belfry/kernel/app-error';
import { isUuid, type TenantId } from '@belfry/kernel/ids';
import { parseConfig } from '@belfry/platform/config';
import { openDataDirectory } from '@belfry/platform/data-directory';
import { roleUrl } from '@belfry/platform/database';
import { openDatabaseUrl } from '@belfry/platform/embedded-postgres/open-database-url';
import { createIdentity } from '@belfry/platform/identity/identity';
import { createLogger } from '@belfry/platform/logger';
import { migrate } from '@belfry/platform/migrate';
import type { Command } from 'commander';
import pg from 'pg';
import { migrationsFolder } from '../migrations-folder.ts';

interface KeyOptions {
  tenant?: string;
  name: string;
}

export function addKey(program: Command): void {
  program
    .command('key')
    .description('keys for programs')
    .command('create')
    .description('make a key with all rights of an organisation and print it, alone; it is shown this once')
    .option('--tenant <id>', 'the organisation; without it, the first one')
    .option('--name <name>', 'what to call it', 'API key')
    .action(createKey);
}

async function createKey({ tenant, name }: KeyOptions): Promise<void> {
  if (tenant !== undefined && !isUuid(tenant)) {
    throw new AppError({
      code: 'cli.tenant-invalid',
      kind: 'validation',
      message: '--tenant takes the id of an organisation.',
    });
  }
  const config = parseConfig(process.env);
  const database = await openDatabaseUrl(config);
  try {
    await migrate({ url: database.url, folder: migrationsFolder });
    const pool = new pg.Pool({ connectionString: roleUrl({ url: database.url }, 'identity'), max: 2 });
    try {
      const identity = createIdentity({
        pool,
        baseUrl: config.publicUrl ?? `http://${config.host}:${config.port}`,
        secret: config.encryptionKey ?? (await openDataDirectory(config.dataDirectory)).secret,
        logger: createLogger({ level: 'warn' }),
      });
      console.log(await identity.createKey({ name, ...(tenant ? { tenantId: tenant as TenantId } : {}) }));
    } finally {
      await pool.end();
    }
  } finally {
    await database.release();
  }
}

import type { Config } from '@belfry/platform/config';
import { openDataDirectory } from '@belfry/platform/data-directory';
import { roleUrl } from '@belfry/platform/database';
import { openDatabaseUrl } from '@belfry/platform/embedded-postgres/open-database-url';
import { secretsInUse } from '@belfry/platform/encryption-key';
import { createIdentity, type Identity } from '@belfry/platform/identity/identity';
import { createLogger } from '@belfry/platform/logger';
import pg from 'pg';
import { installationSecrets } from '../compose/installation-secrets.ts';
import { requireSetUp } from './require-set-up.ts';

/** For commands that work on accounts and keys, beside a running server or without one. */
export async function withIdentity<T>(
  config: Config,
  baseUrl: string,
  use: (identity: Identity) => Promise<T>,
): Promise<T> {
  const database = await openDatabaseUrl(config);
  try {
    await requireSetUp(database.url);
    const pool = new pg.Pool({ connectionString: roleUrl(database, 'identity'), max: 2 });
    try {
      const secrets = installationSecrets(config, await openDataDirectory(config.dataDirectory));
      const { secret } = await secretsInUse(database.url, secrets);
      return await use(createIdentity({ pool, baseUrl, secret, logger: createLogger({ level: 'warn' }) }));
    } finally {
      await pool.end();
    }
  } finally {
    await database.release();
  }
}

import { AppError } from '@belfry/kernel/app-error';
import { isUuid, type TenantId } from '@belfry/kernel/ids';
import { parseConfig } from '@belfry/platform/config';
import type { Command } from 'commander';
import { localUrl } from '../compose/local-url.ts';
import { withIdentity } from './with-identity.ts';

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
  const baseUrl = config.publicUrl ?? localUrl(config.host, config.port);
  const options = { name, ...(tenant ? { tenantId: tenant as TenantId } : {}) };
  console.log(await withIdentity(config, baseUrl, (identity) => identity.createKey(options)));
}

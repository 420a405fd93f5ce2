import { parseConfig } from '@belfry/platform/config';
import type { Command } from 'commander';
import { localUrl } from '../compose/local-url.ts';
import { withIdentity } from './with-identity.ts';
import { readTenant } from './with-tenant.ts';

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

async function createKey({ name, ...given }: KeyOptions): Promise<void> {
  const tenantId = readTenant(given);
  const config = parseConfig(process.env);
  const baseUrl = config.publicUrl ?? localUrl(config.host, config.port);
  const options = { name, ...(tenantId ? { tenantId } : {}) };
  console.log(await withIdentity(config, baseUrl, (identity) => identity.createKey(options)));
}

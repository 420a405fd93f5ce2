import { parseConfig } from '@belfry/platform/config';
import type { Identity } from '@belfry/platform/identity/identity';
import type { Command } from 'commander';
import { localUrl } from '../compose/local-url.ts';
import { withIdentity } from './with-identity.ts';
import { readTenant } from './with-tenant.ts';

interface KeyOptions {
  tenant?: string;
}

export function addKey(program: Command): void {
  const keys = program.command('key').description('keys for programs, each with all rights of an organisation');
  const add = (name: string, description: string) =>
    keys.command(name).description(description).option('--tenant <id>', 'the organisation; without it, the first one');
  add('create', 'make a key and print it, alone; it is shown this once')
    .option('--name <name>', 'what to call it', 'API key')
    .action(createKey);
  add('list', 'print the keys: id, first characters, when made, when last used, name')
    .option('--json', 'as JSON')
    .action(listKeys);
  add('revoke <id>', 'end a key for good: nobody gets in by it from then on, within 5 seconds everywhere').action(
    revokeKey,
  );
}

async function createKey({ name, ...given }: KeyOptions & { name: string }): Promise<void> {
  console.log(await onKeys(given, (identity, tenant) => identity.createKey({ name, ...tenant })));
}

async function listKeys(options: KeyOptions & { json?: true }): Promise<void> {
  const keys = await onKeys(options, (identity, tenant) => identity.listKeys(tenant));
  if (options.json) return console.log(JSON.stringify({ data: keys }));
  if (keys.length === 0) return console.log('There are no keys.');
  const secondsOf = (date: Date) => date.toISOString().replace(/\.\d+/, '');
  for (const { id, start, createdAt, lastUsedAt, name } of keys) {
    const used = lastUsedAt ? `used ${secondsOf(lastUsedAt)}` : 'never used';
    console.log([id, `${start ?? ''}…`, `made ${secondsOf(createdAt)}`, used, name ?? ''].join('  '));
  }
}

async function revokeKey(id: string, options: KeyOptions): Promise<void> {
  await onKeys(options, (identity, tenant) => identity.revokeKey({ keyId: id, ...tenant }));
  console.log('It is revoked.');
}

function onKeys<T>(
  options: KeyOptions,
  use: (identity: Identity, tenant: Pick<Parameters<Identity['revokeKey']>[0], 'tenantId'>) => Promise<T>,
): Promise<T> {
  const tenantId = readTenant(options);
  const config = parseConfig(process.env);
  const baseUrl = config.publicUrl ?? localUrl(config.host, config.port);
  return withIdentity(config, baseUrl, (identity) => use(identity, tenantId ? { tenantId } : {}));
}

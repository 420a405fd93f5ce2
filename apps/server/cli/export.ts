import { pipeline } from 'node:stream/promises';
import { exportPeople } from '@belfry/people/module';
import { parseConfig } from '@belfry/platform/config';
import { openDataDirectory } from '@belfry/platform/data-directory';
import { createSealer } from '@belfry/platform/sealer';
import type { Command } from 'commander';
import { installationSecrets } from '../compose/installation-secrets.ts';
import { openForWriting } from './open-for-writing.ts';
import { withTenant } from './with-tenant.ts';

export function addExport(program: Command): void {
  program
    .command('export')
    .description('write out what is stored')
    .command('people [file]')
    .description('all people as CSV, as `import people` takes it; without a file, to the standard output')
    .option('--tenant <id>', 'the organisation; without it, the first one')
    .action(exportFile);
}

async function exportFile(file: string | undefined, options: { tenant?: string }): Promise<void> {
  const config = parseConfig(process.env);
  await withTenant(options, async ({ database: { pools } }, tenantId) => {
    const secrets = installationSecrets(config, await openDataDirectory(config.dataDirectory));
    const sealer = createSealer('contact settings', secrets);
    const people = exportPeople({ pool: pools.app, sealer }, tenantId);
    if (file === undefined) await pipeline(people, process.stdout, { end: false }).catch(unlessNobodyReads);
    else await pipeline(people, await openForWriting(file));
  });
}

/** Such as `head`, which has seen enough. */
function unlessNobodyReads(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
}

import { createWriteStream } from 'node:fs';
import { access } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { Partitions } from '@belfry/engine/module';
import { AppError } from '@belfry/kernel/app-error';
import { ManualClock } from '@belfry/kernel/clock';
import { newId } from '@belfry/kernel/ids';
import { readImport } from '@belfry/people';
import { exportRejections, importPeople, readCsv, readNewPerson } from '@belfry/people/module';
import { parseConfig } from '@belfry/platform/config';
import { openDataDirectory } from '@belfry/platform/data-directory';
import { inTenant } from '@belfry/platform/database';
import { createSealer } from '@belfry/platform/sealer';
import type { Command } from 'commander';
import { installationSecrets } from '../compose/installation-secrets.ts';
import { keepAdded } from '../compose/keep-people.ts';
import { withTenant } from './with-tenant.ts';

interface ImportPeopleOptions {
  tenant?: string;
  dryRun?: true;
  rejected?: string;
  json?: true;
}

export function addImport(program: Command): void {
  program
    .command('import')
    .description('bring in what stands in files')
    .command('people <file>')
    .description('add the people of a CSV file, all in one commit; its first line names the columns')
    .option('--dry-run', 'do all of it, and keep the report alone')
    .option('--rejected <file>', 'write the rows that were not taken there, each with the reason')
    .option('--tenant <id>', 'the organisation; without it, the first one')
    .option('--json', 'the counts as JSON')
    .action(importFile);
}

async function importFile(file: string, options: ImportPeopleOptions): Promise<void> {
  await access(file).catch(() => {
    throw new AppError({ code: 'cli.file-missing', kind: 'validation', message: `There is no file ${file}.` });
  });
  const config = parseConfig(process.env);
  const secrets = installationSecrets(config, await openDataDirectory(config.dataDirectory));
  await withTenant(options, async ({ database: { pools }, now }, tenantId) => {
    const [id, isDryRun] = [newId<string>(), options.dryRun === true];
    const clock = new ManualClock(now);
    const counts = await importPeople({
      ...{ pool: pools.app, clock, sealer: createSealer('contact settings', secrets) },
      ...{ allowLocalHttp: config.channels === 'sandbox', tenantId, id, isDryRun, fingerprint: '' },
      ...{ rows: readCsv(file), readPerson: readNewPerson },
      onPersonChanged: { onAdded: keepAdded({ clock, partitions: new Partitions(pools.engine) }) },
      onProgress: ({ rows, rejected }) => {
        if (process.stderr.isTTY) process.stderr.write(`\r${rows} rows read, ${rejected} rejected`);
      },
    });
    if (process.stderr.isTTY) process.stderr.write('\n');
    const record = await inTenant(pools.app, tenantId, (tx) => readImport(tx, id));
    if (options.rejected && record) {
      await pipeline(exportRejections(pools.app, tenantId, record), createWriteStream(options.rejected));
    }
    if (options.json) return console.log(JSON.stringify({ id, dryRun: isDryRun, ...counts }));
    const verb = isDryRun ? 'would be added' : 'were added';
    console.log(`Of ${counts.rows} rows ${counts.added} ${verb}, and ${counts.rejected} were rejected.`);
    if (counts.rejected > 0 && !options.rejected)
      console.log('With --rejected FILE each of them is written there, with the reason.');
  });
}

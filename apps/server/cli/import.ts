import { createWriteStream } from 'node:fs';
import { access } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { Partitions } from '@belfry/engine/module';
import { AppError } from '@belfry/kernel/app-error';
import { ManualClock } from '@belfry/kernel/clock';
import { newId } from '@belfry/kernel/ids';
import { type ImportRecord, readImport } from '@belfry/people';
import { exportRejections, importPeople, makeChangesOf, readCsv, readRows } from '@belfry/people/module';
import { parseConfig } from '@belfry/platform/config';
import { openDataDirectory } from '@belfry/platform/data-directory';
import { inTenant } from '@belfry/platform/database';
import { createSealer } from '@belfry/platform/sealer';
import type { Command } from 'commander';
import { installationSecrets } from '../compose/installation-secrets.ts';
import { keepAdded, keepEdited } from '../compose/keep-people.ts';
import { commandLineActor } from './command-line-actor.ts';
import { withTenant } from './with-tenant.ts';

interface ImportPeopleOptions {
  tenant?: string;
  update?: true;
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
    .option(
      '--update',
      'change whoever is there already, by externalId or else by email, where a row says something else',
    )
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
    const id = newId<string>();
    const clock = new ManualClock(now);
    const planned = { clock, partitions: new Partitions(pools.engine) };
    const common = {
      ...{ pool: pools.app, clock, sealer: createSealer('contact settings', secrets), read: readRows },
      ...{ allowLocalHttp: config.channels === 'sandbox' },
      onPersonChanged: { onAdded: keepAdded(planned), inTransaction: keepEdited(planned) },
    };
    const progress = (line: string) => process.stderr.isTTY && process.stderr.write(line);
    await importPeople({
      ...common,
      ...{ tenantId, id, isDryRun: options.dryRun === true, fingerprint: '' },
      actor: commandLineActor('import people'),
      existing: options.update ? 'update' : 'reject',
      rows: readCsv(file),
      onProgress: ({ rows, rejected }) => progress(`\r${rows} rows read, ${rejected} rejected`),
    });
    progress('\n');
    // What the running Belfry has not done of it by now.
    await makeChangesOf(common, tenantId, id);
    const record = await inTenant(pools.app, tenantId, (tx) => readImport(tx, id));
    if (!record) throw new Error('The import has left no record.');
    if (options.rejected) {
      await pipeline(exportRejections(pools.app, tenantId, record), createWriteStream(options.rejected));
    }
    report(record, options);
  });
}

function report(record: ImportRecord, options: ImportPeopleOptions): void {
  const { id, isDryRun, rows, added, updated, unchanged, rejected } = record;
  if (options.json) {
    console.log(JSON.stringify({ id, dryRun: isDryRun, rows, added, updated, unchanged, rejected }));
    return;
  }
  const were = isDryRun ? 'would be' : 'were';
  const known = options.update ? `, ${updated} ${were} changed, ${unchanged} are so already` : '';
  console.log(`Of ${rows} rows ${added} ${were} added${known}, and ${rejected} were rejected.`);
  if (rejected > 0 && !options.rejected)
    console.log('With --rejected FILE each of them is written there, with the reason.');
}

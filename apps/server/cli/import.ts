import { constants, createReadStream } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { Partitions } from '@belfry/engine/module';
import { AppError } from '@belfry/kernel/app-error';
import { newId } from '@belfry/kernel/ids';
import { type ImportRecord, readImport } from '@belfry/people';
import { exportRejections, importPeople, makeChanges, makeChangesOf, readCsv, readRows } from '@belfry/people/module';
import { parseConfig } from '@belfry/platform/config';
import { openDataDirectory } from '@belfry/platform/data-directory';
import { inTenant } from '@belfry/platform/database';
import { secretsInUse } from '@belfry/platform/encryption-key';
import { createSealer } from '@belfry/platform/sealer';
import type { Command } from 'commander';
import { installationSecrets } from '../compose/installation-secrets.ts';
import { keepAdded, keepEdited } from '../compose/keep-people.ts';
import { commandLineActor } from './command-line-actor.ts';
import { openForWriting } from './open-for-writing.ts';
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
      'change whoever is there already, by id or externalId or else by email, where a row says something else',
    )
    .option('--dry-run', 'do all of it, and keep the report alone')
    .option('--rejected <file>', 'write the rows that were not taken there, each with the reason')
    .option('--tenant <id>', 'the organisation; without it, the first one')
    .option('--json', 'the counts as JSON')
    .action(importFile);
}

async function importFile(file: string, options: ImportPeopleOptions): Promise<void> {
  await requireFile(file);
  const config = parseConfig(process.env);
  await withTenant(options, async ({ database: { pools }, url, clock }, tenantId) => {
    const ours = installationSecrets(config, await openDataDirectory(config.dataDirectory));
    const secrets = await secretsInUse(url, ours);
    // Before anybody is added: a mistake in its name is to cost nothing.
    const rejections = options.rejected === undefined ? null : await openForWriting(options.rejected);
    const id = newId<string>();
    const planned = { clock, partitions: new Partitions(pools.engine) };
    const common = {
      ...{ pool: pools.app, clock, sealer: createSealer('contact settings', secrets), read: readRows },
      ...{ allowLocalHttp: config.channels === 'sandbox' },
      onPersonChanged: { onAdded: keepAdded(planned), inTransaction: keepEdited(planned) },
    };
    const progress = (line: string) => process.stderr.isTTY && process.stderr.write(line);
    // What an earlier one has left would keep this one waiting, with no server there to do it.
    await makeChanges(common, pools.engine, Infinity).catch((error: unknown) => console.error(String(error)));
    await importPeople({
      ...common,
      ...{ tenantId, id, isDryRun: options.dryRun === true, fingerprint: '' },
      actor: commandLineActor('import people'),
      existing: options.update ? 'update' : 'reject',
      rows: readCsv(readFile(file)),
      onProgress: ({ rows, rejected }) => progress(`\r${rows} rows read, ${rejected} rejected`),
    });
    progress('\n');
    // What the running Belfry has not done of it by now.
    await makeChangesOf(common, tenantId, id);
    const record = await inTenant(pools.app, tenantId, (tx) => readImport(tx, id));
    if (!record) throw new Error('The import has left no record.');
    if (rejections) await pipeline(exportRejections(pools.app, tenantId, record), rejections);
    report(record, options);
  });
}

/** Opened where its bytes are asked for, and so where what fails is heard. */
async function* readFile(file: string): AsyncGenerator<Buffer> {
  yield* createReadStream(file);
}

/** @throws AppError `cli.file-missing`, `cli.file-unreadable` */
async function requireFile(file: string): Promise<void> {
  const isDirectory = await stat(file).then(
    (found) => found.isDirectory(),
    () => null,
  );
  if (isDirectory === null)
    throw new AppError({ code: 'cli.file-missing', kind: 'validation', message: `There is no file ${file}.` });
  const isReadable = await access(file, constants.R_OK).then(
    () => true,
    () => false,
  );
  if (isDirectory || !isReadable) {
    const message = isDirectory ? `${file} is a directory, and no file.` : `The file ${file} may not be read by you.`;
    throw new AppError({ code: 'cli.file-unreadable', kind: 'validation', message });
  }
}

function report(record: ImportRecord, options: ImportPeopleOptions): void {
  const { id, isDryRun, rows, added, updated, unchanged, rejected } = record;
  if (options.json) {
    console.log(JSON.stringify({ id, dryRun: isDryRun, rows, added, updated, unchanged, rejected }));
    return;
  }
  const were = (count: number) => `${count} ${isDryRun ? 'would be' : count === 1 ? 'was' : 'were'}`;
  const areSo = `${unchanged} ${unchanged === 1 ? 'is' : 'are'} so already`;
  const known = options.update ? `, ${were(updated)} changed, ${areSo}` : '';
  const all = `${rows} ${rows === 1 ? 'row' : 'rows'}`;
  console.log(`Of ${all} ${were(added)} added${known}, and ${were(rejected)} rejected.`);
  if (rejected > 0 && !options.rejected)
    console.log('With --rejected FILE each of them is written there, with the reason.');
}

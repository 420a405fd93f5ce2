import { Partitions } from '@belfry/engine/module';
import { ensureGreetings } from '@belfry/greetings/module';
import { newId } from '@belfry/kernel/ids';
import { importPeople, readRows } from '@belfry/people/module';
import { parseConfig } from '@belfry/platform/config';
import { openDataDirectory } from '@belfry/platform/data-directory';
import { inTenant } from '@belfry/platform/database';
import { secretsInUse } from '@belfry/platform/encryption-key';
import { createSealer } from '@belfry/platform/sealer';
import { type Command, Option } from 'commander';
import { installationSecrets } from '../compose/installation-secrets.ts';
import { keepAdded } from '../compose/keep-people.ts';
import { type MadeUpPerson, makePeople } from '../simulation/make-people.ts';
import { cellsOf, columns } from '../simulation/people-csv.ts';
import { commandLineActor } from './command-line-actor.ts';
import { wholeNumber } from './whole-number.ts';
import { withTenant } from './with-tenant.ts';

interface SeedOptions {
  people: number;
  seed: number;
  as?: 'greetings';
  tenant?: string;
  json?: true;
}

/** All in one commit. */
const peopleAtOnce = 50_000;

export function addSeed(program: Command): void {
  program
    .command('seed')
    .description('add people who do not exist, over time zones and dates as real ones are')
    .option('--people <count>', 'how many', wholeNumber('--people', 1, 20_000_000), 1000)
    .option('--seed <number>', 'the same makes the same people', wholeNumber('--seed', 0, 2 ** 32 - 1), 1)
    .addOption(new Option('--as <system>', 'what they are for: greetings has them greeted').choices(['greetings']))
    .option('--tenant <id>', 'the organisation; without it, the first one')
    .option('--json', 'the count as JSON')
    .action(seedPeople);
}

async function seedPeople(options: SeedOptions): Promise<void> {
  const config = parseConfig(process.env);
  await withTenant(options, async ({ database: { pools }, url, clock }, tenantId) => {
    const ours = installationSecrets(config, await openDataDirectory(config.dataDirectory));
    const secrets = await secretsInUse(url, ours);
    const now = clock.now();
    const partitions = new Partitions(pools.engine);
    if (options.as === 'greetings') await inTenant(pools.app, tenantId, (tx) => ensureGreetings({ tx, tenantId, now }));
    const lot = newId<string>().slice(-8);
    const today = now.toZonedDateTimeISO('UTC').toPlainDate();
    const people = makePeople({ count: options.people, seed: options.seed, today, prefix: `seed-${lot}-` });
    let added = 0;
    while (added < options.people) {
      const before = added;
      const counts = await importPeople({
        ...{ pool: pools.app, clock, sealer: createSealer('contact settings', secrets), allowLocalHttp: false },
        ...{ tenantId, id: newId<string>(), isDryRun: false, fingerprint: '', read: readRows },
        ...{ existing: 'reject', actor: commandLineActor('seed') },
        rows: fileOf(people, peopleAtOnce),
        onPersonChanged: { onAdded: keepAdded({ clock, partitions }) },
        onProgress: (progress) => {
          if (process.stderr.isTTY)
            process.stderr.write(`\r${before + progress.added} of ${options.people} people added`);
        },
      });
      if (counts.rejected > 0)
        throw new Error(`${counts.rejected} of our own people were rejected: see GET /v1/people/imports.`);
      added += counts.added;
    }
    if (process.stderr.isTTY) process.stderr.write('\n');
    console.log(
      options.json
        ? JSON.stringify({ added, tenantId })
        : added === 1
          ? '1 person was added.'
          : `${added} people were added.`,
    );
  });
}

/** The next of these people as a file has them. */
async function* fileOf(
  people: Iterator<MadeUpPerson>,
  most: number,
): AsyncGenerator<{ line: number; cells: string[] }> {
  yield { line: 1, cells: columns };
  for (let n = 0; n < most; n++) {
    const next = people.next();
    if (next.done) return;
    yield { line: n + 2, cells: cellsOf(next.value) };
  }
}

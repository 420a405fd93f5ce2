import { Partitions } from '@belfry/engine/module';
import { newId } from '@belfry/kernel/ids';
import { parseConfig } from '@belfry/platform/config';
import { openDataDirectory } from '@belfry/platform/data-directory';
import { secretsInUse } from '@belfry/platform/encryption-key';
import { createSealer } from '@belfry/platform/sealer';
import type { Command } from 'commander';
import { installationSecrets } from '../compose/installation-secrets.ts';
import { addMadeUpPeople } from '../simulation/add-made-up-people.ts';
import { makePeople } from '../simulation/make-people.ts';
import type { System } from '../systems.ts';
import { asSystem } from './as-system.ts';
import { commandLineActor } from './command-line-actor.ts';
import { wholeNumber } from './whole-number.ts';
import { withTenant } from './with-tenant.ts';

interface SeedOptions {
  people: number;
  seed: number;
  as?: System;
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
    .addOption(asSystem('what they are for, which is switched on with them'))
    .option('--tenant <id>', 'the organisation; without it, the first one')
    .option('--json', 'the count as JSON')
    .action(seedPeople);
}

async function seedPeople(options: SeedOptions): Promise<void> {
  const config = parseConfig(process.env);
  await withTenant(options, async ({ database: { pools }, url, clock }, tenantId) => {
    const ours = installationSecrets(config, await openDataDirectory(config.dataDirectory));
    const secrets = await secretsInUse(url, ours);
    const lot = newId<string>().slice(-8);
    const today = clock.now().toZonedDateTimeISO('UTC').toPlainDate();
    const people = makePeople({ count: options.people, seed: options.seed, today, prefix: `seed-${lot}-` });
    const [sealer, partitions] = [createSealer('contact settings', secrets), new Partitions(pools.engine)];
    let added = 0;
    while (added < options.people) {
      const before = added;
      const counts = await addMadeUpPeople({
        ...{ pool: pools.app, clock, sealer, partitions, tenantId, as: options.as },
        ...{ people, most: peopleAtOnce, actor: commandLineActor('seed') },
        onProgress: (addedNow) => {
          if (process.stderr.isTTY) process.stderr.write(`\r${before + addedNow} of ${options.people} people added`);
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

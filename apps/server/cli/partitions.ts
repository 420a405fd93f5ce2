import {
  countPartitionRows,
  coverHistory,
  dropPartitions,
  type JudgedPartition,
  judgePartitions,
  listPartitions,
} from '@belfry/engine/module';
import { parseConfig } from '@belfry/platform/config';
import type { Command } from 'commander';
import pg from 'pg';
import { isAgreed } from './is-agreed.ts';
import { wholeNumber } from './whole-number.ts';
import { type OpenedDatabase, withDatabase } from './with-database.ts';

interface CreateOptions {
  months: number;
  json?: true;
}

interface DropOptions {
  olderThan: number;
  yes?: true;
  json?: true;
}

export function addPartitions(program: Command): void {
  const partitions = program
    .command('partitions')
    .description('the tables of history, which are kept by the month; the server makes and drops them by itself, too');
  partitions
    .command('create')
    .description('make those of the months to come')
    .requiredOption('--months <number>', 'so many months ahead', wholeNumber('--months', 1, 600))
    .option('--json', 'as JSON')
    .action(create);
  partitions
    .command('drop')
    .description('remove history for good; what is still needed is kept, and why is said')
    .requiredOption(
      '--older-than <months>',
      'turns and outcomes of months that ended so long ago',
      wholeNumber('--older-than', 1, 600),
    )
    .option('--yes', 'without asking')
    .option('--json', 'as JSON; without --yes it says what would go, and drops nothing')
    .action(drop);
}

async function create({ months, json }: CreateOptions): Promise<void> {
  await withDatabase(parseConfig(process.env), async ({ database, clock }) => {
    const now = clock.now();
    const pool = database.pools.engine;
    const before = new Set((await listPartitions(pool)).map(({ name }) => name));
    const until = now.toZonedDateTimeISO('UTC').add({ months }).toInstant();
    await coverHistory(pool, now, until);
    const created = (await listPartitions(pool)).filter(({ name }) => !before.has(name));
    if (json)
      console.log(JSON.stringify({ created: created.map(({ table, name, from, to }) => ({ table, name, from, to })) }));
    else if (created.length === 0) console.log('All of them stand.');
    else for (const { name, from, to } of created) console.log(`made  ${name}  ${from} to ${to}`);
  });
}

async function drop({ olderThan, yes, json }: DropOptions): Promise<void> {
  await withDatabase(parseConfig(process.env), async (opened) => {
    const onError = (error: unknown) => console.error(String(error));
    const upkeep = { now: opened.clock.now(), retentionMonths: olderThan, onError };
    const judged = await judgePartitions(opened.database.pools.engine, upkeep);
    const going = await withRows(
      opened,
      judged.filter(({ neededBy }) => neededBy.length === 0),
    );
    const kept = judged.filter(({ neededBy }) => neededBy.length > 0).map(toAnswer);
    if (!json) for (const line of inWords(going, kept)) console.log(line);
    if (going.length === 0 || !(yes || (!json && (await isAgreed(questionOf(going)))))) {
      if (json) console.log(JSON.stringify({ wouldDrop: going, kept }));
      return;
    }
    const { dropped, postponed } = await dropPartitions(opened.url, upkeep);
    if (json) {
      const gone = new Set(dropped.map(({ name }) => name));
      const answer = { dropped: going.filter(({ name }) => gone.has(name)), kept, postponed: postponed.map(toAnswer) };
      console.log(JSON.stringify(answer));
    } else {
      for (const { name } of dropped) console.log(`dropped  ${name}`);
      for (const { name } of postponed)
        console.error(`${name}: somebody is still reading it, or dropping it; try again.`);
    }
    if (postponed.length > 0) process.exitCode = 1;
  });
}

type Going = ReturnType<typeof toAnswer> & { rows: number };

function toAnswer({ table, name, from, to, bytes, neededBy }: JudgedPartition) {
  return { table, name, from, to, bytes, neededBy };
}

/** Counted as the owner, whom row-level security does not narrow. */
async function withRows({ url }: OpenedDatabase, partitions: readonly JudgedPartition[]): Promise<Going[]> {
  if (partitions.length === 0) return [];
  const owner = new pg.Client({ connectionString: url });
  await owner.connect();
  try {
    const going: Going[] = [];
    for (const partition of partitions) {
      going.push({ ...toAnswer(partition), rows: await countPartitionRows(owner, partition) });
    }
    return going;
  } finally {
    await owner.end();
  }
}

function inWords(going: readonly Going[], kept: readonly ReturnType<typeof toAnswer>[]): string[] {
  if (going.length + kept.length === 0) return ['Nothing is that old.'];
  return [
    ...kept.map(({ name, neededBy }) => `keeps  ${name}: ${neededBy.join(', ')}`),
    ...going.map(({ name, from, to, rows, bytes }) => {
      return `would drop  ${name}  ${from} to ${to}  ${rows} rows, ${Math.ceil(bytes / 1024)} KiB`;
    }),
    ...(going.length === 0 ? ['Nothing may go yet.'] : []),
  ];
}

function questionOf(going: readonly Going[]): string {
  const rows = going.reduce((sum, one) => sum + one.rows, 0);
  return `Drop ${going.length} partitions with ${rows} rows, for good?`;
}

import { type LogEvent, readTrace } from '@belfry/eventlog';
import { countWhatGoes, dropMonths } from '@belfry/eventlog/module';
import { AppError, notFound } from '@belfry/kernel/app-error';
import type { TenantId } from '@belfry/kernel/ids';
import { parseConfig } from '@belfry/platform/config';
import { inTenant } from '@belfry/platform/database';
import { type Command, InvalidArgumentError } from 'commander';
import type pg from 'pg';
import { isAgreed } from './is-agreed.ts';
import { wholeNumber } from './whole-number.ts';
import { withDatabase } from './with-database.ts';
import { withTenant } from './with-tenant.ts';

interface ReplayOptions {
  tenant?: string;
  from: number;
  json?: true;
}

interface DropOptions {
  olderThan: number;
  yes?: true;
  json?: true;
}

const pageSize = 1000;

const fromSql = `
From SQL, as any role that may use the schema eventlog, in a transaction that names its organisation:
  BEGIN;
  SELECT set_config('app.tenant', '<id of the organisation>', true);
  SELECT eventlog.emit_event('CA7f3a', 'objective.captured', '{"field": "phone"}', event_id => 'E-12');
  SELECT * FROM eventlog.get_conversation_events('CA7f3a', from_sequence => 1);
  COMMIT;
After SET LOCAL search_path = eventlog both go by their names alone.`;

export function addEvents(program: Command): void {
  const events = program.command('events').description('the event log').addHelpText('after', fromSql);
  events
    .command('replay <traceId>')
    .description('read a trace in its order; ends with 1 where it is not whole')
    .option('--tenant <id>', 'the organisation; without it, the first one')
    .option('--from <sequence>', 'begin with this one', toSequence, 1)
    .option('--json', 'an event per line, as JSON')
    .action(replay);
  events
    .command('drop')
    .description('remove traces for good, by the month in which they began; a month of which one goes on is kept')
    .requiredOption(
      '--older-than <months>',
      'traces of months that ended so long ago, by real time',
      wholeNumber('--older-than', 1, 1200),
    )
    .option('--yes', 'without asking')
    .option('--json', 'as JSON; without --yes it says what would go, and drops nothing')
    .action(drop);
}

async function replay(traceId: string, { from, json, ...options }: ReplayOptions): Promise<void> {
  await withTenant(options, async ({ database: { pools } }, tenantId) => {
    for await (const event of readWhole(pools.app, tenantId, traceId, from)) {
      console.log(json ? JSON.stringify(event) : inWords(event));
    }
  });
}

/** @throws AppError `trace.not-found`; `trace.broken` where a number is missing, which the database should not allow */
async function* readWhole(pool: pg.Pool, tenantId: TenantId, traceId: string, from: number): AsyncGenerator<LogEvent> {
  for (let next = from; ; ) {
    const at = next;
    const events = await inTenant(pool, tenantId, (tx) =>
      readTrace(tx, { traceId, fromSequence: at, limit: pageSize }),
    );
    if (!events) throw notFound('trace', traceId);
    for (const event of events) {
      if (event.sequence !== next) throw broken(traceId, next);
      next += 1;
      yield event;
    }
    if (events.length <= pageSize) return;
  }
}

function broken(traceId: string, missing: number): AppError {
  const message = `The trace ${traceId} is not whole: number ${missing} is missing.`;
  return new AppError({ code: 'trace.broken', kind: 'conflict', message });
}

function inWords({ sequence, at, type, version, payload }: LogEvent): string {
  return `${sequence}  ${at.toString()}  ${type}@${version}  ${JSON.stringify(payload)}`;
}

function toSequence(text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It is a number from 1.');
}

async function drop({ olderThan, yes, json }: DropOptions): Promise<void> {
  await withDatabase(parseConfig(process.env), async ({ url }) => {
    const judged = await countWhatGoes(url, olderThan);
    const going = judged.filter(({ isNeeded }) => !isNeeded).map(toAnswer);
    const kept = judged.filter(({ isNeeded }) => isNeeded).map(toAnswer);
    if (!json) for (const line of monthsInWords(going, kept)) console.log(line);
    if (going.length === 0 || !(yes || (!json && (await isAgreed(questionOf(going)))))) {
      if (json) console.log(JSON.stringify({ wouldDrop: going, kept }));
      return;
    }
    const gone = new Set((await dropMonths(url, olderThan)).map(({ month }) => month));
    const [dropped, postponed] = [true, false].map((isGone) => going.filter(({ month }) => gone.has(month) === isGone));
    if (json) console.log(JSON.stringify({ dropped, kept, postponed }));
    else for (const { month } of dropped ?? []) console.log(`dropped  ${month}`);
    if (postponed?.length === 0) return;
    if (!json)
      for (const { month } of postponed ?? []) console.error(`${month}: somebody is still using it; try again.`);
    process.exitCode = 1;
  });
}

type Going = ReturnType<typeof toAnswer>;

function toAnswer({ month, events, bytes }: Awaited<ReturnType<typeof countWhatGoes>>[number]) {
  return { month, events, bytes };
}

function monthsInWords(going: readonly Going[], kept: readonly Going[]): string[] {
  if (going.length + kept.length === 0) return ['Nothing is that old.'];
  return [
    ...kept.map(({ month }) => `keeps  ${month}: a trace that began in it goes on`),
    ...going.map(
      ({ month, events, bytes }) => `would drop  ${month}  ${events} events, ${Math.ceil(bytes / 1024)} KiB`,
    ),
    ...(going.length === 0 ? ['Nothing may go yet.'] : []),
  ];
}

function questionOf(going: readonly Going[]): string {
  const events = going.reduce((sum, one) => sum + one.events, 0);
  return `Drop the traces of ${going.length} months with ${events} events, for good?`;
}

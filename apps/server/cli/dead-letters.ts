import {
  type DeadLetterRecord,
  type DeadLetterState,
  deadLetterStates,
  discardDeadLetter,
  listDeadLetters,
  Partitions,
  replayDeadLetter,
  toDeadLetterAnswer,
} from '@belfry/engine/module';
import { AppError } from '@belfry/kernel/app-error';
import { isUuid, type TenantId } from '@belfry/kernel/ids';
import { inTenant, type Tx } from '@belfry/platform/database';
import { type Command, Option } from 'commander';
import type pg from 'pg';
import { withTenant } from './with-tenant.ts';

interface CommonOptions {
  tenant?: string;
  json?: true;
}

interface ChoiceOptions extends CommonOptions {
  all?: true;
  code?: string;
}

const actor = { type: 'user', id: 'command-line', name: 'belfry dead-letters', via: 'command line' } as const;
const pageSize = 200;

export function addDeadLetters(program: Command): void {
  const letters = program.command('dead-letters').description('what ended badly and nothing tries again by itself');
  const add = (name: string, description: string) =>
    letters
      .command(name)
      .description(description)
      .option('--tenant <id>', 'the organisation; without it, the first one')
      .option('--json', 'one JSON document: {"data": [ … ]}, as the API has them');

  add('list', 'print them, newest first')
    .addOption(new Option('--state <state>', 'those in this state').choices(deadLetterStates).default('open'))
    .action((options: CommonOptions & { state: DeadLetterState }) => list(options));
  const choose = (command: Command) =>
    command
      .option('--all', 'instead of ids: all that are open')
      .option('--code <code>', 'with --all: those that ended with this code, such as vendor.http-400');
  choose(add('replay [ids...]', 'make these contacts anew, at once and with the data of now')).action(
    (ids: string[], options: ChoiceOptions) =>
      resolveAll(ids, options, (tx, id, now) => replayDeadLetter({ tx, id, actor, now })),
  );
  choose(add('discard [ids...]', 'say that nothing is to be done about these'))
    .option('--reason <text>', 'why')
    .action((ids: string[], options: ChoiceOptions & { reason?: string }) =>
      resolveAll(ids, options, (tx, id, now) =>
        discardDeadLetter({ tx, id, actor, now, note: options.reason ?? null }),
      ),
    );
}

async function list(options: CommonOptions & { state: DeadLetterState }): Promise<void> {
  await withTenant(options, async ({ database: { pools } }, tenantId) => {
    const out = printer(options);
    for await (const letter of lettersOf(pools.app, tenantId, options.state)) out.print(letter);
    out.end();
  });
}

/** Newest first, page by page. */
async function* lettersOf(pool: pg.Pool, tenantId: TenantId, state: DeadLetterState): AsyncGenerator<DeadLetterRecord> {
  let after: { at: string; id: string } | undefined;
  for (;;) {
    const page = { state, limit: pageSize, after };
    const rows = await inTenant(pool, tenantId, (tx) => listDeadLetters(tx, page));
    yield* rows.slice(0, pageSize);
    const last = rows[pageSize - 1];
    if (rows.length <= pageSize || !last) return;
    after = { at: last.at.toString(), id: last.id };
  }
}

/** Those that are named, or those that are open now; what they become meanwhile is another matter. */
async function chosen(
  pool: pg.Pool,
  tenantId: TenantId,
  ids: readonly string[],
  { all, code }: ChoiceOptions,
): Promise<readonly string[]> {
  if (!all) return ids;
  const open = await Array.fromAsync(lettersOf(pool, tenantId, 'open'));
  return open.filter((letter) => code === undefined || letter.code === code).map(({ id }) => id);
}

function requireChoice(ids: readonly string[], { all, code }: ChoiceOptions): void {
  const isClear = all ? ids.length === 0 : ids.length > 0 && code === undefined;
  if (isClear) return;
  const message = 'Name the ids, or say --all and, with it, --code.';
  throw new AppError({ code: 'cli.choice-unclear', kind: 'validation', message });
}

/** Each by itself: one that cannot be resolved is said and holds up no other. */
async function resolveAll(
  ids: readonly string[],
  options: ChoiceOptions,
  resolve: (tx: Tx, id: string, now: Temporal.Instant) => Promise<DeadLetterRecord>,
): Promise<void> {
  requireChoice(ids, options);
  await withTenant(options, async ({ database: { pools }, now }, tenantId) => {
    await new Partitions(pools.engine).coverNow(now);
    const out = printer(options);
    for (const id of await chosen(pools.app, tenantId, ids, options)) {
      try {
        if (!isUuid(id)) throw new AppError({ code: 'cli.id-invalid', kind: 'validation', message: 'That is no id.' });
        out.print(await inTenant(pools.app, tenantId, (tx) => resolve(tx, id, now)));
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        console.error(`${id}: ${error.message}`);
        process.exitCode = 1;
      }
    }
    out.end();
  });
}

/** A line for each as it comes; as JSON, one document at the end, as every command's. */
function printer({ json }: CommonOptions) {
  const data: ReturnType<typeof toDeadLetterAnswer>[] = [];
  return {
    print(letter: DeadLetterRecord) {
      const answer = toDeadLetterAnswer(letter);
      if (json) data.push(answer);
      else console.log(inWords(answer));
    },
    end() {
      if (json) console.log(JSON.stringify({ data }, null, 2));
    },
  };
}

function inWords(answer: ReturnType<typeof toDeadLetterAnswer>): string {
  const { id, at, state, channel, personName, code, reason } = answer;
  return `${id}  ${at}  ${state}  ${channel} to ${personName ?? 'somebody'}  ${code ?? ''}  ${reason ?? ''}`;
}

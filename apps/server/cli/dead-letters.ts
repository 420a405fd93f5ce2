import {
  type DeadLetterPosition,
  type DeadLetterRecord,
  type DeadLetterState,
  deadLetterStates,
  discardDeadLetter,
  listDeadLetters,
  Partitions,
  readOpenPage,
  replayDeadLetter,
  resolveEach,
  toDeadLetterAnswer,
} from '@belfry/engine/module';
import { AppError } from '@belfry/kernel/app-error';
import { isUuid, type TenantId } from '@belfry/kernel/ids';
import { inTenant, type Tx } from '@belfry/platform/database';
import { type Command, Option } from 'commander';
import type pg from 'pg';
import { commandLineActor } from './command-line-actor.ts';
import { withTenant } from './with-tenant.ts';

interface CommonOptions {
  tenant?: string;
  json?: true;
}

interface ChoiceOptions extends CommonOptions {
  all?: true;
  code?: string;
}

const actor = commandLineActor('dead-letters');
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
    let count = 0;
    for await (const letter of lettersOf(pools.app, tenantId, options.state)) {
      out.print(letter);
      count += 1;
    }
    out.end(counted(count, `${options.state} `));
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

function requireChoice(ids: readonly string[], { all, code }: ChoiceOptions): void {
  const isClear = all ? ids.length === 0 : ids.length > 0 && code === undefined;
  if (!isClear) throw unclear('cli.choice-unclear', 'Name the ids, or say --all and, with it, --code.');
  const wrong = ids.find((id) => !isUuid(id));
  if (wrong !== undefined) throw unclear('cli.id-invalid', `${wrong} is no id.`);
}

function unclear(code: string, message: string): AppError {
  return new AppError({ code, kind: 'validation', message });
}

/** Each by itself: one that cannot be resolved is said and holds up no other. */
async function resolveAll(
  ids: readonly string[],
  options: ChoiceOptions,
  resolve: (tx: Tx, id: string, now: Temporal.Instant) => Promise<DeadLetterRecord>,
): Promise<void> {
  requireChoice(ids, options);
  const { code } = options;
  await withTenant(options, async ({ database: { pools }, clock }, tenantId) => {
    const now = clock.now();
    await new Partitions(pools.engine).coverNow(now);
    const out = printer(options);
    const each = { pool: pools.app, tenantId, carryOut: (tx: Tx, id: string) => resolve(tx, id, now) };
    const tell = ({ resolved, refused }: Awaited<ReturnType<typeof resolveEach>>) => {
      for (const letter of resolved) out.print(letter);
      for (const { id, error } of refused) console.error(`${id}: ${error.message}`);
      if (refused.length > 0) process.exitCode = 1;
    };
    let found = ids.length;
    if (!options.all) tell(await resolveEach(each, ids));
    else {
      for (let after: DeadLetterPosition | null | undefined; after !== null; ) {
        const page = await inTenant(pools.app, tenantId, (tx) =>
          readOpenPage(tx, { code, until: now, limit: pageSize, after: after ?? undefined }),
        );
        tell(await resolveEach(each, page.ids));
        found += page.ids.length;
        after = page.next;
      }
    }
    out.end(counted(found, '', code));
  });
}

/** None is told as well: nobody is to take a code that was mistyped for one that is done with. */
function counted(count: number, state: string, code?: string): string {
  return `${count || 'No'} ${state}dead letter${count === 1 ? '' : 's'}${code === undefined ? '' : ` with code ${code}`}.`;
}

/** A line for each as it comes, and at the end how many there were; as JSON, one document at the end, as every command's. */
function printer({ json }: CommonOptions) {
  const data: ReturnType<typeof toDeadLetterAnswer>[] = [];
  return {
    print(letter: DeadLetterRecord) {
      const answer = toDeadLetterAnswer(letter);
      if (json) data.push(answer);
      else console.log(inWords(answer));
    },
    end(howMany: string) {
      console.log(json ? JSON.stringify({ data }, null, 2) : howMany);
    },
  };
}

function inWords(answer: ReturnType<typeof toDeadLetterAnswer>): string {
  const { id, at, state, channel, personName, code, reason } = answer;
  return `${id}  ${at}  ${state}  ${channel} to ${personName ?? 'somebody'}  ${code ?? ''}  ${reason ?? ''}`;
}

import { parseConfig } from '@belfry/platform/config';
import { openDatabaseUrl } from '@belfry/platform/embedded-postgres/open-database-url';
import type { Command } from 'commander';
import { type Finding, inspect } from './inspect.ts';
import { inspectGoLive } from './inspect-go-live.ts';

export function addDoctor(program: Command): void {
  program
    .command('doctor')
    .description('check configuration, database, clock, channels and console, and say what to do')
    .option('--json', 'one JSON document: {"findings": [ … ]}')
    .action(runDoctor);
}

const marks = { ok: 'ok  ', advice: 'note', problem: 'BAD ' } as const;

/** Ends with 1 where anything is a problem. */
async function runDoctor({ json }: { json?: true }): Promise<void> {
  const findings = await examine();
  if (json) console.log(JSON.stringify({ findings }, null, 2));
  else
    for (const { level, about, found, todo } of findings) {
      console.log(`${marks[level]}  ${about}: ${found}${todo ? `\n      → ${todo}` : ''}`);
    }
  if (findings.some(({ level }) => level === 'problem')) process.exitCode = 1;
}

async function examine(): Promise<Finding[]> {
  let config: ReturnType<typeof parseConfig>;
  try {
    config = parseConfig(process.env);
  } catch (error) {
    const found = error instanceof Error ? error.message : String(error);
    return [
      { level: 'problem', about: 'configuration', found, todo: 'Correct these variables; .env.example explains each.' },
    ];
  }
  const good: Finding = { level: 'ok', about: 'configuration', found: `read; data in ${config.dataDirectory}` };
  try {
    const database = await openDatabaseUrl(config);
    try {
      return [good, ...(await inspect(config, database.url)), ...inspectGoLive(config)];
    } finally {
      await database.release();
    }
  } catch (error) {
    const found = error instanceof Error ? error.message : String(error);
    const todo = config.database.url
      ? 'Check that the server of DATABASE_URL runs and lets this user in.'
      : 'Where there is one, look into postgres.log in the data directory.';
    return [good, { level: 'problem', about: 'database', found, todo }];
  }
}

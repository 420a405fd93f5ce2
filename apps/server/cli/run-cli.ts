import { Command } from 'commander';
import { version } from '../version.ts';
import { explainFailure } from './explain-failure.ts';

type AddCommand = (program: Command) => void;

/** Each loads what it needs: the server takes seconds to load, and a command beside it need not wait for that. */
const commands: Readonly<Record<string, () => Promise<AddCommand>>> = {
  serve: async () => (await import('./serve.ts')).addServe,
  migrate: async () => (await import('./migrate.ts')).addMigrate,
  key: async () => (await import('./key.ts')).addKey,
  'sign-in-link': async () => (await import('./sign-in-link.ts')).addSignInLink,
  doctor: async () => (await import('./doctor.ts')).addDoctor,
  demo: async () => (await import('./demo.ts')).addDemo,
  import: async () => (await import('./import.ts')).addImport,
  export: async () => (await import('./export.ts')).addExport,
  seed: async () => (await import('./seed.ts')).addSeed,
  simulate: async () => (await import('./simulate.ts')).addSimulate,
  plan: async () => (await import('./plan.ts')).addPlan,
  events: async () => (await import('./events.ts')).addEvents,
  'dead-letters': async () => (await import('./dead-letters.ts')).addDeadLetters,
  partitions: async () => (await import('./partitions.ts')).addPartitions,
};

/** The `belfry` command. What a person did wrong is said in plain lines; anything else keeps its stack. */
export async function runCli(args: readonly string[]): Promise<void> {
  const program = new Command('belfry')
    .description('Reaches the right person, at the right local time, on the right channel, until somebody answers.')
    .version(version)
    .showHelpAfterError('(belfry --help shows the commands)');
  try {
    for (const load of asked(args)) (await load())(program);
    await program.parseAsync(args, { from: 'user' });
  } catch (error) {
    console.error(explainFailure(error, process.env));
    process.exitCode = 1;
  }
}

/** The one that is named, or all of them, where help or an error may have to list them. */
function asked([name = '']: readonly string[]): (() => Promise<AddCommand>)[] {
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  return command ? [command] : Object.values(commands);
}

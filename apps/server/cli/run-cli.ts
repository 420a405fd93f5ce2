import { Command } from 'commander';
import { version } from '../version.ts';
import { addDeadLetters } from './dead-letters.ts';
import { addDemo } from './demo.ts';
import { addDoctor } from './doctor.ts';
import { addEvents } from './events.ts';
import { explainFailure } from './explain-failure.ts';
import { addKey } from './key.ts';
import { addMigrate } from './migrate.ts';
import { addPartitions } from './partitions.ts';
import { addServe } from './serve.ts';
import { addSignInLink } from './sign-in-link.ts';

/** The `belfry` command. What a person did wrong is said in plain lines; anything else keeps its stack. */
export async function runCli(args: readonly string[]): Promise<void> {
  const program = new Command('belfry')
    .description('Reaches the right person, at the right local time, on the right channel, until somebody answers.')
    .version(version)
    .showHelpAfterError('(belfry --help shows the commands)');
  addServe(program);
  addMigrate(program);
  addKey(program);
  addSignInLink(program);
  addDoctor(program);
  addDemo(program);
  addEvents(program);
  addDeadLetters(program);
  addPartitions(program);
  try {
    await program.parseAsync(args, { from: 'user' });
  } catch (error) {
    console.error(explainFailure(error, process.env));
    process.exitCode = 1;
  }
}

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { AppError } from '@belfry/kernel/app-error';
import type { Command } from 'commander';
import { launchPlayground, type Playground } from '../playground/launch-playground.ts';
import { type Beat, playEvening } from '../playground/play-evening.ts';
import type { PlaygroundState, Preparation, Scene } from '../playground/playground-state.ts';
import { tellBeat } from '../playground/tell-beat.ts';

interface DemoOptions {
  fast?: true;
  json?: true;
}

/** So long each beat can be read before the next one. */
const READING_MS = 1_800;

const preparing: Record<Preparation, string> = {
  database: 'a PostgreSQL of its own …',
  programs: 'the API and the engine, two processes …',
  household: 'Grandmother Maly, Sophea and Dara move in …',
};

export function addDemo(program: Command): void {
  program
    .command('demo')
    .description(
      'watch an evening on the virtual clock: nobody answers, the engine is killed, nothing is lost or doubled',
    )
    .option('--fast', 'without pauses for reading')
    .option('--json', 'as JSON, without pauses')
    .action(runDemo);
}

/** Ends with 1 where anything was sent twice or lost; leaves nothing behind, after Ctrl-C either. */
async function runDemo({ fast, json }: DemoOptions): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), 'belfry-demo-'));
  const interrupted = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => interrupted.abort());
  const say = (line: string) => {
    if (!json) console.log(line);
  };
  let playground: Playground | null = null;
  try {
    say('\nA playground wakes up. Everything is SIMULATED, and nothing of it is staged:');
    let told: Preparation | null = null;
    const ready = Promise.withResolvers<Scene>();
    playground = await launchPlayground({
      directory,
      isOnlyOne: true,
      onState({ phase, doing, problem, scene }: PlaygroundState) {
        if (doing !== null && doing !== told) say(`  ${preparing[doing]}`);
        told = doing;
        if (phase === 'ready' && scene) ready.resolve(scene);
        if (phase === 'failed') ready.reject(failed(problem));
      },
    });
    const scene = await orInterrupted(ready.promise, interrupted.signal);
    say('');
    const beats: Beat[] = [];
    for await (const beat of playEvening(playground, scene)) {
      interrupted.signal.throwIfAborted();
      beats.push(beat);
      say(tellBeat(beat, scene.household));
      if (!fast && !json) await delay(READING_MS, undefined, { signal: interrupted.signal });
    }
    if (json) console.log(JSON.stringify({ simulated: true, beats }, null, 2));
    say(whatNext);
    const last = beats.at(-1);
    if (last?.kind !== 'tally' || last.tally.twice > 0 || last.tally.lost > 0) process.exitCode = 1;
  } catch (error) {
    if (!interrupted.signal.aborted) throw error;
    process.exitCode = 130;
  } finally {
    await playground?.stop();
    await rm(directory, { recursive: true, force: true });
  }
  process.exit();
}

const whatNext = `
Next
  npm start                  the same in the console, with a clock and an engine that you may break
  npx belfry key create      a key for your own programs; the API is described at /docs
  npx belfry doctor          what is missing before real people are reached
`;

function orInterrupted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const cut = Promise.withResolvers<never>();
  signal.addEventListener('abort', () => cut.reject(signal.reason), { once: true });
  return Promise.race([work, cut.promise]);
}

function failed(problem: string | null): AppError {
  const message = `The playground could not be started: ${problem ?? 'it ended by itself'}.`;
  return new AppError({ code: 'playground.failed', kind: 'unavailable', message });
}

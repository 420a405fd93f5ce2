import { once } from 'node:events';
import { AppError } from '@belfry/kernel/app-error';
import { type Config, parseConfig } from '@belfry/platform/config';
import { createLogger } from '@belfry/platform/logger';
import type { TransportChoice } from '@belfry/platform/transports/open-transport';
import { type Command, Option } from 'commander';
import { isEveryAddress } from '../compose/local-url.ts';
import { type PlaygroundMode, playgroundModes } from '../compose/offer-playground.ts';
import { type Role, roles, startBelfry } from '../compose/start-belfry.ts';
import type { System } from '../systems.ts';
import { version } from '../version.ts';
import { asSystem } from './as-system.ts';
import { inspectChannels } from './inspect.ts';

export function addServe(program: Command): void {
  program
    .command('serve')
    .description('run the server until it is stopped; Ctrl-C drains it')
    .option('--role <roles>', `what this process does, of ${roles.join(', ')}, separated by commas`, roles.join(','))
    .addOption(
      new Option('--playground <when>', 'when the playground of the sandbox starts')
        .choices(playgroundModes)
        .default('asked' satisfies PlaygroundMode),
    )
    .addOption(
      asSystem('the system to show: an organisation that nobody uses yet gets people for it, who do not exist'),
    )
    .action(async ({ role, ...shown }: Shown & { role: string }) => serve(parseRoles(role), shown));
}

interface Shown {
  playground: PlaygroundMode;
  as?: System;
}

async function serve(asked: readonly Role[], { playground, as }: Shown): Promise<void> {
  // On a terminal the lines for people come first; a line for each request would bury the sign-in link.
  const config = parseConfig({ LOG_LEVEL: process.stderr.isTTY ? 'warn' : 'info', ...process.env });
  requireWork(asked, config.transport);
  const logger = createLogger({ level: config.logLevel });
  const stopping = new AbortController();
  const { signal } = stopping;
  // A second Ctrl-C changes nothing: stopping is bounded, and what is under way should end well.
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => stopping.abort());
  const start = startBelfry({
    config,
    roles: asked,
    playground,
    as,
    logger,
    version,
    signal,
    say,
    onLost(what) {
      logger.fatal(`${what} has ended by itself`);
      process.exitCode = 1;
      stopping.abort();
    },
  });
  const belfry = await start.catch((error: unknown) => {
    if (!signal.aborted) throw error;
    say('stopped before it was ready');
    process.exit();
  });
  say(`ready at ${belfry.url} after ${(performance.now() / 1000).toFixed(1)} s`);
  if (config.channels === 'sandbox')
    say('channels: SIMULATED. Nothing leaves this machine; BELFRY_CHANNELS=live does.');
  else for (const { about, found, todo } of inspectChannels(config)) say(`${about}: ${found}. ${todo ?? ''}`.trim());
  if (config.publicUrl === null && isEveryAddress(config.host))
    say('from another machine its pages can be read, and change nothing, until BELFRY_URL says by which address.');
  if (config.clock === 'virtual') say('clock: virtual. It stands still until POST /sandbox/clock moves it.');
  if (as) tellOfSample(as, belfry.sample, config);
  if (belfry.signInLink) say(`sign in, once, within the hour: ${belfry.signInLink}`);
  if (!signal.aborted) await once(signal, 'abort');
  say('stopping: what is under way ends first');
  await belfry.stop();
  say('stopped');
  process.exit();
}

function tellOfSample(as: System, added: number, config: Config): void {
  if (added === 0) {
    const why = config.channels === 'live' ? 'what is sent is real' : 'this organisation is in use already';
    say(`${as}: no people were made up, for ${why}`);
    return;
  }
  say(`${as}: switched on for ${added} people who do not exist; about half have their birthday today`);
  const isOurs = config.database.url === null;
  say(`to be rid of them: ${isOurs ? `stop Belfry and delete ${config.dataDirectory}` : 'remove them under People'}`);
}

/** Hints come from a broker; without one whoever reads what is due makes the calls. */
function requireWork(asked: readonly Role[], transport: TransportChoice): void {
  if (transport.name !== 'postgres' || asked.some((role) => role !== 'worker')) return;
  const message =
    'BELFRY_TRANSPORT is postgres, by which a worker gets nothing to do: set it to rabbitmq or bullmq, or start the role engine.';
  throw new AppError({ code: 'cli.role-idle', kind: 'validation', message });
}

function parseRoles(text: string): Role[] {
  const names = text.split(',').map((name) => name.trim());
  const known = roles.filter((role) => names.includes(role));
  if (known.length === names.length) return known;
  const message = `--role takes ${roles.join(', ')}, separated by commas; ${text} is not that.`;
  throw new AppError({ code: 'cli.role-unknown', kind: 'validation', message });
}

function say(line: string): void {
  console.log(`belfry  ${line}`);
}

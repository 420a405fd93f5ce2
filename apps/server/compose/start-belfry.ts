import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import {
  ensurePresets,
  HintPublisher,
  longestCallEndsWithinMs,
  Partitions,
  Providers,
  type RunningEngine,
  type RunningWorker,
  runEngine,
  runWorker,
  SHARD_CHANNEL,
  saveHold,
} from '@belfry/engine/module';
import { authorName, greetingsAuthor } from '@belfry/greetings/module';
import type { Clock } from '@belfry/kernel/clock';
import type { TenantId } from '@belfry/kernel/ids';
import { CHANGE_CHANNEL, createChangeFeed } from '@belfry/platform/changes';
import { startSystemClock } from '@belfry/platform/clock/system-clock';
import { CLOCK_CHANNEL, requireNoVirtualFuture, VirtualClock } from '@belfry/platform/clock/virtual-clock';
import type { Config } from '@belfry/platform/config';
import { openDataDirectory } from '@belfry/platform/data-directory';
import { acquireInstance } from '@belfry/platform/data-directory-instance';
import { roleUrl } from '@belfry/platform/database';
import { requireEncryptionKey } from '@belfry/platform/encryption-key';
import { createFaultHook } from '@belfry/platform/faults';
import { freePort } from '@belfry/platform/free-ports';
import { createIdentity } from '@belfry/platform/identity/identity';
import { readOrganisationIds } from '@belfry/platform/identity/read-organisation';
import type { Logger } from '@belfry/platform/logger';
import { listenToNotices } from '@belfry/platform/notices';
import { createSealer } from '@belfry/platform/sealer';
import { openTransport } from '@belfry/platform/transports/open-transport';
import type pg from 'pg';
import { type System, systems } from '../systems.ts';
import { addSample } from './add-sample.ts';
import { observeEngine, observeRates } from './engine-metrics.ts';
import { followVirtualClock } from './follow-virtual-clock.ts';
import { startHousekeeping } from './housekeeping.ts';
import { installationSecrets } from './installation-secrets.ts';
import { localUrl } from './local-url.ts';
import { hasNobody, offerPlayground, type PlaygroundMode } from './offer-playground.ts';
import { serveHttp } from './serve-http.ts';
import { Shutdown } from './shutdown.ts';
import { startChannels } from './start-channels.ts';
import { startDatabase } from './start-database.ts';
import { startMetrics } from './start-metrics.ts';
import { startUpkeep } from './start-upkeep.ts';
import { observeTransport } from './transport-metrics.ts';

export const roles = ['api', 'engine', 'worker'] as const;
export type Role = (typeof roles)[number];

export interface StartBelfryOptions {
  config: Config;
  roles: readonly Role[];
  playground: PlaygroundMode;
  /** The system to show: an organisation that nobody uses yet gets people for it. */
  as: System | undefined;
  logger: Logger;
  version: string;
  /** To stop before it is ready; afterwards there is `stop`. */
  signal: AbortSignal;
  /** One line for people about what is being done. */
  say(line: string): void;
  /** Something this process cannot live without has ended; it should stop. */
  onLost(what: string): void;
}

export interface RunningBelfry {
  url: string;
  /** How many people have been added for the system to be shown with. */
  sample: number;
  /** To the page of the system that is shown; null without the role api. */
  signInLink: string | null;
  /** Ends what is under way, then everything, the database last. */
  stop(): Promise<void>;
}

/** After the last call has ended. It is more than enough where the database answers; where it does not, nobody waits for ever. */
const recordedWithinMs = 20_000;

/**
 * The whole program, put together here and nowhere else. What was started stops in the opposite order.
 * @throws what `signal` was aborted for, between two steps of the start, once what had been started has stopped
 */
export async function startBelfry(options: StartBelfryOptions): Promise<RunningBelfry> {
  const { config, logger, signal, say } = options;
  const shutdown = new Shutdown(
    (error, what) => logger.error({ err: error }, `while stopping ${what}`),
    longestCallEndsWithinMs(config.providerTimeoutMs) + recordedWithinMs,
  );
  const onError = (error: unknown, doing: string) => logger.error({ err: error }, doing);
  try {
    const directory = await openDataDirectory(config.dataDirectory);
    const instance = await acquireInstance(directory, signal);
    shutdown.add('the instance', () => instance.release());
    await instance.publish({ clock: config.clock });
    const secrets = installationSecrets(config, directory);
    const { secret } = secrets;
    const sealer = createSealer('contact settings', secrets);
    const fault = createFaultHook(config.fault);

    const started = await startDatabase({
      config,
      directory,
      instance,
      signal,
      say,
      onLost: () => options.onLost('the database'),
    });
    shutdown.add('the database', () => started.stop());
    signal.throwIfAborted();
    await requireEncryptionKey(started.url, secrets);
    const { pools } = started.database;

    let catchUpWithClock = () => {};
    const work: { engine: RunningEngine | null; worker: RunningWorker | null } = { engine: null, worker: null };
    const notices = await listenToNotices({
      url: roleUrl({ url: started.url }, 'app'),
      channels: [CHANGE_CHANNEL, CLOCK_CHANNEL, SHARD_CHANNEL],
      onGap: () => {
        catchUpWithClock();
        work.engine?.takeShards();
        changes.announceGap();
      },
      onError: (error) => onError(error, 'listening for notices'),
    });
    shutdown.add('notices', () => notices.close());
    const changes = createChangeFeed(pools.app, notices, (error) => onError(error, 'telling of changes'));
    shutdown.add('the change feed', () => changes.close());

    const clock = await startClock(config, pools.engine, shutdown, (error) => onError(error, 'disciplining the clock'));
    const port = config.port || (await freePort(config.host));
    const publicUrl = config.publicUrl ?? localUrl(config.host, port);
    const identity = createIdentity({ pool: pools.identity, baseUrl: publicUrl, secret, logger });
    const tenantId = await identity.ensureFirstOrganisation();
    await ensurePresets(pools, await readOrganisationIds(pools.identity), clock.now());

    signal.throwIfAborted();
    const channels = await startChannels({
      config,
      pool: pools.sandbox,
      enginePool: pools.engine,
      clock,
      secret,
      publicUrl,
      fault,
      // The simulated network knows no tenant, so nobody is told whose handset it was.
      onChange: () => changes.publish({ tenantId: null, topic: 'messages' }),
      onInboxChange: ({ tenantId, personId }) => changes.publish({ tenantId, topic: 'inbox', id: personId }),
      onError,
    });
    shutdown.add('the channels', () => channels.channels.close());
    if (channels.sandbox) shutdown.add('the sandbox', () => channels.sandbox?.close() ?? Promise.resolve());

    const housekeeping = startHousekeeping({
      enginePool: pools.engine,
      ownerUrl: started.url,
      clock,
      sealer,
      retentionMonths: config.retentionMonths,
      onError: (error) => onError(error, 'housekeeping'),
    });
    shutdown.add('housekeeping', () => housekeeping.stop());

    const providers = new Providers(clock, (hold) => {
      saveHold(pools.engine, hold).catch((error: unknown) =>
        onError(error, 'telling of a provider that wants patience'),
      );
    });
    const metrics = startMetrics({ pools, clock, providers, channels: channels.channels.channels, onError });
    const engineDeps = {
      pool: pools.engine,
      clock,
      partitions: new Partitions(pools.engine),
      channels: channels.channels.channels,
      providers,
      authors: new Map([[authorName, greetingsAuthor]]),
      rates: config.rates,
      sealer,
      secret,
      publicUrl,
      providerTimeoutMs: config.providerTimeoutMs,
      fault,
      onChange: (tenantId: TenantId, id: string) => changes.publish({ tenantId, topic: 'occurrences', id }),
      onScheduleChange: (tenantId: TenantId, id: string) => changes.publish({ tenantId, topic: 'schedules', id }),
      onError,
      observe: observeEngine(metrics),
    };
    const hasEngine = options.roles.includes('engine');
    const hasWorker = options.roles.includes('worker') && config.transport.name !== 'postgres';
    signal.throwIfAborted();
    const transport = hasEngine || hasWorker ? await openTransport(config.transport, onError) : null;
    shutdown.add('the transport', () => transport?.close());
    if (transport) observeTransport(metrics, transport);
    observeRates(metrics, () => (work.engine?.awaitingTokens() ?? 0) + (work.worker?.awaitingTokens() ?? 0));

    const onMove = () => {
      work.engine?.wake();
      channels.sandbox?.wake();
      housekeeping.clockMoved();
      changes.publish({ tenantId: null, topic: 'clock' });
    };
    const followed = followVirtualClock(clock, notices, onMove, (error) => onError(error, 'following the clock'));
    shutdown.add('following the clock', () => followed.stop());
    catchUpWithClock = followed.catchUp;

    notices.on(SHARD_CHANNEL, (told) => work.engine?.takeShards(told));
    if (hasEngine) {
      const upkeep = startUpkeep({
        ...{ engineDeps, pool: pools.app, changes, allowLocalHttp: config.channels === 'sandbox' },
        onDue: () => work.engine?.wake(),
      });
      shutdown.add('the upkeep', () => upkeep.stop());
    }
    const playground = offerPlayground({
      ...options,
      onChange: () => changes.publish({ tenantId: null, topic: 'playground' }),
      onError: (error) => onError(error, 'the playground'),
    });
    const http = await serveHttp({
      ...options,
      playground,
      ownerUrl: started.url,
      publicUrl,
      secret,
      pools,
      clock,
      identity,
      changes,
      metrics,
      channels,
      engineDeps,
      engine: hasEngine ? { running: () => work.engine } : null,
      worker: hasWorker ? { running: () => work.worker } : null,
      transport,
    });
    shutdown.add('the HTTP server', () => http.close());
    // Before the server closes: its open streams through the proxy end with it.
    shutdown.add('the playground', () => playground?.stop());
    signal.throwIfAborted();
    await http.listen({ port, host: config.host });
    // Only now, for the calls it makes bring back callbacks; and it stops first.
    if (hasEngine) {
      const hints = transport ? new HintPublisher({ transport, onError }) : null;
      const running = await runEngine(engineDeps, { id: directory.instanceId, bootId: randomUUID() }, hints);
      work.engine = running;
      // What it was told of while it began.
      running.takeShards();
      shutdown.add('the engine', () => running.stop());
    }
    if (transport && hasWorker) {
      const running = runWorker(engineDeps, transport);
      work.worker = running;
      shutdown.add('the worker', () => running.stop());
    }
    const takeLeave = async () => {
      http.beginDrain();
      // Until whoever shares out requests has seen it.
      if (options.roles.includes('api')) await delay(config.shutdownGraceMs);
    };
    // For commands on this machine, whatever the world calls us.
    await instance.publish({ serverUrl: localUrl(config.host, port) });
    if (hasEngine || hasWorker)
      channels.channels.load().catch((error: unknown) => onError(error, 'loading the channels'));
    // Real people are not written to by way of a sample.
    const sample =
      options.as && config.channels === 'sandbox'
        ? await addSample({ ...engineDeps, pool: pools.app, tenantId, as: options.as })
        : 0;
    if (options.playground === 'ahead' && (await hasNobody(pools.engine))) void playground?.start();
    const signInLink = options.roles.includes('api')
      ? await identity.createSignInLink(options.as && systems[options.as])
      : null;
    signal.throwIfAborted();
    return { url: publicUrl, sample, signInLink, stop: () => shutdown.run(takeLeave) };
  } catch (error) {
    await shutdown.run();
    throw error;
  }
}

async function startClock(
  config: Config,
  pool: pg.Pool,
  shutdown: Shutdown,
  onError: (error: unknown) => void,
): Promise<Clock> {
  if (config.clock === 'virtual') return VirtualClock.open(pool);
  await requireNoVirtualFuture(pool);
  const clock = await startSystemClock(pool, onError);
  shutdown.add('the clock', () => clock.stop());
  return clock;
}

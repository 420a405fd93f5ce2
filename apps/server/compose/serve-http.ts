import { createSendGridRoutes, createTwilioRoutes } from '@belfry/channels/module';
import {
  addActionLinkRoutes,
  addEngineRoutes,
  applyStatus,
  callEndsWithinMs,
  type EngineDeps,
  type EngineRoutesOptions,
  handleReply,
  nextInstant,
  pendingWork,
  type RunningEngine,
  type RunningWorker,
} from '@belfry/engine/module';
import { addEventRoutes } from '@belfry/eventlog/module';
import { addGreetingsRoutes, countRevisions } from '@belfry/greetings/module';
import { AppError } from '@belfry/kernel/app-error';
import type { Clock } from '@belfry/kernel/clock';
import { addPeopleRoutes } from '@belfry/people/module';
import type { ChangeFeed } from '@belfry/platform/changes';
import { VirtualClock } from '@belfry/platform/clock/virtual-clock';
import type { Database } from '@belfry/platform/database';
import type { HealthCheck } from '@belfry/platform/health';
import { createHttpServer, type HttpServer } from '@belfry/platform/http/server';
import type { Identity } from '@belfry/platform/identity/identity';
import { readOrganisation } from '@belfry/platform/identity/read-organisation';
import type { Metrics } from '@belfry/platform/metrics';
import { type Transport, unreachable } from '@belfry/platform/transports/transport';
import type { PlaygroundService } from '../playground/playground-service.ts';
import { addDoctorRoute } from '../routes/doctor-route.ts';
import { addMeRoute } from '../routes/me-route.ts';
import { addPlaygroundRoutes } from '../routes/playground-routes.ts';
import { addSandboxRoutes } from '../routes/sandbox-routes.ts';
import { addStreamRoute } from '../routes/stream-route.ts';
import { addChannelRoutes, describeChannels, heedComplaint } from './channel-routes.ts';
import { isConsoleBuilt, isConsolePage, serveConsole } from './console-files.ts';
import { keepPeople, publishReplanned } from './keep-people.ts';
import { occurrenceOfMessage } from './occurrence-of-message.ts';
import type { StartBelfryOptions } from './start-belfry.ts';
import type { StartedChannels } from './start-channels.ts';
import { createVirtualTime, type TimeParticipant } from './virtual-time.ts';

interface ServeHttpOptions extends Pick<StartBelfryOptions, 'config' | 'roles' | 'logger' | 'version'> {
  publicUrl: string;
  /** The database as its owner, for looking at the installation as a whole. */
  ownerUrl: string;
  secret: string;
  pools: Database['pools'];
  clock: Clock;
  identity: Identity;
  changes: ChangeFeed;
  metrics: Metrics;
  channels: StartedChannels;
  /** null where none is offered. */
  playground: PlaygroundService | null;
  engineDeps: EngineDeps;
  /** null where this process has no such role; then another one does the work. It starts once we listen. */
  engine: { running(): RunningEngine | null } | null;
  worker: { running(): RunningWorker | null } | null;
  /** null where there is no broker, or nothing to do with it. */
  transport: Transport | null;
}

/** How long an action waits beyond the time by which calls under way have ended. */
const drainGraceMs = 500;
/** An engine that has not come round for so long, beside waiting for a provider, is stuck. */
const engineStuckMs = 15_000;

/** Everything that answers HTTP, registered and ready to listen. */
export async function serveHttp(options: ServeHttpOptions): Promise<HttpServer> {
  const { logger, identity, publicUrl, metrics } = options;
  const app = await createHttpServer({
    logger,
    authenticate: identity.authenticate,
    publicUrl,
    metrics,
    healthChecks: healthChecks(options),
    serveUnknown: async (request, reply) => {
      if (!options.roles.includes('api') || !isConsolePage(request.method, request.url)) return false;
      await reply.header('cache-control', 'no-cache').sendFile('index.html');
      return true;
    },
  });
  if (options.roles.includes('api')) await addRoutes(app, options);
  return app;
}

async function addRoutes(app: HttpServer, options: ServeHttpOptions): Promise<void> {
  const { config, publicUrl, secret, pools, clock, identity, changes, channels, engineDeps, engine, version } = options;
  const { twilioAuthToken, sendGridPublicKey } = channels;
  if (isConsoleBuilt()) await serveConsole(app);
  await app.register(identity.plugin);
  addMeRoute(app, {
    clock,
    channels: config.channels,
    version,
    readOrganisation: (tenantId) => readOrganisation(pools.identity, tenantId),
  });
  addDoctorRoute(app, { config, ownerUrl: options.ownerUrl });
  addStreamRoute(app, changes);
  const drainWithinMs = callEndsWithinMs(config.providerTimeoutMs) + drainGraceMs;
  addPeopleRoutes(app, {
    pool: pools.app,
    clock,
    sealer: engineDeps.sealer,
    allowLocalHttp: config.channels === 'sandbox',
    onChange: (tenantId, id) => changes.publish({ tenantId, topic: 'people', ...(id === null ? {} : { id }) }),
    ...keepPeople(engineDeps, {
      ...{ drainWithinMs, onDue: () => engine?.running()?.wake() },
      onReplanned: (tenantId) => publishReplanned(changes, tenantId),
    }),
  });
  addEventRoutes(app, { pool: pools.app, clock });
  const engineRoutes: EngineRoutesOptions = {
    pool: pools.app,
    clock,
    partitions: engineDeps.partitions,
    fault: engineDeps.fault,
    drainWithinMs,
    onChange: (tenantId, topic, id) => changes.publish({ tenantId, topic, id }),
    canSend: (channel) => engineDeps.channels.has(channel),
    onDue: () => engine?.running()?.wake(),
  };
  addEngineRoutes(app, engineRoutes);
  addGreetingsRoutes(app, {
    ...{ pool: pools.app, clock, partitions: engineDeps.partitions, drainWithinMs },
    onChange: (tenantId) => changes.publish({ tenantId, topic: 'greetings', id: tenantId }),
    onDue: () => engine?.running()?.wake(),
  });
  await addActionLinkRoutes(app, { ...engineRoutes, secret });
  await addChannelRoutes(app, options);
  if (twilioAuthToken) {
    await app.register(
      createTwilioRoutes({
        authToken: twilioAuthToken,
        publicUrl,
        attemptKeySecret: secret,
        onStatus: (callback) => applyStatus(engineDeps, callback),
        onInbound: (message) => handleReply(engineDeps, message),
      }),
    );
  }
  if (sendGridPublicKey) {
    await app.register(
      createSendGridRoutes({
        publicKey: sendGridPublicKey,
        attemptKeySecret: secret,
        onStatus: (callback) => applyStatus(engineDeps, callback),
        onComplaint: (complaint) => heedComplaint(engineDeps, complaint),
      }),
    );
  }
  addSandbox(app, options);
  if (options.playground) await addPlaygroundRoutes(app, { playground: options.playground, pool: pools.app });
}

function addSandbox(app: HttpServer, options: ServeHttpOptions): void {
  const { secret, clock, channels, engineDeps, engine } = options;
  const { sandbox } = channels;
  if (!sandbox) return;
  const engineTime: TimeParticipant = {
    nextInstant: (after) => nextInstant(engineDeps, after),
    pending: (now) => pendingWork(engineDeps, now),
    wake: () => engine?.running()?.wake(),
  };
  const greetingsTime: TimeParticipant = {
    nextInstant: async () => null,
    async pending() {
      const count = await countRevisions(engineDeps.pool);
      return count > 0 ? [`${count} changes of greetings that have not reached everybody`] : [];
    },
    wake() {},
  };
  const isStopping = () => app.phase !== 'serving';
  addSandboxRoutes(app, {
    sandbox,
    clock,
    virtualTime:
      clock instanceof VirtualClock ? createVirtualTime(clock, [greetingsTime, engineTime, sandbox], isStopping) : null,
    occurrenceOf: (message) => occurrenceOfMessage(secret, message),
  });
}

function healthChecks(options: ServeHttpOptions): HealthCheck[] {
  const { config, pools, channels, engine, worker, transport, engineDeps, roles } = options;
  return [
    {
      name: 'database',
      async check() {
        const { rows } = await pools.app.query<{ is_read_only: boolean }>(
          `SELECT current_setting('transaction_read_only')::boolean AS is_read_only`,
        );
        if (rows[0]?.is_read_only) throw readOnly();
        return undefined;
      },
    },
    { name: 'channels', check: async () => describeChannels(channels.channels, engineDeps.providers) },
    ...(engine
      ? [{ name: 'engine', check: async () => requireRounds('engine', engine.running(), config.providerTimeoutMs) }]
      : []),
    ...(worker
      ? [{ name: 'worker', check: async () => requireRounds('worker', worker.running(), config.providerTimeoutMs) }]
      : []),
    // Requests need no broker, so a process that answers them stays ready without one.
    ...(transport && !roles.includes('api')
      ? [{ name: 'transport', check: async () => requireReachable(transport) }]
      : []),
  ];
}

interface Rounds {
  lastRoundMs(): number;
}

function requireRounds(role: string, running: Rounds | null, providerTimeoutMs: number): undefined {
  if (!running || running.lastRoundMs() > engineStuckMs + callEndsWithinMs(providerTimeoutMs)) throw notRunning(role);
}

function requireReachable(transport: Transport): undefined {
  if (!transport.isReachable()) throw unreachable(transport.name);
}

function readOnly(): AppError {
  return new AppError({ code: 'database.unavailable', kind: 'unavailable', message: 'It may only be read.' });
}

function notRunning(role: string): AppError {
  const message = `The ${role} has not come round lately, or each of its rounds has failed.`;
  return new AppError({ code: 'engine.not-running', kind: 'unavailable', message });
}

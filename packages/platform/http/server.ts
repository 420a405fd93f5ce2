import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import fastify, { type FastifyBaseLogger, type FastifyInstance } from 'fastify';
import { serializerCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod';
import { type HealthCheck, healthRoutes } from '../health.ts';
import { type Metrics, metricsRoutes } from '../metrics.ts';
import { type Authenticate, authentication } from './authentication.ts';
import { answerBrokenRequest, answerError, type ErrorHandlingOptions, errorHandling } from './error-handling.ts';
import { eventStreams } from './event-stream.ts';
import { lifecycle } from './lifecycle.ts';
import { openapi } from './openapi.ts';
import { requestIdOf } from './request-id.ts';
import { RequestLog } from './request-log.ts';
import { responseHeaders } from './response-headers.ts';
import { addRoute, type RouteTable } from './route-table.ts';
import { idempotentReplays } from './run-once.ts';
import { slowBodies } from './slow-bodies.ts';
import { storableText } from './storable-text.ts';
import { unreadBodies } from './unread-bodies.ts';
import { validatorCompiler } from './validation.ts';

export type HttpServer = FastifyInstance<Server, IncomingMessage, ServerResponse, FastifyBaseLogger, ZodTypeProvider>;

export interface HttpServerOptions extends Pick<ErrorHandlingOptions, 'serveUnknown'> {
  logger: FastifyBaseLogger;
  authenticate: Authenticate;
  /** BELFRY_URL: where browsers reach this server, whatever address it listens on. */
  publicUrl: string;
  metrics: Metrics;
  healthChecks: readonly HealthCheck[];
  /** Addresses or networks of proxies whose X-Forwarded-* headers are believed; none when absent. */
  trustProxy?: string | string[];
  /** `'sha256-…'` of inline scripts that the console's page holds. */
  inlineScriptHashes?: readonly string[];
  /** How long requests under way may take to finish on close. */
  drainTimeoutMs?: number;
  /** How long a request that is no upload may take to arrive. */
  requestTimeoutMs?: number;
}

const BODY_LIMIT_BYTES = 1024 * 1024;
const HEADERS_TIMEOUT_MS = 15_000;
const REQUEST_TIMEOUT_MS = 60_000;
/** 256 MiB over a line of 1.2 Mbit/s. */
const UPLOAD_TIMEOUT_MS = 30 * 60_000;
/** Longer than the 60 s that load balancers keep theirs open by default, or they would send into a closing one. */
const KEEP_ALIVE_TIMEOUT_MS = 72_000;
/** Signed tokens in paths are longer than the router's default of 100. */
const MAX_PARAMETER_LENGTH = 1024;

/**
 * The server every module adds its routes to, as Fastify plugins. All that holds for every route is in place when this
 * resolves: register routes afterwards, then `listen`.
 */
export async function createHttpServer(options: HttpServerOptions): Promise<HttpServer> {
  const app: HttpServer = fastify({
    loggerInstance: options.logger,
    logController: new RequestLog(),
    genReqId: requestIdOf,
    bodyLimit: BODY_LIMIT_BYTES,
    trustProxy: options.trustProxy ?? false,
    requestTimeout: UPLOAD_TIMEOUT_MS,
    keepAliveTimeout: KEEP_ALIVE_TIMEOUT_MS,
    http: { headersTimeout: HEADERS_TIMEOUT_MS },
    routerOptions: { maxParamLength: MAX_PARAMETER_LENGTH },
    // lifecycle.ts refuses while closing, with a problem.
    return503OnClosing: false,
    frameworkErrors: (error, request, reply) => {
      answerError(error, request, reply);
    },
    clientErrorHandler: answerBrokenRequest,
  }).withTypeProvider<ZodTypeProvider>();
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);

  const routes: RouteTable = new Map();
  app.addHook('onRoute', ({ url, method }) => addRoute(routes, url, method));

  const { publicUrl, authenticate, metrics, serveUnknown, inlineScriptHashes = [] } = options;
  await app.register(responseHeaders, { publicUrl, inlineScriptHashes });
  await app.register(lifecycle, { drainTimeoutMs: options.drainTimeoutMs ?? 10_000 });
  await app.register(errorHandling, { routes, ...(serveUnknown ? { serveUnknown } : {}) });
  await app.register(unreadBodies);
  await app.register(slowBodies, { longestMs: options.requestTimeoutMs ?? REQUEST_TIMEOUT_MS });
  await app.register(storableText);
  await app.register(authentication, { authenticate, publicUrl });
  await app.register(idempotentReplays);
  await app.register(eventStreams, { heartbeatMs: 15_000, maxAgeMs: 15 * 60_000, maxUnreadBytes: 256 * 1024 });
  await app.register(openapi);
  await app.register(metricsRoutes, { metrics });
  await app.register(healthRoutes, { checks: options.healthChecks });
  return app;
}

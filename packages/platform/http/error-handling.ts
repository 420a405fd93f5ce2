import type { Socket } from 'node:net';
import { AppError } from '@belfry/kernel/app-error';
import type { ConnectionError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';
import { problemOf, type Refusal, refusalOf } from './problem.ts';
import { methodsAt, type RouteTable } from './route-table.ts';

/** Seconds after which a caller may try again what was refused for now. */
const RETRY_AFTER_S = 1;

export interface ErrorHandlingOptions {
  routes: RouteTable;
  /** Answers what no route knows, such as the console's own addresses; false leaves it at 404. */
  serveUnknown?: (request: FastifyRequest, reply: FastifyReply) => Promise<boolean> | boolean;
}

/** Every refusal of every route leaves as problem+json; faults are logged here with their stack, once. */
export const errorHandling = fp(
  async (app: FastifyInstance, { routes, serveUnknown }: ErrorHandlingOptions) => {
    app.setErrorHandler((error, request, reply) => answerError(error, request, reply));

    app.setNotFoundHandler(async (request, reply) => {
      if (await serveUnknown?.(request, reply)) return reply;
      const path = request.originalUrl.split('?', 1)[0] ?? '';
      const allowed = methodsAt(routes, path);
      if (allowed.length === 0 || allowed.includes(request.method)) return answer(notFound, request, reply);
      reply.header('allow', allowed.join(', '));
      return answer({ ...wrongMethod, detail: `This address takes ${allowed.join(', ')}.` }, request, reply);
    });
  },
  { name: 'belfry-error-handling' },
);

const notFound: Refusal = { status: 404, code: 'route.not-found', detail: 'There is nothing at this address.' };
const wrongMethod: Refusal = { status: 405, code: 'route.method-not-allowed', detail: '' };

export function answerError(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const refusal = refusalOf(error);
  const { code } = refusal;
  if (refusal.status === 503) request.log.warn({ err: error, code }, 'request put off');
  else if (refusal.status >= 500) request.log.error({ err: error, code }, 'request failed');
  else if (error instanceof AppError) request.log.debug({ code, details: error.details }, 'request refused');
  return answer(refusal, request, reply);
}

function answer(refusal: Refusal, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (refusal.status === 401 && !reply.hasHeader('www-authenticate')) {
    reply.header('www-authenticate', 'Bearer realm="belfry"');
  }
  if (refusal.status === 503 || refusal.status === 429) reply.header('retry-after', RETRY_AFTER_S);
  // Refusals of the router's own come before every hook.
  reply.header('x-request-id', request.id);
  // As text, or Fastify would serialise it by the route's own schema for this status.
  return reply
    .code(refusal.status)
    .type('application/problem+json')
    .send(JSON.stringify(problemOf(refusal, request.id)));
}

const tooSlow: Refusal = { status: 408, code: 'request.timed-out', detail: 'The request took too long to arrive.' };

const brokenRequests: Readonly<Record<string, Refusal>> = {
  HPE_HEADER_OVERFLOW: { status: 431, code: 'request.headers-too-large', detail: 'The headers are too large.' },
  ERR_HTTP_REQUEST_TIMEOUT: tooSlow,
};

const notHttp: Refusal = { status: 400, code: 'request.malformed', detail: 'This is not a valid HTTP request.' };

/** For what is no HTTP request, so that there is nothing to route; the connection ends with it. */
export function answerBrokenRequest(error: ConnectionError, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  endWith(brokenRequests[error.code] ?? notHttp, socket);
}

/** For what has begun and does not arrive. */
export function answerTooSlow(socket: Socket): void {
  endWith(tooSlow, socket);
}

function endWith(refusal: Refusal, socket: Socket): void {
  const problem = problemOf(refusal, crypto.randomUUID());
  const body = JSON.stringify(problem);
  const head = [
    `HTTP/1.1 ${problem.status} ${problem.title}`,
    'Connection: close',
    'Content-Type: application/problem+json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}

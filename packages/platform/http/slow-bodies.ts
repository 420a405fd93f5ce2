import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FastifyInstance } from 'fastify';
import fp from 'fastify-plugin';
import { answerTooSlow } from './error-handling.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Takes files, which over a thin line last longer than any other request may. */
    isUpload?: boolean;
  }
}

export interface SlowBodiesOptions {
  /** From its headers on. */
  longestMs: number;
}

/**
 * Node has one limit for how long a request may take to arrive, and it has to leave room for files. All others are held to a
 * shorter one here, or who sends a byte now and then would keep many connections: before anything is known of the caller, for
 * a refusal may leave long before the body has come. What is an upload is let off once it is known who sends it.
 */
export const slowBodies = fp(
  async (app: FastifyInstance, { longestMs }: SlowBodiesOptions) => {
    const timers = new WeakMap<IncomingMessage, NodeJS.Timeout>();
    app.server.prependListener('request', (request: IncomingMessage, response: ServerResponse) => {
      if (!hasBody(request)) return;
      const timer = setTimeout(() => end(request, response), longestMs);
      timers.set(request, timer);
      request.once('close', () => clearTimeout(timer)).once('end', () => clearTimeout(timer));
    });
    app.addHook('preParsing', ({ raw, routeOptions }, _reply, payload, done) => {
      if (routeOptions.config.isUpload) clearTimeout(timers.get(raw));
      done(null, payload);
    });
  },
  { name: 'belfry-slow-bodies' },
);

function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

/** What has been answered, or is being answered, is not answered again: the connection ends with that answer. */
function end(request: IncomingMessage, response: ServerResponse): void {
  const { socket } = request;
  const hangUp = () => {
    if (!request.complete) socket.destroy();
  };
  if (request.complete) return;
  if (!response.headersSent) answerTooSlow(socket);
  else if (response.writableFinished) hangUp();
  else response.once('finish', hangUp);
}

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
 * shorter one here, or who sends a byte now and then would keep many connections.
 */
export const slowBodies = fp(
  async (app: FastifyInstance, { longestMs }: SlowBodiesOptions) => {
    app.addHook('preParsing', (request, _reply, payload, done) => {
      const { raw } = request;
      if (!raw.complete && !request.routeOptions.config.isUpload) {
        const timer = setTimeout(() => answerTooSlow(raw.socket), longestMs);
        raw.once('close', () => clearTimeout(timer)).once('end', () => clearTimeout(timer));
      }
      done(null, payload);
    });
  },
  { name: 'belfry-slow-bodies' },
);

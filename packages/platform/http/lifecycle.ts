import { AppError } from '@belfry/kernel/app-error';
import type { FastifyInstance } from 'fastify';
import fp from 'fastify-plugin';

declare module 'fastify' {
  interface FastifyInstance {
    /** `draining` still serves, but is not ready any more, so that balancers look elsewhere before it closes. */
    readonly phase: 'serving' | 'draining' | 'closing';
    beginDrain(): void;
  }
}

export interface LifecycleOptions {
  /** How long requests under way may take to finish once closing has begun, in ms of real time. */
  drainTimeoutMs: number;
}

/**
 * A graceful close: what is under way finishes, what comes is refused with 503, and no connection that merely stays
 * open keeps the process. Node closes the connections that idle when the close begins; those that become idle later
 * would live on until their keep-alive ends, and nothing at all bounds a request that never ends.
 */
export const lifecycle = fp(
  async (app: FastifyInstance, { drainTimeoutMs }: LifecycleOptions) => {
    let phase: 'serving' | 'draining' | 'closing' = 'serving';

    app.decorate('phase', {
      getter: () => phase,
    });
    app.decorate('beginDrain', () => {
      if (phase === 'serving') phase = 'draining';
    });

    app.addHook('onRequest', (_request, _reply, done) => done(phase === 'closing' ? closing() : undefined));
    app.addHook('onSend', (_request, reply, payload, done) => {
      if (phase === 'closing') reply.header('connection', 'close');
      done(null, payload);
    });
    // For an answer whose headers had left before.
    app.addHook('onResponse', (_request, _reply, done) => {
      if (phase === 'closing') app.server.closeIdleConnections();
      done();
    });

    let deadline: NodeJS.Timeout | undefined;
    app.addHook('preClose', (done) => {
      phase = 'closing';
      deadline = setTimeout(() => app.server.closeAllConnections(), drainTimeoutMs);
      done();
    });
    app.addHook('onClose', (_app, done) => {
      clearTimeout(deadline);
      done();
    });
  },
  { name: 'belfry-lifecycle' },
);

function closing(): AppError {
  return new AppError({
    code: 'server.closing',
    kind: 'unavailable',
    message: 'The server is closing. Try again.',
  });
}

import { timingSafeEqual } from 'node:crypto';
import { notFound } from '@belfry/kernel/app-error';
import type { HttpServer } from '@belfry/platform/http/server';
import replyFrom from '@fastify/reply-from';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { PlaygroundService } from '../playground/playground-service.ts';

/** Longer than the playground's clock waits for an engine that is dead. */
const UPSTREAM_TIMEOUT_MS = 150_000;
const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;

/**
 * Passes the scene's own API on under /playground, to whoever may use ours or has the scene's key. Its key also opens
 * what is done to the scene from outside, so that every command the console hands out works with it alone.
 */
export async function addPlaygroundProxy(app: HttpServer, playground: PlaygroundService): Promise<void> {
  await app.register(replyFrom, {
    http: { requestOptions: { timeout: UPSTREAM_TIMEOUT_MS } },
    disableRequestLogging: true,
    // Every scene has another address.
    disableCache: true,
  });
  const authorize = async (request: FastifyRequest, reply: FastifyReply) => {
    if (!hasSceneKey(request, playground)) await app.requirePrincipal(request, reply);
  };
  const fromOutside = { 'kill-engine': playground.killEngine, reset: playground.reset };
  for (const [what, act] of Object.entries(fromOutside)) {
    app.route({
      method: 'POST',
      url: `/playground/v1/playground/${what}`,
      schema: { hide: true },
      onRequest: authorize,
      handler: async (_request, reply) => {
        act();
        return reply.code(204).send();
      },
    });
  }
  for (const area of ['v1', 'sandbox']) {
    const prefix = `/playground/${area}/`;
    app.route({
      method: [...methods],
      url: `${prefix}*`,
      schema: { hide: true },
      onRequest: authorize,
      handler: (request, reply) => {
        const { baseUrl, key } = playground.scene();
        // As the scene's server will read it: dots in it must not lead elsewhere, and a playground has none of its own.
        const path = new URL(request.url, baseUrl).pathname.slice('/playground'.length);
        if (!path.startsWith(`/${area}/`) || path.startsWith('/v1/playground')) throw notFound('route', path);
        const endUse = playground.use();
        reply.raw.once('close', endUse);
        return reply.from(`${baseUrl}${path}`, {
          retryDelay: () => null,
          rewriteRequestHeaders: (_request, { cookie: _cookie, origin: _origin, ...headers }) => ({
            ...headers,
            authorization: `Bearer ${key}`,
          }),
        });
      },
    });
  }
}

function hasSceneKey({ headers }: FastifyRequest, playground: PlaygroundService): boolean {
  const { scene } = playground.state();
  const given = /^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1];
  if (!scene || given === undefined) return false;
  const [a, b] = [Buffer.from(given), Buffer.from(scene.key)];
  return a.length === b.length && timingSafeEqual(a, b);
}

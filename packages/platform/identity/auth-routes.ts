import type {} from '@fastify/swagger';
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import fastifyPlugin from 'fastify-plugin';
import type {} from '../http/authentication.ts';
import { plainPage, plainPageHeaders } from '../http/plain-page.ts';
import type { BetterAuth } from './better-auth.ts';
import { identityUnavailable } from './identity-unavailable.ts';
import { pageOf } from './sign-in-link.ts';

interface AuthRoutesOptions {
  betterAuth: () => Promise<BetterAuth>;
  origin: string;
  /** The session cookies a sign-in link is good for, or null where it is good for nothing any more. */
  redeem(token: string, headers: Headers): Promise<string[] | null>;
  isSignedIn(headers: Headers): Promise<boolean>;
}

/**
 * The endpoints of Better Auth that a console needs so far. The rest of its 59 stay closed until a screen needs
 * them: many act on keys and members, which have their own rules and their own resources under /v1.
 */
const endpoints = [
  { method: 'GET', url: '/auth/get-session' },
  { method: 'POST', url: '/auth/sign-out' },
  { method: 'GET', url: '/auth/list-sessions' },
  { method: 'POST', url: '/auth/revoke-session' },
  { method: 'POST', url: '/auth/revoke-sessions' },
  { method: 'POST', url: '/auth/revoke-other-sessions' },
];

const BODY_LIMIT_BYTES = 16 * 1024;

const signInPage = { title: 'Sign in to Belfry', text: 'This link works once.', button: 'Sign in' };

/** /auth/* and the one-time link /sign-in/:token; public, since they are how one becomes somebody. */
export function authRoutes({ betterAuth, origin, redeem, isSignedIn }: AuthRoutesOptions): FastifyPluginAsync {
  const plugin: FastifyPluginAsync = async (app) => {
    // Better Auth reads the body itself, whatever its type claims to be.
    app.removeAllContentTypeParsers();
    app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
    const open = { config: { public: true }, schema: { hide: true }, exposeHeadRoute: false };

    for (const endpoint of endpoints) {
      app.route({
        ...open,
        ...endpoint,
        bodyLimit: BODY_LIMIT_BYTES,
        handler: async (request, reply) => {
          const { handler } = await betterAuth();
          return reply.send(await handler(fetchRequest(request, origin)).catch(failed));
        },
      });
    }

    const linkRoute = { ...open, url: '/sign-in/:token' };

    const signIn = async (request: FastifyRequest<{ Params: { token: string } }>, reply: FastifyReply) => {
      const headers = fetchHeaders(request);
      const cookies = await redeem(request.params.token, headers);
      const page = pageOf(request.query);
      if (cookies !== null) return reply.header('set-cookie', cookies).redirect(page, 303);
      return reply.redirect((await isSignedIn(headers)) ? page : '/?signIn=expired', 303);
    };
    const unshared = { 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' };

    /**
     * Whoever only looks (a link scanner, a preview) leaves the link good: it is a browser that says that somebody goes there
     * (W3C Fetch Metadata). One that says nothing, as over http from elsewhere, is shown a button.
     */
    app.route<{ Params: { token: string } }>({
      ...linkRoute,
      method: 'GET',
      handler: async (request, reply) => {
        reply.headers(unshared);
        if (request.headers['sec-fetch-mode'] === 'navigate') return signIn(request, reply);
        return reply.headers(plainPageHeaders).send(plainPage(signInPage));
      },
    });

    app.route<{ Params: { token: string } }>({
      ...linkRoute,
      method: 'POST',
      bodyLimit: BODY_LIMIT_BYTES,
      handler: async (request, reply) => signIn(request, reply.headers(unshared)),
    });

    app.route({ ...linkRoute, method: 'HEAD', handler: async (_request, reply) => reply.send() });
  };
  return fastifyPlugin(plugin, { name: 'belfry-identity', fastify: '5.x', encapsulate: true });
}

function fetchRequest(request: FastifyRequest, origin: string): Request {
  const body = request.body instanceof Buffer && request.body.length > 0 ? new Uint8Array(request.body) : null;
  return new Request(`${origin}${request.url}`, { method: request.method, headers: fetchHeaders(request), body });
}

function fetchHeaders(request: FastifyRequest): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers)) {
    for (const single of Array.isArray(value) ? value : [value]) {
      if (single !== undefined) headers.append(name, single);
    }
  }
  return headers;
}

function failed(error: unknown): never {
  throw identityUnavailable(error);
}

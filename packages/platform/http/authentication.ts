import { AppError } from '@belfry/kernel/app-error';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';
import type { Principal } from '../identity/principal.ts';
import { isTrustedOrigin } from '../identity/trusted-origin.ts';

declare module 'fastify' {
  interface FastifyInstance {
    /** What protected routes ask of every request; for a route elsewhere that takes other credentials as well. */
    requirePrincipal(request: FastifyRequest, reply: FastifyReply): Promise<void>;
  }
  interface FastifyRequest {
    /** Who asks; set once the onRequest hooks have run. Reading it on a public route is a mistake and throws. */
    readonly principal: Principal;
  }
  interface FastifyContextConfig {
    /** Takes anybody, with no principal. */
    public?: boolean;
  }
}

/** Null for whoever is not known; throws where that cannot be found out. Gets `authorization`, `cookie`, `origin`. */
export type Authenticate = (headers: Headers) => Promise<Principal | null>;

export interface AuthenticationOptions {
  authenticate: Authenticate;
  publicUrl: string;
}

const protectedPrefix = /^\/(v1|sandbox)(\/|$)/;
const principalOf = new WeakMap<FastifyRequest, Principal>();

/** Whether a route asks for a key or a session: those under /v1 and /sandbox do unless they say `public`. */
export function needsPrincipal(route: { url: string; config?: { public?: boolean } | undefined }): boolean {
  return protectedPrefix.test(route.url) && route.config?.public !== true;
}

/**
 * Adds the check to the routes that need it, so that public ones pay nothing. It comes before the body is read: a
 * stranger's megabyte is not parsed.
 */
export const authentication = fp(
  async (app: FastifyInstance, { authenticate, publicUrl }: AuthenticationOptions) => {
    app.decorateRequest('principal', {
      getter(this: FastifyRequest): Principal {
        const principal = principalOf.get(this);
        if (!principal) throw new TypeError('A public route has no principal.');
        return principal;
      },
    });

    const check = async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
      const headers = credentialsOf(request);
      const principal = headers && (await authenticate(headers));
      if (!principal) {
        if (headers?.has('authorization')) {
          reply.header('www-authenticate', 'Bearer realm="belfry", error="invalid_token"');
        }
        throw headers ? unknownCredentials() : noCredentials();
      }
      if (principal.via === 'session' && !isSafe(request.method) && !isOurPage(request, headers, publicUrl)) {
        throw foreignOrigin(publicUrl);
      }
      principalOf.set(request, principal);
      reply.header('cache-control', 'no-store');
    };

    app.decorate('requirePrincipal', check);
    app.addHook('onRoute', (route) => {
      if (needsPrincipal(route)) route.onRequest = [...[route.onRequest ?? []].flat(), check];
    });
  },
  { name: 'belfry-authentication' },
);

/** A Headers of all the request's would cost more than the rest of the check. */
function credentialsOf(request: FastifyRequest): Headers | null {
  const { authorization, cookie, origin } = request.headers;
  if (authorization === undefined && cookie === undefined) return null;
  const headers = new Headers();
  if (authorization !== undefined) headers.set('authorization', authorization);
  if (cookie !== undefined) headers.set('cookie', cookie);
  if (origin !== undefined) headers.set('origin', origin);
  return headers;
}

function isSafe(method: string): boolean {
  return method === 'GET' || method === 'HEAD' || method === 'OPTIONS';
}

/** Browsers set Sec-Fetch-Site themselves and no page can (Fetch Metadata); where it is missing, Origin decides. */
function isOurPage(request: FastifyRequest, headers: Headers, publicUrl: string): boolean {
  return request.headers['sec-fetch-site'] === 'same-origin' || isTrustedOrigin(headers, publicUrl);
}

function noCredentials(): AppError {
  const message = 'A key is needed: Authorization: Bearer <key>. In the browser, sign in.';
  return new AppError({ code: 'auth.required', kind: 'unauthenticated', message });
}

function unknownCredentials(): AppError {
  const message = 'This key or session is not known, has expired or was revoked.';
  return new AppError({ code: 'auth.invalid', kind: 'unauthenticated', message });
}

function foreignOrigin(publicUrl: string): AppError {
  const message = `A session can change things only from our own pages at ${publicUrl}: open them there, or set BELFRY_URL to where they are opened. Programs use a key.`;
  return new AppError({ code: 'auth.foreign-origin', kind: 'forbidden', message });
}

import type { TenantId } from '@belfry/kernel/ids';
import { drizzle } from 'drizzle-orm/node-postgres';
import type { FastifyPluginAsync } from 'fastify';
import type pg from 'pg';
import { authRoutes } from './auth-routes.ts';
import type { BetterAuth } from './better-auth.ts';
import type { IdentityLogger } from './better-auth-log.ts';
import { ensureFirstOrganisation } from './first-organisation.ts';
import { createKeys, type KeyRecord } from './keys.ts';
import type { Principal } from './principal.ts';
import { findSessionPrincipal } from './sessions.ts';
import { createSignInLink, redeemSignInLink } from './sign-in-link.ts';

interface IdentityOptions {
  /** Of the role belfry_identity; the caller closes it. */
  pool: pg.Pool;
  /** The public address (BELFRY_URL). */
  baseUrl: string;
  /** Signs the cookies; 32 characters or more. Another one signs everybody out. */
  secret: string;
  logger: IdentityLogger;
  /** Cookies over TLS alone; absent: where `baseUrl` is https. */
  secureCookies?: boolean;
}

export interface Identity {
  /** The public routes /auth/* and /sign-in/:token. */
  plugin: FastifyPluginAsync;
  /** `Authorization: Bearer <key>`, else the session cookie. Null: nobody. Throws `identity.unavailable`. */
  authenticate(headers: Headers): Promise<Principal | null>;
  /** Makes the first organisation and its owner where there is none yet; any number of processes may ask at once. */
  ensureFirstOrganisation(): Promise<TenantId>;
  /** A one-time link that signs the owner of the first organisation in, good for an hour, on the console's first page or on `page`. */
  createSignInLink(options?: { page?: string }): Promise<string>;
  /** A key with all rights of an organisation, the first one unless told otherwise. Throws `organisation.not-found`. */
  createKey(options?: { tenantId?: TenantId; name?: string }): Promise<string>;
  /** Those of an organisation, the first one unless told otherwise; newest first. */
  listKeys(options?: { tenantId?: TenantId }): Promise<KeyRecord[]>;
  /** At once in this process, within 5 s in the others. Throws `key.not-found`. */
  revokeKey(options: { tenantId?: TenantId; keyId: string }): Promise<void>;
}

export function createIdentity({ pool, baseUrl, secret, logger, secureCookies }: IdentityOptions): Identity {
  const database = drizzle(pool);
  const { origin, protocol } = new URL(baseUrl);
  let loading: Promise<BetterAuth> | undefined;
  const betterAuth = () => {
    loading ??= import('./better-auth.ts').then(({ createBetterAuth }) =>
      createBetterAuth({ database, origin, secret, secureCookies: secureCookies ?? protocol === 'https:', logger }),
    );
    return loading;
  };
  const keys = createKeys({ database, betterAuth });
  const sessions = { database, betterAuth };
  const links = { database, betterAuth, origin };
  const firstOrganisation = () => ensureFirstOrganisation(database);

  return {
    plugin: authRoutes({
      betterAuth,
      origin,
      redeem: (token, headers) => redeemSignInLink(links, token, headers),
      isSignedIn: async (headers) => (await findSessionPrincipal(sessions, headers)) !== null,
    }),
    async authenticate(headers) {
      const authorization = headers.get('authorization');
      // Whoever names a key is that key or nobody: never, after a typing error, the user of the same browser.
      if (authorization !== null) return keys.verify(/^Bearer +(\S+)$/i.exec(authorization)?.[1] ?? '');
      return findSessionPrincipal(sessions, headers);
    },
    ensureFirstOrganisation: firstOrganisation,
    createSignInLink: async ({ page = '/' } = {}) =>
      createSignInLink(links, { tenantId: await firstOrganisation(), page }),
    createKey: async ({ tenantId, name = 'API key' } = {}) =>
      keys.create(tenantId ?? (await firstOrganisation()), name),
    listKeys: async ({ tenantId } = {}) => keys.list(tenantId ?? (await firstOrganisation())),
    revokeKey: async ({ tenantId, keyId }) => keys.revoke(tenantId ?? (await firstOrganisation()), keyId),
  };
}

import { createHash } from 'node:crypto';
import { notFound } from '@belfry/kernel/app-error';
import { isUuid, type TenantId } from '@belfry/kernel/ids';
import { and, desc, eq, gt, isNull, or, sql } from 'drizzle-orm';
import type { NodePgDatabase } from 'drizzle-orm/node-postgres';
import type { BetterAuth } from './better-auth.ts';
import { keyPrefix } from './better-auth-names.ts';
import { identityUnavailable } from './identity-unavailable.ts';
import { createKeyCache } from './key-cache.ts';
import { findOwner } from './organisation-owner.ts';
import type { Principal } from './principal.ts';
import { apikey } from './schema.ts';

interface KeysOptions {
  database: NodePgDatabase;
  betterAuth: () => Promise<BetterAuth>;
}

interface Keys {
  /** A new key with all rights of the organisation; it is shown this once, only its hash is kept. */
  create(tenantId: TenantId, name: string): Promise<string>;
  /** Null for whatever is no live key; throws `identity.unavailable` where that cannot be found out. */
  verify(key: string): Promise<Principal | null>;
  /** Newest first. */
  list(tenantId: TenantId): Promise<KeyRecord[]>;
  /** Deletes a key of this tenant; throws `key.not-found` for any other. */
  revoke(tenantId: TenantId, keyId: string): Promise<void>;
}

export interface KeyRecord {
  id: string;
  name: string | null;
  /** Its first characters, by which whoever has it recognises it. */
  start: string | null;
  createdAt: Date;
  lastUsedAt: Date | null;
}

/** What Better Auth's generator makes of our prefix; anything else is refused without asking the database. */
const KEY = new RegExp(`^${keyPrefix}[A-Za-z]{64}$`);

export function createKeys({ database, betterAuth }: KeysOptions): Keys {
  const cache = createKeyCache({ ttlMs: 5_000, capacity: 1_000 });

  return {
    async create(tenantId, name) {
      const owner = await findOwner(database, tenantId);
      const { api } = await betterAuth();
      const { key } = await api.createApiKey({ body: { organizationId: tenantId, userId: owner.id, name } });
      return key;
    },

    async verify(key) {
      if (!KEY.test(key)) return null;
      const hash = createHash('sha256').update(key).digest('base64url');
      return cache.principalOf(hash, async () => {
        const { api } = await betterAuth();
        const { valid, key: found } = await api.verifyApiKey({ body: { key } });
        if (valid && found) return principalOf(found);
        if (await isLive(database, hash)) throw identityUnavailable();
        return null;
      });
    },

    async list(tenantId) {
      return database
        .select({
          ...{ id: apikey.id, name: apikey.name, start: apikey.start },
          ...{ createdAt: apikey.createdAt, lastUsedAt: apikey.lastRequest },
        })
        .from(apikey)
        .where(eq(apikey.referenceId, tenantId))
        .orderBy(desc(apikey.createdAt), apikey.id);
    },

    async revoke(tenantId, keyId) {
      const own = and(eq(apikey.id, keyId), eq(apikey.referenceId, tenantId));
      const deleted = isUuid(keyId) ? await database.delete(apikey).where(own).returning({ id: apikey.id }) : [];
      if (deleted.length === 0) throw notFound('key', keyId);
      cache.revoke(keyId);
    },
  };
}

function principalOf(key: { id: string; referenceId: string; name: string | null }): Principal {
  const actor = { type: 'key' as const, id: key.id, name: key.name ?? 'API key' };
  return { tenantId: key.referenceId as TenantId, actor, via: 'key' };
}

/**
 * Better Auth 1.7.5 calls a key invalid as well when its queries failed. A client that is told 401 throws a good key
 * away, so a refusal stands only if the table could be read and holds no such live key.
 */
async function isLive(database: NodePgDatabase, hash: string): Promise<boolean> {
  const unexpired = or(isNull(apikey.expiresAt), gt(apikey.expiresAt, sql`now()`));
  const live = and(eq(apikey.key, hash), eq(apikey.enabled, true), unexpired);
  const found = await database
    .select({ id: apikey.id })
    .from(apikey)
    .where(live)
    .catch((error: unknown) => {
      throw identityUnavailable(error);
    });
  return found.length > 0;
}

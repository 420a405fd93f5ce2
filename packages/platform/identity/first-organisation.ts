import { newId, type TenantId } from '@belfry/kernel/ids';
import { asc, eq, sql } from 'drizzle-orm';
import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres';
import type pg from 'pg';
import { member, organization, user } from './schema.ts';

/** RFC 2606: no message can ever reach it, so it proves nothing and harms nobody until the owner sets their own. */
const OWNER_EMAIL = 'owner@belfry.invalid';

/**
 * The organisation everything belongs to until there are more: the oldest. Where there is none it is made, with one
 * owner. Processes that start at the same time agree on one: whoever holds the transaction's advisory lock makes it,
 * the others look again once they hold it.
 */
export async function ensureFirstOrganisation(database: NodePgDatabase): Promise<TenantId> {
  return (
    (await findFirst(database)) ??
    (await database.transaction(async (tx) => {
      await tx.execute(sql`SELECT pg_advisory_xact_lock(hashtextextended('belfry.identity.first-organisation', 0))`);
      return (await findFirst(tx)) ?? (await makeFirst(tx));
    }))
  );
}

/** `pool` of the identity role. Null where there is none yet. */
export async function readFirstOrganisation(pool: pg.Pool): Promise<TenantId | null> {
  return (await findFirst(drizzle(pool))) ?? null;
}

/** `pool` of the identity role. */
export async function hasOrganisation(pool: pg.Pool, id: TenantId): Promise<boolean> {
  const found = await drizzle(pool).select({ id: organization.id }).from(organization).where(eq(organization.id, id));
  return found.length > 0;
}

async function findFirst(database: Pick<NodePgDatabase, 'select'>): Promise<TenantId | undefined> {
  const [first] = await database
    .select({ id: organization.id })
    .from(organization)
    .orderBy(asc(organization.createdAt), asc(organization.id))
    .limit(1);
  return first?.id as TenantId | undefined;
}

async function makeFirst(tx: Pick<NodePgDatabase, 'insert'>): Promise<TenantId> {
  const tenantId = newId<TenantId>();
  const userId = newId();
  await tx.insert(organization).values({ id: tenantId, name: 'My organisation', slug: 'my-organisation' });
  await tx.insert(user).values({ id: userId, name: 'Owner', email: OWNER_EMAIL, emailVerified: true });
  await tx.insert(member).values({ id: newId(), organizationId: tenantId, userId, role: 'owner' });
  return tenantId;
}

import type { TenantId } from '@belfry/kernel/ids';
import { eq } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/node-postgres';
import type pg from 'pg';
import { organization } from './schema.ts';

/** `pool` of the identity role. Null where there is no such organisation. */
export async function readOrganisation(pool: pg.Pool, id: TenantId): Promise<{ id: TenantId; name: string } | null> {
  const [found] = await drizzle(pool)
    .select({ name: organization.name })
    .from(organization)
    .where(eq(organization.id, id));
  return found ? { id, name: found.name } : null;
}

/** `pool` of the identity role. All there are. */
export async function readOrganisationIds(pool: pg.Pool): Promise<TenantId[]> {
  const found = await drizzle(pool).select({ id: organization.id }).from(organization).orderBy(organization.id);
  return found.map(({ id }) => id as TenantId);
}

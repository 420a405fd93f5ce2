import { notFound } from '@belfry/kernel/app-error';
import type { TenantId } from '@belfry/kernel/ids';
import { and, asc, eq, sql } from 'drizzle-orm';
import type { NodePgDatabase } from 'drizzle-orm/node-postgres';
import { member, user } from './schema.ts';

/** The owner who has been one longest; throws `organisation.not-found` where there is no such organisation. */
export async function findOwner(database: NodePgDatabase, tenantId: TenantId): Promise<{ id: string; email: string }> {
  const [owner] = await database
    .select({ id: user.id, email: user.email })
    .from(member)
    .innerJoin(user, eq(user.id, member.userId))
    .where(and(eq(member.organizationId, tenantId), sql`'owner' = ANY (string_to_array(${member.role}, ','))`))
    .orderBy(asc(member.createdAt), asc(member.id))
    .limit(1);
  if (owner === undefined) throw notFound('organisation', tenantId);
  return owner;
}

import type { TenantId } from '@belfry/kernel/ids';
import { and, asc, eq } from 'drizzle-orm';
import type { NodePgDatabase } from 'drizzle-orm/node-postgres';
import type { BetterAuth } from './better-auth.ts';
import { cookiePrefix } from './better-auth-names.ts';
import { identityUnavailable } from './identity-unavailable.ts';
import type { Principal } from './principal.ts';
import { member } from './schema.ts';

interface SessionsOptions {
  database: NodePgDatabase;
  betterAuth: () => Promise<BetterAuth>;
}

/**
 * The user of a session cookie and the organisation they act for: the session's active one, else the one they joined
 * first. Read anew for every request, so that ending a session or a membership counts at once.
 * Does not prolong the session: only the answer of /auth/get-session could carry the renewed cookie.
 */
export async function findSessionPrincipal(
  { database, betterAuth }: SessionsOptions,
  headers: Headers,
): Promise<Principal | null> {
  if (!headers.get('cookie')?.includes(`${cookiePrefix}.session_token=`)) return null;
  const { api } = await betterAuth();
  try {
    const found = await api.getSession({ headers, query: { disableRefresh: true } });
    if (!found) return null;
    const { user, session } = found;
    const tenantId = await findMembership(database, user.id, session.activeOrganizationId ?? null);
    return tenantId && { tenantId, actor: { type: 'user', id: user.id, name: user.name }, via: 'session' };
  } catch (error) {
    throw identityUnavailable(error);
  }
}

/** Null where the active organisation is one the user has left: nobody acts for another than the one they chose. */
async function findMembership(
  database: NodePgDatabase,
  userId: string,
  activeId: string | null,
): Promise<TenantId | null> {
  const [membership] = await database
    .select({ tenantId: member.organizationId })
    .from(member)
    .where(and(eq(member.userId, userId), activeId === null ? undefined : eq(member.organizationId, activeId)))
    .orderBy(asc(member.createdAt), asc(member.id))
    .limit(1);
  return (membership?.tenantId as TenantId | undefined) ?? null;
}

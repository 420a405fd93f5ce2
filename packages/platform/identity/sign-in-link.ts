import type { TenantId } from '@belfry/kernel/ids';
import { lt, sql } from 'drizzle-orm';
import type { NodePgDatabase } from 'drizzle-orm/node-postgres';
import type { BetterAuth, TokenReceiver } from './better-auth.ts';
import { identityUnavailable } from './identity-unavailable.ts';
import { findOwner } from './organisation-owner.ts';
import { session, verification } from './schema.ts';

interface SignInLinkOptions {
  database: NodePgDatabase;
  betterAuth: () => Promise<BetterAuth>;
  origin: string;
}

const home = '/';
/** Whatever else somebody may have made of a link, such as two slashes, would lead away from the console. */
const ownPage = /^\/[a-z-]+$/;

/**
 * A link that signs the organisation's owner in: once, within an hour. Whoever has it is the owner.
 * @param page of the console where it leads
 */
export async function createSignInLink(
  options: SignInLinkOptions,
  { tenantId, page }: { tenantId: TenantId; page: string },
): Promise<string> {
  await removeExpired(options.database);
  const { email } = await findOwner(options.database, tenantId);
  const { api } = await options.betterAuth();
  let link = '';
  const receiver: TokenReceiver = {
    receive: (token) => {
      link = `${options.origin}/sign-in/${token}${page === home ? '' : `?page=${page}`}`;
    },
  };
  await api.signInMagicLink({ body: { email, metadata: { ...receiver } }, headers: new Headers() });
  return link;
}

/** Where a link leads, by its query. */
export function pageOf(query: unknown): string {
  const page = (query as { page?: unknown }).page;
  return typeof page === 'string' && ownPage.test(page) ? page : home;
}

/**
 * Uses a link's token up.
 * @returns the cookies of the new session, or null where the link was used before, has expired or never was one
 */
export async function redeemSignInLink(
  options: SignInLinkOptions,
  token: string,
  headers: Headers,
): Promise<string[] | null> {
  const { api } = await options.betterAuth();
  const answer = await api.magicLinkVerify({ query: { token }, headers, asResponse: true }).catch((error: unknown) => {
    throw identityUnavailable(error);
  });
  if (answer.status === 302) return null;
  if (!answer.ok) throw identityUnavailable();
  return answer.headers.getSetCookie();
}

/** Better Auth removes expired rows only when somebody comes back with them. */
async function removeExpired(database: NodePgDatabase): Promise<void> {
  await database.delete(verification).where(lt(verification.expiresAt, sql`now()`));
  await database.delete(session).where(lt(session.expiresAt, sql`now()`));
}

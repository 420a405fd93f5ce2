import { newId } from '@belfry/kernel/ids';
import { apiKey } from '@better-auth/api-key';
import { drizzleAdapter } from 'better-auth/adapters/drizzle';
import { betterAuth } from 'better-auth/minimal';
import { magicLink } from 'better-auth/plugins/magic-link';
import { organization } from 'better-auth/plugins/organization';
import type { NodePgDatabase } from 'drizzle-orm/node-postgres';
import { betterAuthLog, type IdentityLogger } from './better-auth-log.ts';
import { cookiePrefix, keyPrefix } from './better-auth-names.ts';
import * as tables from './schema.ts';

interface BetterAuthOptions {
  database: NodePgDatabase;
  /** Origin of the public address, such as `https://belfry.example`. */
  origin: string;
  secret: string;
  secureCookies: boolean;
  logger: IdentityLogger;
}

const SIGN_IN_LINK_SECONDS = 60 * 60;
const SESSION_SECONDS = 30 * 24 * 60 * 60;

/** How a sign-in link's token leaves Better Auth: `signInMagicLink` itself answers only that it was sent. */
export interface TokenReceiver {
  receive(token: string): void;
}

/**
 * Better Auth as Belfry uses it; imported on first use alone (identity.ts). Its sign-up, passwords, rate limiters,
 * telemetry, address tracking and cookie cache are off: what is not needed yet is not there to be attacked.
 */
export function createBetterAuth(options: BetterAuthOptions) {
  const { user, session, account, verification, organization: organisations, member, invitation, apikey } = tables;
  return betterAuth({
    appName: 'Belfry',
    baseURL: options.origin,
    basePath: '/auth',
    secret: options.secret,
    trustedOrigins: ownPage,
    database: drizzleAdapter(options.database, {
      provider: 'pg',
      schema: { user, session, account, verification, organization: organisations, member, invitation, apikey },
    }),
    session: { expiresIn: SESSION_SECONDS },
    advanced: {
      cookiePrefix,
      useSecureCookies: options.secureCookies,
      database: { generateId: () => newId() },
      ipAddress: { disableIpTracking: true },
      // By name: left out, Better Auth skips both checks wherever NODE_ENV or TEST says "test".
      disableOriginCheck: false,
      disableCSRFCheck: false,
    },
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
    logger: { level: 'warn', log: betterAuthLog(options.logger) },
    // What is not an answer to the caller reaches our own error handler instead of the console.
    onAPIError: { throw: true },
    plugins: [
      organization({ allowUserToCreateOrganization: false }),
      magicLink({
        disableSignUp: true,
        expiresIn: SIGN_IN_LINK_SECONDS,
        storeToken: 'hashed',
        sendMagicLink: ({ token, metadata }) => (metadata as TokenReceiver | undefined)?.receive(token),
      }),
      apiKey({
        references: 'organization',
        defaultPrefix: keyPrefix,
        maximumNameLength: 100,
        rateLimit: { enabled: false },
      }),
    ],
  });
}

/**
 * Besides the public address: whatever address our pages were loaded from, such as localhost instead of 127.0.0.1.
 * Browsers set Sec-Fetch-Site themselves, no page can (Fetch Metadata); the HTTP kit goes by the same rule.
 */
function ownPage(request?: Request): string[] {
  const origin = request?.headers.get('origin');
  return origin && request?.headers.get('sec-fetch-site') === 'same-origin' ? [origin] : [];
}

export type BetterAuth = ReturnType<typeof createBetterAuth>;

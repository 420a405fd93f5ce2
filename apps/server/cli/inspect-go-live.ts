import type { Config } from '@belfry/platform/config';
import { emailAccount } from './email-account.ts';
import type { Finding } from './inspect.ts';

/** What real people need beyond what the sandbox does; names variables, never their values. */
export function inspectGoLive(config: Config): Finding[] {
  const { twilio, publicUrl, encryptionKey, database } = config;
  const email = emailAccount(config);
  return [
    check(twilio.account !== null, 'account for texts', {
      found: 'Twilio, configured',
      missing: 'none',
      todo: 'Set TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN and TWILIO_PHONE_NUMBER.',
    }),
    check(email.isThere, 'account for email', {
      found: `${email.provider}, configured`,
      missing: 'none',
      todo: `Set ${email.variables}.`,
    }),
    ...(config.email.provider === 'sendgrid' && email.isThere ? [inspectEvents(config)] : []),
    check(publicUrl !== null && isPublicHttps(publicUrl), 'public address', {
      found: publicUrl ?? '',
      missing: publicUrl === null ? 'only this machine' : `${publicUrl} is not reachable by https from outside`,
      todo: 'Set BELFRY_URL to the https address at which the world reaches this server; callbacks and links use it.',
    }),
    check(encryptionKey !== null, 'secret', {
      found: 'ENCRYPTION_KEY is set',
      missing: 'a random one in the data directory',
      todo: 'Set ENCRYPTION_KEY, the same for every process, and keep a copy where the backups are.',
    }),
    check(database.url !== null, 'backups', {
      found: 'of the server of DATABASE_URL: as you have arranged there',
      missing: 'none: the embedded database lies in the data directory alone',
      todo: 'Set DATABASE_URL to a server that is backed up, or back up the data directory while Belfry is stopped.',
    }),
  ];
}

function inspectEvents({ sendgrid }: Config): Finding {
  return check(sendgrid.publicKey !== null, 'events of email', {
    found: 'signed by SendGrid, at /hooks/sendgrid/events',
    missing: 'none: what was taken is not known to have arrived',
    todo: 'Have SendGrid send signed events to /hooks/sendgrid/events, and set SENDGRID_WEBHOOK_PUBLIC_KEY to the key it shows.',
  });
}

function check(isThere: boolean, about: string, say: { found: string; missing: string; todo: string }): Finding {
  if (isThere) return { level: 'ok', about, found: say.found };
  return { level: 'advice', about, found: say.missing, todo: say.todo };
}

function isPublicHttps(url: string): boolean {
  const { protocol, hostname } = new URL(url);
  return protocol === 'https:' && !/^(localhost|127\.|10\.|192\.168\.|\[)/.test(hostname);
}

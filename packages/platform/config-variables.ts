import { isIP } from 'node:net';
import { z } from 'zod';

const MIN_KEY_CHARACTERS = 32;

/** Messages complete the sentence that begins with the variable's name. Those of secrets never hold the value. */
export const variables = {
  PORT: wholeNumber({ from: 0, to: 65_535, absent: 8400 }),
  HOST: z
    .string()
    .refine((host) => isIP(host) !== 0 || /^[a-z0-9.-]+$/i.test(host), {
      error: 'must be an IP address or a host name',
    })
    .default('127.0.0.1'),
  BELFRY_URL: origin(),
  API_URL: address(['http', 'https']),
  WEB_URL: address(['http', 'https']),
  BELFRY_DATA: z.string().default('.belfry'),
  DATABASE_URL: databaseAddress({ needsPassword: true }),
  DATABASE_URL_POOLED: databaseAddress({ needsPassword: false }),
  DB_POOL_MIN: wholeNumber({ from: 0, to: 1000, absent: 5 }),
  DB_POOL_MAX: wholeNumber({ from: 1, to: 1000, absent: 20 }),
  BELFRY_CHANNELS: oneOf(['sandbox', 'live'], 'sandbox'),
  BELFRY_CLOCK: oneOf(['system', 'virtual'], 'system'),
  BELFRY_TRANSPORT: oneOf(['postgres', 'rabbitmq', 'bullmq'], 'postgres'),
  RABBITMQ_URL: nodes(['amqp', 'amqps']),
  QUEUE_REDIS_URL: address(['redis', 'rediss']),
  REDIS_URL: address(['redis', 'rediss']),
  LOG_LEVEL: oneOf(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'], 'info'),
  ENCRYPTION_KEY: z
    .string()
    .min(MIN_KEY_CHARACTERS, { error: `must have at least ${MIN_KEY_CHARACTERS} characters` })
    .optional(),
  ENCRYPTION_KEY_PREVIOUS: z
    .string()
    .min(MIN_KEY_CHARACTERS, { error: `must have at least ${MIN_KEY_CHARACTERS} characters` })
    .optional(),
  TWILIO_ACCOUNT_SID: matching(/^AC[0-9a-f]{32}$/i, 'must be AC and 32 hexadecimal digits'),
  TWILIO_AUTH_TOKEN: matching(/^\S{16,}$/, 'must have at least 16 characters and no spaces'),
  TWILIO_PHONE_NUMBER: matching(/^\+[1-9]\d{6,14}$/, 'must be a number in E.164 form, such as +12025550100'),
  TWILIO_MESSAGING_SERVICE_SID: matching(/^MG[0-9a-f]{32}$/i, 'must be MG and 32 hexadecimal digits'),
  TWILIO_BASE_URL: address(['http', 'https']),
  SMTP_URL: address(['smtp', 'smtps']),
  SMTP_FROM: matching(
    /^[^<>]*<[^\s<>@]+@[^\s<>@]+>$|^[^\s<>@]+@[^\s<>@]+$/,
    'must be an address, such as Belfry <belfry@example.com>',
  ),
  BELFRY_EMAIL_PROVIDER: oneOf(['smtp', 'vendor', 'sendgrid'], 'smtp'),
  SENDGRID_API_KEY: matching(/^SG\.\S{8,}$/, 'must begin with SG.'),
  SENDGRID_FROM: matching(
    /^[^<>]*<[^\s<>@]+@[^\s<>@]+>$|^[^\s<>@]+@[^\s<>@]+$/,
    'must be an address, such as Belfry <belfry@example.com>',
  ),
  SENDGRID_WEBHOOK_PUBLIC_KEY: matching(
    /^[A-Za-z0-9+/]{100,}={0,2}$/,
    'must be a public key as SendGrid shows it, in base64',
  ),
  SENDGRID_BASE_URL: address(['http', 'https']),
  EMAIL_VENDOR_URL: address(['http', 'https']),
  VAPID_PUBLIC_KEY: matching(/^[\w-]{87}=?$/, 'must be 65 bytes as base64url'),
  VAPID_PRIVATE_KEY: matching(/^[\w-]{43}=?$/, 'must be 32 bytes as base64url'),
  VAPID_SUBJECT: matching(
    /^(mailto:[^\s@]+@[^\s@]+|https:\/\/\S+)$/,
    'must be mailto: and an address, or an https:// URL',
  ),
  BELFRY_PROVIDER_TIMEOUT_MS: wholeNumber({ from: 1, to: 600_000, absent: 10_000 }),
  BELFRY_SHUTDOWN_GRACE_MS: wholeNumber({ from: 0, to: 600_000, absent: 0 }),
  BELFRY_RATES: ratesBy(['sms', 'email', 'push', 'inbox', 'webhook']),
  BELFRY_RETENTION_MONTHS: wholeNumber({ from: 0, to: 600, absent: 3 }),
  BELFRY_FAULT: matching(
    /^[a-z][a-z.-]*(:[1-9]\d{0,3})?$/,
    'must be the name of a write boundary, such as claim.after-commit:2',
  ),
};

export type Environment = { [Name in keyof typeof variables]: z.output<(typeof variables)[Name]> };

function wholeNumber({ from, to, absent }: { from: number; to: number; absent: number }) {
  const isInRange = (text: string) => /^\d{1,9}$/.test(text) && Number(text) >= from && Number(text) <= to;
  return z
    .string()
    .refine(isInRange, { error: ({ input }) => `must be a whole number from ${from} to ${to}, not «${input}»` })
    .transform(Number)
    .default(absent);
}

function ratesBy(names: readonly string[]) {
  const pairsOf = (text: string) => text.split(',').map((pair) => /^\s*(\w+)\s*=\s*([1-9]\d{0,5})\s*$/.exec(pair));
  return z
    .string()
    .refine((text) => pairsOf(text).every((pair) => pair && names.includes(pair[1] ?? '')), {
      error: ({ input }) =>
        `must be channels (${names.join(', ')}) with their messages a second, such as sms=10,email=50, not «${input}»`,
    })
    .transform((text) => Object.fromEntries(pairsOf(text).map((pair) => [pair?.[1] ?? '', Number(pair?.[2])])))
    .default({});
}

function oneOf<const Name extends string>(names: readonly [Name, ...Name[]], absent: NoInfer<Name>) {
  const list = names.join(', ');
  return z.enum(names, { error: ({ input }) => `must be one of ${list}, not «${input}»` }).default(absent);
}

/** Such an address may hold a password, so the message never repeats it. */
function address(protocols: readonly string[]) {
  const hasProtocol = (text: string) => URL.canParse(text) && protocols.includes(new URL(text).protocol.slice(0, -1));
  const forms = protocols.map((protocol) => `${protocol}://…`).join(' or ');
  return z
    .string()
    .refine((text) => hasProtocol(text) && new URL(text).hostname !== '', {
      error: `must be a URL of the form ${forms}`,
      abort: true,
    })
    .optional();
}

/** The console, the links in messages and the callbacks each begin at the root. */
function origin() {
  return address(['http', 'https']).refine((text) => text === undefined || /^\/?$/.test(new URL(text).pathname), {
    error: 'must be where Belfry is reached, without a path',
  });
}

/**
 * The roles' passwords are made from the owner's, and each role's address from this one: without a password anybody could
 * compute them, and a user that stands behind the question mark would be everybody's, who then is held to no row-level security.
 */
function databaseAddress({ needsPassword }: { needsPassword: boolean }) {
  const hasNoUserBehind = (url: URL) => !url.searchParams.has('user') && !url.searchParams.has('password');
  return address(['postgres', 'postgresql'])
    .refine((text) => text === undefined || hasNoUserBehind(new URL(text)), {
      error:
        'must name user and password before the host, and not as parameters: postgres://user:password@host/database',
      abort: true,
    })
    .refine((text) => text === undefined || !needsPassword || new URL(text).password !== '', {
      error:
        'must hold the owner’s password, for those of Belfry’s own roles are made from it: postgres://user:password@host/database (where the server asks for none, one of your choice)',
    });
}

/** Addresses of the nodes of one cluster, which may hold a password. */
function nodes(protocols: readonly string[]) {
  const one = address(protocols);
  const isOfOthers = (a: URL, b: URL) =>
    a.protocol !== b.protocol || a.username !== b.username || a.password !== b.password || a.pathname !== b.pathname;
  const urlsOf = (text: string) => text.split(',').map((url) => url.trim());
  const forms = protocols.map((protocol) => `${protocol}://…`).join(' or ');
  return z
    .string()
    .refine((text) => urlsOf(text).every((url) => one.safeParse(url).success), {
      error: `must be URLs of the form ${forms}, separated by commas`,
      abort: true,
    })
    .refine(
      (text) => {
        const [first, ...others] = urlsOf(text).map((url) => new URL(url));
        return first !== undefined && !others.some((other) => isOfOthers(first, other));
      },
      { error: 'must be nodes of one cluster, which differ in host and port alone' },
    )
    .transform(urlsOf)
    .optional();
}

function matching(pattern: RegExp, error: string) {
  return z.string().regex(pattern, { error }).optional();
}

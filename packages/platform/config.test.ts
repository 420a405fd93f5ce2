import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { AppError } from '@belfry/kernel/app-error';
import { describe, expect, test } from 'vitest';
import { parseConfig } from './config.ts';
import { variables } from './config-variables.ts';

function mistakes(env: NodeJS.ProcessEnv): string[] {
  try {
    parseConfig(env);
    return [];
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return error.message.split('\n');
  }
}

const account = {
  TWILIO_ACCOUNT_SID: `AC${'0f'.repeat(16)}`,
  TWILIO_AUTH_TOKEN: 'a-token-that-nobody-may-see',
  TWILIO_PHONE_NUMBER: '+12025550100',
};

describe('an empty environment', () => {
  test('is the embedded, simulated default', () => {
    expect(parseConfig({}, '/srv/belfry')).toEqual({
      port: 8400,
      host: '127.0.0.1',
      publicUrl: null,
      dataDirectory: '/srv/belfry/.belfry',
      database: { url: null, pooledUrl: null, poolMin: 5, poolMax: 20 },
      channels: 'sandbox',
      clock: 'system',
      transport: { name: 'postgres' },
      logLevel: 'info',
      encryptionKey: null,
      previousEncryptionKey: null,
      twilio: { account: null, baseUrl: null },
      smtp: { url: null, from: null },
      email: { provider: 'smtp', vendorUrl: null },
      sendgrid: { account: null, publicKey: null, baseUrl: null },
      vapid: { keys: null, subject: null },
      providerTimeoutMs: 10_000,
      shutdownGraceMs: 0,
      rates: {},
      retentionMonths: 3,
      fault: null,
    });
  });

  test('is what a variable without a value amounts to', () => {
    expect(parseConfig({ PORT: '', DATABASE_URL: ' ', LOG_LEVEL: '' })).toEqual(parseConfig({}));
  });
});

describe('every variable', () => {
  test('is read', () => {
    const env = {
      ...account,
      PORT: '0',
      HOST: '0.0.0.0',
      BELFRY_URL: 'https://belfry.example.com/',
      BELFRY_DATA: '/var/lib/belfry',
      DATABASE_URL: 'postgres://belfry:pw@db.example.com/belfry',
      DATABASE_URL_POOLED: 'postgresql://belfry:pw@db.example.com:6432/belfry',
      DB_POOL_MIN: '1',
      DB_POOL_MAX: '7',
      BELFRY_CHANNELS: 'live',
      BELFRY_CLOCK: 'system',
      BELFRY_TRANSPORT: 'rabbitmq',
      RABBITMQ_URL: 'amqp://belfry:pw@one.example.com/work, amqp://belfry:pw@two.example.com:5673/work',
      QUEUE_REDIS_URL: 'rediss://:pw@redis.example.com/1',
      LOG_LEVEL: 'warn',
      ENCRYPTION_KEY: 'k'.repeat(32),
      ENCRYPTION_KEY_PREVIOUS: 'p'.repeat(32),
      TWILIO_BASE_URL: 'http://127.0.0.1:9999/',
      SMTP_URL: 'smtps://user:pw@mail.example.com:465',
      SMTP_FROM: 'Belfry <belfry@example.com>',
      BELFRY_EMAIL_PROVIDER: 'sendgrid',
      SENDGRID_API_KEY: 'SG.0123456789',
      SENDGRID_FROM: 'Belfry <belfry@example.com>',
      SENDGRID_WEBHOOK_PUBLIC_KEY: 'A'.repeat(124),
      SENDGRID_BASE_URL: 'http://127.0.0.1:9998/',
      BELFRY_PROVIDER_TIMEOUT_MS: '500',
      BELFRY_SHUTDOWN_GRACE_MS: '5000',
      BELFRY_RATES: 'sms=10, email=50',
      BELFRY_RETENTION_MONTHS: '0',
      BELFRY_FAULT: 'claim.after-commit:2',
    };
    expect(parseConfig(env)).toEqual({
      port: 0,
      host: '0.0.0.0',
      publicUrl: 'https://belfry.example.com',
      dataDirectory: '/var/lib/belfry',
      database: { url: env.DATABASE_URL, pooledUrl: env.DATABASE_URL_POOLED, poolMin: 1, poolMax: 7 },
      channels: 'live',
      clock: 'system',
      transport: {
        name: 'rabbitmq',
        urls: ['amqp://belfry:pw@one.example.com/work', 'amqp://belfry:pw@two.example.com:5673/work'],
      },
      logLevel: 'warn',
      encryptionKey: env.ENCRYPTION_KEY,
      previousEncryptionKey: env.ENCRYPTION_KEY_PREVIOUS,
      twilio: {
        account: {
          accountSid: account.TWILIO_ACCOUNT_SID,
          authToken: account.TWILIO_AUTH_TOKEN,
          phoneNumber: account.TWILIO_PHONE_NUMBER,
          messagingServiceSid: null,
        },
        baseUrl: 'http://127.0.0.1:9999',
      },
      smtp: { url: env.SMTP_URL, from: env.SMTP_FROM },
      email: { provider: 'sendgrid', vendorUrl: null },
      sendgrid: {
        account: { apiKey: env.SENDGRID_API_KEY, from: env.SENDGRID_FROM },
        publicKey: env.SENDGRID_WEBHOOK_PUBLIC_KEY,
        baseUrl: 'http://127.0.0.1:9998',
      },
      vapid: { keys: null, subject: null },
      providerTimeoutMs: 500,
      shutdownGraceMs: 5000,
      rates: { sms: 10, email: 50 },
      retentionMonths: 0,
      fault: 'claim.after-commit:2',
    });
  });

  test('the public address is BELFRY_URL before its aliases', () => {
    const aliases = { API_URL: 'https://api.example.com', WEB_URL: 'https://web.example.com' };
    expect(parseConfig({ ...aliases, BELFRY_URL: 'https://belfry.example.com' }).publicUrl).toBe(
      'https://belfry.example.com',
    );
    expect(parseConfig(aliases).publicUrl).toBe('https://api.example.com');
    expect(parseConfig({ WEB_URL: aliases.WEB_URL }).publicUrl).toBe('https://web.example.com');
  });
});

describe('a mistake is one line that names its variable', () => {
  const form = 'postgres://user:password@host/database';
  test.each([
    ['PORT', '65536', 'PORT must be a whole number from 0 to 65535, not «65536».'],
    ['PORT', '80a', 'PORT must be a whole number from 0 to 65535, not «80a».'],
    ['PORT', '-1', 'PORT must be a whole number from 0 to 65535, not «-1».'],
    ['PORT', '1e3', 'PORT must be a whole number from 0 to 65535, not «1e3».'],
    ['DB_POOL_MIN', '1.5', 'DB_POOL_MIN must be a whole number from 0 to 1000, not «1.5».'],
    ['DB_POOL_MAX', '0', 'DB_POOL_MAX must be a whole number from 1 to 1000, not «0».'],
    ['BELFRY_PROVIDER_TIMEOUT_MS', '0', 'BELFRY_PROVIDER_TIMEOUT_MS must be a whole number from 1 to 600000, not «0».'],
    ['BELFRY_URL', 'https://example.com/belfry', 'BELFRY_URL must be where Belfry is reached, without a path.'],
    ['BELFRY_CHANNELS', 'both', 'BELFRY_CHANNELS must be one of sandbox, live, not «both».'],
    ['BELFRY_CLOCK', 'fast', 'BELFRY_CLOCK must be one of system, virtual, not «fast».'],
    ['BELFRY_TRANSPORT', 'kafka', 'BELFRY_TRANSPORT must be one of postgres, rabbitmq, bullmq, not «kafka».'],
    [
      'RABBITMQ_URL',
      'amqp://a,http://b',
      'RABBITMQ_URL must be URLs of the form amqp://… or amqps://…, separated by commas.',
    ],
    [
      'RABBITMQ_URL',
      'amqp://u:p@a/v,amqp://u:q@b/v',
      'RABBITMQ_URL must be nodes of one cluster, which differ in host and port alone.',
    ],
    ['QUEUE_REDIS_URL', 'localhost', 'QUEUE_REDIS_URL must be a URL of the form redis://… or rediss://….'],
    ['HOST', 'foo bar', 'HOST must be an IP address or a host name.'],
    ['HOST', 'http://::1', 'HOST must be an IP address or a host name.'],
    ['LOG_LEVEL', 'loud', 'LOG_LEVEL must be one of trace, debug, info, warn, error, fatal, silent, not «loud».'],
    ['BELFRY_URL', 'belfry.example.com', 'BELFRY_URL must be a URL of the form http://… or https://….'],
    ['API_URL', 'ftp://example.com', 'API_URL must be a URL of the form http://… or https://….'],
    ['WEB_URL', 'https://', 'WEB_URL must be a URL of the form http://… or https://….'],
    [
      'DATABASE_URL',
      'postgres://belfry@h/d',
      `DATABASE_URL must hold the owner’s password, for those of Belfry’s own roles are made from it: ${form} (where the server asks for none, one of your choice).`,
    ],
    [
      'DATABASE_URL',
      'postgres://h/d?user=u&password=p',
      `DATABASE_URL must name user and password before the host, and not as parameters: ${form}.`,
    ],
    ['DATABASE_URL', 'mysql://u:p@h/d', 'DATABASE_URL must be a URL of the form postgres://… or postgresql://….'],
    ['TWILIO_BASE_URL', 'localhost:9', 'TWILIO_BASE_URL must be a URL of the form http://… or https://….'],
    ['TWILIO_ACCOUNT_SID', 'AC12', 'TWILIO_ACCOUNT_SID must be AC and 32 hexadecimal digits.'],
    ['TWILIO_AUTH_TOKEN', 'short', 'TWILIO_AUTH_TOKEN must have at least 16 characters and no spaces.'],
    ['TWILIO_PHONE_NUMBER', '0123456', 'TWILIO_PHONE_NUMBER must be a number in E.164 form, such as +12025550100.'],
    ['TWILIO_MESSAGING_SERVICE_SID', 'MG12', 'TWILIO_MESSAGING_SERVICE_SID must be MG and 32 hexadecimal digits.'],
    ['VAPID_PUBLIC_KEY', 'BPub', 'VAPID_PUBLIC_KEY must be 65 bytes as base64url.'],
    ['VAPID_PRIVATE_KEY', 'short', 'VAPID_PRIVATE_KEY must be 32 bytes as base64url.'],
    ['VAPID_SUBJECT', 'belfry', 'VAPID_SUBJECT must be mailto: and an address, or an https:// URL.'],
    ['SMTP_URL', 'http://mail.example.com', 'SMTP_URL must be a URL of the form smtp://… or smtps://….'],
    ['SMTP_FROM', 'belfry', 'SMTP_FROM must be an address, such as Belfry <belfry@example.com>.'],
    ['BELFRY_FAULT', 'x y', 'BELFRY_FAULT must be the name of a write boundary, such as claim.after-commit:2.'],
    ['ENCRYPTION_KEY', 'k'.repeat(31), 'ENCRYPTION_KEY must have at least 32 characters.'],
  ])('%s=%s', (name, value, line) => {
    expect(mistakes({ [name]: value })).toEqual([line]);
  });

  test('all of them are told at once, those between variables too', () => {
    expect(
      mistakes({
        PORT: 'x',
        LOG_LEVEL: 'y',
        DB_POOL_MIN: '9',
        DB_POOL_MAX: '3',
        BELFRY_CLOCK: 'virtual',
        BELFRY_CHANNELS: 'live',
      }),
    ).toEqual([
      'PORT must be a whole number from 0 to 65535, not «x».',
      'LOG_LEVEL must be one of trace, debug, info, warn, error, fatal, silent, not «y».',
      'DB_POOL_MIN (9) must not exceed DB_POOL_MAX (3).',
      'BELFRY_CLOCK can be virtual only with BELFRY_CHANNELS=sandbox: real people live in real time.',
    ]);
  });

  test('each carries its variable as the path', () => {
    expect(() => parseConfig({ PORT: 'x' })).toThrow(
      expect.objectContaining({ code: 'config.invalid', issues: [expect.objectContaining({ path: 'PORT' })] }),
    );
  });
});

test('a pooled address needs the direct one beside it', () => {
  expect(mistakes({ DATABASE_URL_POOLED: 'postgres://h/d' })).toEqual([
    'DATABASE_URL is missing: DATABASE_URL_POOLED needs the direct address beside it, for migrations.',
  ]);
});

test('live, half an account is a mistake and no account is none', () => {
  const { TWILIO_ACCOUNT_SID, TWILIO_PHONE_NUMBER } = account;
  expect(mistakes({ BELFRY_CHANNELS: 'live', TWILIO_ACCOUNT_SID, TWILIO_PHONE_NUMBER, SMTP_URL: 'smtp://h' })).toEqual([
    'TWILIO_AUTH_TOKEN is missing beside the other TWILIO_… values.',
    'SMTP_FROM is missing: SMTP_URL needs a sender.',
  ]);
  expect(parseConfig({ BELFRY_CHANNELS: 'live' }).twilio.account).toBeNull();
});

test('live, an account of email that nobody chose is a mistake, and not left unused', () => {
  const live = { BELFRY_CHANNELS: 'live', SENDGRID_API_KEY: 'SG.0123456789', SENDGRID_FROM: 'belfry@example.com' };
  expect(mistakes(live)).toEqual([
    'BELFRY_EMAIL_PROVIDER is smtp, without an SMTP_URL: what is set beside it wants sendgrid.',
  ]);
  expect(mistakes({ BELFRY_CHANNELS: 'live', EMAIL_VENDOR_URL: 'https://vendor.example.com' })).toHaveLength(1);
  // One that waits to be chosen, beside the one that is.
  expect(mistakes({ ...live, SMTP_URL: 'smtp://h', SMTP_FROM: 'belfry@example.com' })).toEqual([]);
  expect(mistakes({ ...live, BELFRY_EMAIL_PROVIDER: 'sendgrid' })).toEqual([]);
});

test('live, a messaging service stands in for the number', () => {
  const { TWILIO_PHONE_NUMBER: _, ...rest } = account;
  const service = { BELFRY_CHANNELS: 'live', TWILIO_MESSAGING_SERVICE_SID: `MG${'0f'.repeat(16)}` };
  expect(parseConfig({ ...rest, ...service }).twilio.account).toMatchObject({
    phoneNumber: null,
    messagingServiceSid: service.TWILIO_MESSAGING_SERVICE_SID,
  });
  expect(mistakes(service)).toEqual([
    'TWILIO_ACCOUNT_SID is missing beside the other TWILIO_… values.',
    'TWILIO_AUTH_TOKEN is missing beside the other TWILIO_… values.',
  ]);
});

test('a broker needs its address, and each has its own', () => {
  expect(mistakes({ BELFRY_TRANSPORT: 'rabbitmq', QUEUE_REDIS_URL: 'redis://h' })).toEqual([
    'RABBITMQ_URL is missing beside BELFRY_TRANSPORT=rabbitmq.',
  ]);
  expect(mistakes({ BELFRY_TRANSPORT: 'bullmq', RABBITMQ_URL: 'amqp://h' })).toEqual([
    'QUEUE_REDIS_URL is missing beside BELFRY_TRANSPORT=bullmq.',
  ]);
  expect(mistakes({ BELFRY_TRANSPORT: 'bullmq', QUEUE_REDIS_URL: 'http://h' })).toHaveLength(1);
  expect(mistakes({ BELFRY_TRANSPORT: 'bullmq', REDIS_URL: 'http://h' })).toHaveLength(1);
  expect(parseConfig({ BELFRY_TRANSPORT: 'bullmq', REDIS_URL: 'redis://shared' }).transport).toEqual({
    name: 'bullmq',
    url: 'redis://shared',
  });
  expect(parseConfig({ BELFRY_TRANSPORT: 'bullmq', QUEUE_REDIS_URL: 'redis://h:6380/2' }).transport).toEqual({
    name: 'bullmq',
    url: 'redis://h:6380/2',
  });
});

test('a vendor of email is asked where it is named, and needs its address', () => {
  const live = { ...account, BELFRY_CHANNELS: 'live', BELFRY_EMAIL_PROVIDER: 'vendor' };
  expect(mistakes(live)).toEqual(['EMAIL_VENDOR_URL is missing beside BELFRY_EMAIL_PROVIDER=vendor.']);
  const { email } = parseConfig({ ...live, EMAIL_VENDOR_URL: 'https://vendor.example.com/v1/' });
  expect(email).toEqual({ provider: 'vendor', vendorUrl: 'https://vendor.example.com/v1' });
});

test('half a pair of VAPID keys is a mistake', () => {
  expect(mistakes({ VAPID_PUBLIC_KEY: 'B'.repeat(87) })).toEqual([
    'VAPID_PRIVATE_KEY is missing beside VAPID_PUBLIC_KEY.',
  ]);
});

test('live, a mistyped value is one mistake and not also a missing one', () => {
  expect(mistakes({ ...account, BELFRY_CHANNELS: 'live', TWILIO_PHONE_NUMBER: '12' })).toEqual([
    'TWILIO_PHONE_NUMBER must be a number in E.164 form, such as +12025550100.',
  ]);
});

test.each([
  'DATABASE_URL',
  'DATABASE_URL_POOLED',
  'SMTP_URL',
  'ENCRYPTION_KEY',
  'ENCRYPTION_KEY_PREVIOUS',
  'TWILIO_AUTH_TOKEN',
  'TWILIO_ACCOUNT_SID',
  'VAPID_PRIVATE_KEY',
  'RABBITMQ_URL',
  'QUEUE_REDIS_URL',
  'REDIS_URL',
])('a mistaken %s is not repeated in the message', (name) => {
  const lines = mistakes({ [name]: 'se cr et' });
  expect(lines).toHaveLength(1);
  expect(lines.join()).not.toContain('se cr et');
});

describe('.env.example', () => {
  const example = readFileSync(join(import.meta.dirname, '../../.env.example'), 'utf8');

  test('as it stands is the default', () => {
    expect(parseConfig(parseEnv(example))).toEqual(parseConfig({}));
  });

  test('names every variable, and shows no value that would be refused', () => {
    const all = parseEnv(example.replaceAll(/^# ?(?=[A-Z_]+=)/gm, ''));
    expect(mistakes(all)).toEqual([]);
    const aliases = ['API_URL', 'WEB_URL'];
    expect([...Object.keys(all), ...aliases].toSorted()).toEqual(Object.keys(variables).toSorted());
    for (const alias of aliases) expect(example).toContain(alias);
  });
});

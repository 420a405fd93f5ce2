import { join, resolve } from 'node:path';
import { AppError, type Issue } from '@belfry/kernel/app-error';
import { type Environment, variables } from './config-variables.ts';
import type { TransportChoice } from './transports/open-transport.ts';

export interface TwilioAccount {
  accountSid: string;
  authToken: string;
  /** null where a messaging service sends. */
  phoneNumber: string | null;
  messagingServiceSid: string | null;
}

/** Everything the environment decides, checked; see .env.example for what each variable is for. */
export interface Config {
  port: number;
  host: string;
  /** Where the world reaches this server, without a trailing slash; null: where it listens. */
  publicUrl: string | null;
  /** Absolute. */
  dataDirectory: string;
  database: {
    /** Direct, of the owner; null: the embedded database. */
    url: string | null;
    /** PgBouncer in transaction mode. */
    pooledUrl: string | null;
    poolMin: number;
    poolMax: number;
  };
  channels: 'sandbox' | 'live';
  clock: 'system' | 'virtual';
  transport: TransportChoice;
  logLevel: Environment['LOG_LEVEL'];
  /** null: the random secret of the data directory. */
  encryptionKey: string | null;
  /** The key before it, where that is being changed. */
  previousEncryptionKey: string | null;
  twilio: { account: TwilioAccount | null; baseUrl: string | null };
  smtp: { url: string | null; from: string | null };
  /** Which of them is asked; `vendorUrl`: of the vendor's API, without a trailing slash. */
  email: { provider: 'smtp' | 'vendor' | 'sendgrid'; vendorUrl: string | null };
  sendgrid: {
    account: { apiKey: string; from: string } | null;
    /** By which its events are known; null: none are taken. */
    publicKey: string | null;
    baseUrl: string | null;
  };
  /** By which push services know who sends; null: keys that follow from the secret. */
  vapid: { keys: { publicKey: string; privateKey: string } | null; subject: string | null };
  providerTimeoutMs: number;
  /** How long a process that answers requests goes on with it after it has said that it is not ready any more. */
  shutdownGraceMs: number;
  /** Messages a second, by channel; a channel that is absent has no limit. */
  rates: Record<string, number>;
  /** How long turns and outcomes are kept after their month has ended; 0 for ever. */
  retentionMonths: number;
  /** The write boundary at which a test wants this process to end; null in production. */
  fault: string | null;
}

/** Where package.json and .env stand: a command that is given in a folder of it means the same data. */
const root = join(import.meta.dirname, '../..');

/**
 * Reads the environment once, at the edge. A variable that is empty counts as absent, as in a .env file.
 * @param directory what BELFRY_DATA is relative to
 * @throws AppError `config.invalid` with every mistake as an issue, its path the variable's name
 */
export function parseConfig(env: NodeJS.ProcessEnv, directory: string = root): Config {
  const { values, issues } = readVariables(env);
  issues.push(...crossCheck(values));
  if (issues.length > 0 || !isComplete(values)) throw invalid(issues);
  const publicUrl = values.BELFRY_URL ?? values.API_URL ?? values.WEB_URL;
  return {
    port: values.PORT,
    host: values.HOST,
    publicUrl: publicUrl?.replace(/\/+$/, '') ?? null,
    dataDirectory: resolve(directory, values.BELFRY_DATA),
    database: {
      url: values.DATABASE_URL ?? null,
      pooledUrl: values.DATABASE_URL_POOLED ?? null,
      poolMin: values.DB_POOL_MIN,
      poolMax: values.DB_POOL_MAX,
    },
    channels: values.BELFRY_CHANNELS,
    clock: values.BELFRY_CLOCK,
    transport: transportChoice(values),
    logLevel: values.LOG_LEVEL,
    encryptionKey: values.ENCRYPTION_KEY ?? null,
    previousEncryptionKey: values.ENCRYPTION_KEY_PREVIOUS ?? null,
    twilio: { account: twilioAccount(values), baseUrl: values.TWILIO_BASE_URL?.replace(/\/+$/, '') ?? null },
    smtp: { url: values.SMTP_URL ?? null, from: values.SMTP_FROM ?? null },
    email: { provider: values.BELFRY_EMAIL_PROVIDER, vendorUrl: values.EMAIL_VENDOR_URL?.replace(/\/+$/, '') ?? null },
    sendgrid: {
      account:
        values.SENDGRID_API_KEY && values.SENDGRID_FROM
          ? { apiKey: values.SENDGRID_API_KEY, from: values.SENDGRID_FROM }
          : null,
      publicKey: values.SENDGRID_WEBHOOK_PUBLIC_KEY ?? null,
      baseUrl: values.SENDGRID_BASE_URL?.replace(/\/+$/, '') ?? null,
    },
    vapid: { keys: vapidKeys(values), subject: values.VAPID_SUBJECT ?? null },
    providerTimeoutMs: values.BELFRY_PROVIDER_TIMEOUT_MS,
    shutdownGraceMs: values.BELFRY_SHUTDOWN_GRACE_MS,
    rates: values.BELFRY_RATES,
    retentionMonths: values.BELFRY_RETENTION_MONTHS,
    fault: values.BELFRY_FAULT ?? null,
  };
}

/** Each variable by itself, so that one mistake does not hide the next. */
function readVariables(env: NodeJS.ProcessEnv): { values: Partial<Environment>; issues: Issue[] } {
  const values: Record<string, unknown> = {};
  const issues: Issue[] = [];
  for (const [name, schema] of Object.entries(variables)) {
    const result = schema.safeParse(env[name]?.trim() || undefined);
    if (result.success) values[name] = result.data;
    else issues.push({ path: name, message: result.error.issues[0]?.message ?? 'is not valid' });
  }
  return { values, issues };
}

/** What one variable asks of another; a variable that is itself mistaken is left alone here. */
function crossCheck(values: Partial<Environment>): Issue[] {
  const issues: Issue[] = [];
  const mistake = (path: keyof Environment, message: string) => issues.push({ path, message });
  const { DB_POOL_MIN: poolMin, DB_POOL_MAX: poolMax } = values;
  if (poolMin !== undefined && poolMax !== undefined && poolMin > poolMax) {
    mistake('DB_POOL_MIN', `(${poolMin}) must not exceed DB_POOL_MAX (${poolMax})`);
  }
  if (values.DATABASE_URL_POOLED && !values.DATABASE_URL) {
    mistake('DATABASE_URL', 'is missing: DATABASE_URL_POOLED needs the direct address beside it, for migrations');
  }
  if (values.BELFRY_CLOCK === 'virtual' && values.BELFRY_CHANNELS === 'live') {
    mistake('BELFRY_CLOCK', 'can be virtual only with BELFRY_CHANNELS=sandbox: real people live in real time');
  }
  if (values.BELFRY_CHANNELS === 'live') {
    for (const name of missingTwilio(values)) mistake(name, 'is missing beside the other TWILIO_… values');
    const meant = values.SENDGRID_API_KEY ? 'sendgrid' : values.EMAIL_VENDOR_URL ? 'vendor' : null;
    if (values.BELFRY_EMAIL_PROVIDER === 'smtp' && 'SMTP_URL' in values && !values.SMTP_URL && meant) {
      mistake('BELFRY_EMAIL_PROVIDER', `is smtp, without an SMTP_URL: what is set beside it wants ${meant}`);
    }
    if (values.SMTP_URL && !values.SMTP_FROM) mistake('SMTP_FROM', 'is missing: SMTP_URL needs a sender');
    if (values.BELFRY_EMAIL_PROVIDER === 'vendor' && 'EMAIL_VENDOR_URL' in values && !values.EMAIL_VENDOR_URL) {
      mistake('EMAIL_VENDOR_URL', 'is missing beside BELFRY_EMAIL_PROVIDER=vendor');
    }
    for (const name of ['SENDGRID_API_KEY', 'SENDGRID_FROM'] as const) {
      if (values.BELFRY_EMAIL_PROVIDER === 'sendgrid' && name in values && !values[name]) {
        mistake(name, 'is missing beside BELFRY_EMAIL_PROVIDER=sendgrid');
      }
    }
  }
  if (values.BELFRY_TRANSPORT === 'rabbitmq' && 'RABBITMQ_URL' in values && !values.RABBITMQ_URL) {
    mistake('RABBITMQ_URL', 'is missing beside BELFRY_TRANSPORT=rabbitmq');
  }
  const hasReadRedis = 'QUEUE_REDIS_URL' in values && 'REDIS_URL' in values;
  if (values.BELFRY_TRANSPORT === 'bullmq' && hasReadRedis && !values.QUEUE_REDIS_URL && !values.REDIS_URL) {
    mistake('QUEUE_REDIS_URL', 'is missing beside BELFRY_TRANSPORT=bullmq');
  }
  const { VAPID_PUBLIC_KEY: publicKey, VAPID_PRIVATE_KEY: privateKey } = values;
  if (publicKey && 'VAPID_PRIVATE_KEY' in values && !privateKey) {
    mistake('VAPID_PRIVATE_KEY', 'is missing beside VAPID_PUBLIC_KEY');
  }
  if (privateKey && 'VAPID_PUBLIC_KEY' in values && !publicKey) {
    mistake('VAPID_PUBLIC_KEY', 'is missing beside VAPID_PRIVATE_KEY');
  }
  return issues;
}

/** All of an account or none of it; a messaging service may stand in for the number. */
function missingTwilio(values: Partial<Environment>): (keyof Environment)[] {
  const sender = values.TWILIO_MESSAGING_SERVICE_SID ? [] : (['TWILIO_PHONE_NUMBER'] as const);
  const needed = ['TWILIO_ACCOUNT_SID', 'TWILIO_AUTH_TOKEN', ...sender] as const;
  const missing = needed.filter((name) => name in values && values[name] === undefined);
  const hasSome = missing.length < needed.length || values.TWILIO_MESSAGING_SERVICE_SID !== undefined;
  return hasSome ? missing : [];
}

function isComplete(values: Partial<Environment>): values is Environment {
  return Object.keys(variables).every((name) => name in values);
}

function invalid(issues: readonly Issue[]): AppError {
  const lines = issues.map(({ path, message }) => `${path} ${message}.`);
  return new AppError({ code: 'config.invalid', kind: 'validation', message: lines.join('\n'), issues });
}

function transportChoice(values: Environment): TransportChoice {
  const { BELFRY_TRANSPORT: name, RABBITMQ_URL: urls = [] } = values;
  const redisUrl = values.QUEUE_REDIS_URL ?? values.REDIS_URL;
  const [first, ...others] = urls;
  if (name === 'rabbitmq' && first !== undefined) return { name, urls: [first, ...others] };
  if (name === 'bullmq' && redisUrl !== undefined) return { name, url: redisUrl };
  return { name: 'postgres' };
}

function twilioAccount(values: Environment): TwilioAccount | null {
  const { TWILIO_ACCOUNT_SID: accountSid, TWILIO_AUTH_TOKEN: authToken } = values;
  const phoneNumber = values.TWILIO_PHONE_NUMBER ?? null;
  const messagingServiceSid = values.TWILIO_MESSAGING_SERVICE_SID ?? null;
  if (!accountSid || !authToken || (phoneNumber === null && messagingServiceSid === null)) return null;
  return { accountSid, authToken, phoneNumber, messagingServiceSid };
}

function vapidKeys({ VAPID_PUBLIC_KEY: publicKey, VAPID_PRIVATE_KEY: privateKey }: Environment) {
  return publicKey && privateKey ? { publicKey, privateKey } : null;
}

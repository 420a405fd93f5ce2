import type { OutgoingMessage } from '@belfry/channels';
import {
  type Channels,
  type ChannelsOptions,
  createChannels,
  defaultSender,
  deriveVapidKeys,
} from '@belfry/channels/module';
import type { Clock } from '@belfry/kernel/clock';
import type { FaultHook } from '@belfry/kernel/fault';
import type { Config } from '@belfry/platform/config';
import { createSandbox, type Sandbox } from '@belfry/sandbox';
import type pg from 'pg';
import { sandboxAccount, sandboxSendGrid } from './sandbox-account.ts';

export interface StartedChannels {
  channels: Channels;
  /** null in live mode: nothing ever falls back to the simulator. */
  sandbox: Sandbox | null;
  /** Of the account that callbacks and replies are signed by; null without one. */
  twilioAuthToken: string | null;
  /** By which the events of its email are known; null where none are taken. */
  sendGridPublicKey: string | null;
  /** What browsers subscribe with. */
  vapidPublicKey: string;
}

interface StartChannelsOptions {
  config: Config;
  /** Of the sandbox's role. */
  pool: pg.Pool;
  /** Of the engine's role, for the inbox. */
  enginePool: pg.Pool;
  clock: Clock;
  secret: string;
  publicUrl: string;
  fault: FaultHook;
  onChange(): void;
  onInboxChange(message: OutgoingMessage): void;
  onError(error: unknown, doing: string): void;
}

export async function startChannels(options: StartChannelsOptions): Promise<StartedChannels> {
  return options.config.channels === 'sandbox' ? startSandboxChannels(options) : startLiveChannels(options);
}

async function startSandboxChannels(options: StartChannelsOptions): Promise<StartedChannels> {
  const { config, pool, enginePool, clock, secret, publicUrl, fault, onChange, onError } = options;
  const vapidKeys = config.vapid.keys ?? deriveVapidKeys(secret);
  const account = sandboxAccount(secret);
  const sendgrid = sandboxSendGrid(secret);
  const sandbox = await createSandbox({
    pool,
    clock,
    twilio: account,
    sendgrid: { ...sendgrid, eventsUrl: `${publicUrl}/hooks/sendgrid/events` },
    inboundUrl: `${publicUrl}/hooks/twilio/inbound`,
    onError: (error) => onError(error, 'the sandbox'),
    fault,
    onChange,
  });
  const channels = createChannels({
    mode: 'sandbox',
    twilio: { ...account, baseUrl: sandbox.twilioBaseUrl },
    ...sandboxEmail(config, sandbox, { apiKey: sendgrid.apiKey, from: defaultSender(publicUrl) }),
    webhook: { secret, captureUrl: sandbox.webhookCaptureUrl },
    push: {
      vapid: { ...vapidKeys, subject: config.vapid.subject ?? 'mailto:belfry@example.com' },
      captureUrl: sandbox.pushCaptureUrl,
    },
    inbox: { pool: enginePool, onChange: options.onInboxChange },
    timeoutMs: config.providerTimeoutMs,
  });
  return {
    ...{ channels, sandbox, twilioAuthToken: account.authToken },
    ...{ sendGridPublicKey: sendgrid.publicKey, vapidPublicKey: vapidKeys.publicKey },
  };
}

type Email = Pick<ChannelsOptions, 'smtp' | 'vendorEmail' | 'sendgrid'>;

function sandboxEmail(
  { email, smtp, sendgrid }: Config,
  { vendorUrl, smtpUrl, sendgridUrl }: Sandbox,
  usual: { apiKey: string; from: string },
): Email {
  if (email.provider === 'vendor') return { vendorEmail: { url: vendorUrl } };
  if (email.provider === 'smtp') return { smtp: { url: smtpUrl, from: smtp.from ?? usual.from } };
  return { sendgrid: { ...usual, from: sendgrid.account?.from ?? usual.from, baseUrl: sendgridUrl } };
}

function startLiveChannels(options: StartChannelsOptions): StartedChannels {
  const { config, publicUrl, secret, enginePool } = options;
  const vapidKeys = config.vapid.keys ?? deriveVapidKeys(secret);
  const subject = config.vapid.subject ?? (publicUrl.startsWith('https://') ? publicUrl : null);
  const { account, baseUrl } = config.twilio;
  const channels = createChannels({
    mode: 'live',
    twilio: account ? { ...account, ...(baseUrl ? { baseUrl } : {}) } : undefined,
    ...liveEmail(config, publicUrl),
    webhook: { secret },
    push: subject ? { vapid: { ...vapidKeys, subject } } : undefined,
    inbox: { pool: enginePool, onChange: options.onInboxChange },
    timeoutMs: config.providerTimeoutMs,
  });
  return {
    channels,
    sandbox: null,
    twilioAuthToken: account?.authToken ?? null,
    sendGridPublicKey: config.email.provider === 'sendgrid' ? config.sendgrid.publicKey : null,
    vapidPublicKey: vapidKeys.publicKey,
  };
}

function liveEmail({ email, smtp, sendgrid }: Config, publicUrl: string): Email {
  if (email.provider === 'sendgrid') {
    const { account, baseUrl } = sendgrid;
    return account ? { sendgrid: { ...account, ...(baseUrl ? { baseUrl } : {}) } } : {};
  }
  if (email.provider === 'vendor') return email.vendorUrl ? { vendorEmail: { url: email.vendorUrl } } : {};
  return smtp.url ? { smtp: { url: smtp.url, from: smtp.from ?? defaultSender(publicUrl) } } : {};
}

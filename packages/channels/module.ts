import { AppError } from '@belfry/kernel/app-error';
import { isPublicAddress } from '@belfry/people';
import type pg from 'pg';
import type { Channel, ChannelName, OutgoingMessage } from './contract.ts';
import { storableTexts } from './domain/storable.ts';
import { createInbox } from './inbox/inbox.ts';
import type { Vapid } from './push/push-request.ts';
import { createWebPush } from './push/web-push.ts';
import type { SendGridAccount } from './sendgrid/sendgrid-client.ts';
import { createSendGridEmail } from './sendgrid/sendgrid-email.ts';
import { createSmtpEmail } from './smtp/smtp-email.ts';
import type { TwilioAccount } from './twilio/twilio-client.ts';
import { createTwilioSms } from './twilio/twilio-sms.ts';
import { createVendorEmail } from './vendor-email/vendor-email.ts';
import { createWebhook } from './webhook/webhook.ts';
import { guardDestinations } from './wire/guarded-lookup.ts';
import { capturedOutbound, directOutbound, isLoopbackUrl, type Outbound } from './wire/outbound.ts';

export { addChannelKeyRoutes } from './http/channel-key-routes.ts';
export { addInboxRoutes } from './http/inbox-routes.ts';
export { createSendGridRoutes } from './http/sendgrid-routes.ts';
export { createTwilioRoutes } from './http/twilio-routes.ts';
export { addUnsubscribeRoutes } from './http/unsubscribe-routes.ts';
export { deriveVapidKeys } from './push/vapid-keys.ts';
export { defaultSender } from './smtp/default-sender.ts';

export interface ChannelsOptions {
  /** `sandbox`: every account must point at the simulator. `live`: accounts are real, and what has none is absent. */
  mode: 'sandbox' | 'live';
  twilio?: TwilioAccount | undefined;
  /** Of the providers of email, one at most. */
  smtp?: { url: string; from: string } | undefined;
  vendorEmail?: { url: string } | undefined;
  sendgrid?: SendGridAccount | undefined;
  /** `captureUrl`: the sandbox's, which stands in for all receivers; live mode has none. */
  webhook?: { secret: string; captureUrl?: string | undefined } | undefined;
  push?: { vapid: Vapid; captureUrl?: string | undefined } | undefined;
  /** `pool` of the engine's role. */
  inbox?: { pool: pg.Pool; onChange(message: OutgoingMessage): void } | undefined;
  /** Real milliseconds that one call to a provider may take; webhooks have their own. */
  timeoutMs: number;
}

export interface Channels {
  channels: ReadonlyMap<ChannelName, Channel>;
  reachable(name: ChannelName): boolean;
  /** Loads what the first calls would otherwise wait for. */
  load(): Promise<void>;
  /** Ends all connections; calls still under way end as `unknown` or not reached, so drain first. */
  close(): Promise<void>;
}

/**
 * The channels that there are accounts for. Nothing ever falls back: a channel without an account is not in the map.
 * @throws AppError `channel.not-simulated` when something of the sandbox's would leave this machine
 */
export function createChannels(options: ChannelsOptions): Channels {
  const { twilio, smtp, vendorEmail, sendgrid, webhook, push, inbox, timeoutMs } = options;
  const adapters: { channel: Channel; load?(): Promise<void>; close?(): unknown }[] = [
    ...(twilio ? [createTwilioSms({ ...requireSimulatedTwilio(options.mode, twilio), timeoutMs })] : []),
    ...(smtp ? [createSmtpEmail({ ...smtp, timeoutMs })] : []),
    ...(vendorEmail ? [createVendorEmail({ ...vendorEmail, timeoutMs })] : []),
    ...(sendgrid ? [createSendGridEmail({ ...requireSimulatedSendGrid(options.mode, sendgrid), timeoutMs })] : []),
    ...(push
      ? [createWebPush({ vapid: push.vapid, timeoutMs, outbound: outboundOf(options.mode, push.captureUrl) })]
      : []),
    ...(inbox ? [createInbox({ ...inbox, timeoutMs })] : []),
    ...(webhook
      ? [createWebhook({ secret: webhook.secret, outbound: outboundOf(options.mode, webhook.captureUrl) })]
      : []),
  ];
  const channels = new Map(adapters.map(({ channel }) => [channel.name, answeringStorably(channel)]));
  return {
    channels,
    reachable: (name) => channels.has(name),
    async load() {
      await Promise.all(adapters.map((adapter) => adapter.load?.()));
    },
    async close() {
      await Promise.all(adapters.map((adapter) => adapter.close?.()));
    },
  };
}

/** Whatever a provider says, its end can be written down. */
function answeringStorably(channel: Channel): Channel {
  return { ...channel, send: async (message, signal) => storableTexts(await channel.send(message, signal)) };
}

function requireSimulatedTwilio(mode: ChannelsOptions['mode'], twilio: TwilioAccount): TwilioAccount {
  if (mode === 'sandbox' && twilio.baseUrl === undefined) {
    throw notSimulated('In sandbox mode the Twilio account needs the base URL of the simulator.');
  }
  return twilio;
}

function requireSimulatedSendGrid(mode: ChannelsOptions['mode'], sendgrid: SendGridAccount): SendGridAccount {
  if (mode === 'sandbox' && sendgrid.baseUrl === undefined) {
    throw notSimulated('In sandbox mode the SendGrid account needs the base URL of the simulator.');
  }
  return sendgrid;
}

function outboundOf(mode: ChannelsOptions['mode'], captureUrl: string | undefined): Outbound {
  if (mode === 'live') return directOutbound(guardDestinations({ isAllowed: isPublicAddress }));
  if (captureUrl === undefined || !isLoopbackUrl(captureUrl)) {
    throw notSimulated('In sandbox mode webhooks and pushes need the address of the simulator on this machine.');
  }
  return capturedOutbound(captureUrl);
}

function notSimulated(message: string): AppError {
  return new AppError({ code: 'channel.not-simulated', kind: 'internal', message });
}

import { AppError } from '@belfry/kernel/app-error';
import type { Channel, ChannelName } from './contract.ts';
import { createSmtpEmail } from './smtp/smtp-email.ts';
import type { TwilioAccount } from './twilio/twilio-client.ts';
import { createTwilioSms } from './twilio/twilio-sms.ts';

export { createTwilioRoutes } from './http/twilio-routes.ts';
export { defaultSender } from './smtp/default-sender.ts';

export interface ChannelsOptions {
  /** `sandbox`: every account must point at the simulator. `live`: accounts are real, and what has none is absent. */
  mode: 'sandbox' | 'live';
  twilio?: TwilioAccount | undefined;
  smtp?: { url: string; from: string } | undefined;
  /** Real milliseconds that one call to a provider may take. */
  timeoutMs: number;
}

export interface Channels {
  channels: ReadonlyMap<ChannelName, Channel>;
  reachable(name: ChannelName): boolean;
  /** Ends all connections; calls still under way end as `unknown` or not reached, so drain first. */
  close(): Promise<void>;
}

/**
 * The channels that there are accounts for. Nothing ever falls back: a channel without an account is not in the map.
 * @throws AppError `channel.not-simulated` when the sandbox's Twilio account would reach the real Twilio
 */
export function createChannels({ mode, twilio, smtp, timeoutMs }: ChannelsOptions): Channels {
  if (mode === 'sandbox' && twilio && twilio.baseUrl === undefined) {
    throw new AppError({
      code: 'channel.not-simulated',
      kind: 'internal',
      message: 'In sandbox mode the Twilio account needs the base URL of the simulator.',
    });
  }
  const adapters = [
    ...(twilio ? [createTwilioSms({ ...twilio, timeoutMs })] : []),
    ...(smtp ? [createSmtpEmail({ ...smtp, timeoutMs })] : []),
  ];
  const channels = new Map(adapters.map(({ channel }) => [channel.name, channel]));
  return {
    channels,
    reachable: (name) => channels.has(name),
    async close() {
      await Promise.all(adapters.map((adapter) => adapter.close()));
    },
  };
}

import { IconBellRinging, IconBroadcast, IconInbox, IconMail, IconMessage, IconWebhook } from '@tabler/icons-react';
import { useTranslations } from 'use-intl';

const icons: Record<string, typeof IconMessage> = {
  sms: IconMessage,
  email: IconMail,
  push: IconBellRinging,
  inbox: IconInbox,
  webhook: IconWebhook,
};

/** The channel's icon, named for those who do not see it. */
export function ChannelIcon({ channel, size = 16 }: { channel: string; size?: number }) {
  const word = useChannelWord();
  const Icon = icons[channel] ?? IconBroadcast;
  return <Icon size={size} stroke={1.6} role="img" aria-label={word(channel)} style={{ flexShrink: 0 }} />;
}

export function useChannelWord(): (channel: string) => string {
  const t = useTranslations('channel');
  return (channel) => {
    const key = channel as Parameters<typeof t>[0];
    return t.has(key) ? t(key) : channel;
  };
}

import { ActionIcon, TextInput } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconTrash } from '@tabler/icons-react';
import { useTranslations } from 'use-intl';
import { useChannelWord } from '../../ui/channel-icon.tsx';
import { StateMark } from '../../ui/state-mark.tsx';
import classes from './contact-editor.module.css';
import type { ContactDraft } from './domain/contact-draft.ts';
import { WebhookFields } from './webhook-fields.tsx';

interface ContactRowProps {
  contact: ContactDraft;
  place: number;
  isLast: boolean;
  error: string | undefined;
  onChange(patch: Partial<ContactDraft>): void;
  onMove(by: 1 | -1): void;
  onRemove(): void;
}

const inputOf = {
  sms: { type: 'tel', inputMode: 'tel' },
  email: { type: 'email', inputMode: 'email' },
  webhook: { type: 'url', inputMode: 'url' },
  push: { type: 'url', inputMode: 'url' },
  inbox: { type: 'text', inputMode: 'text' },
} as const;

export function ContactRow({ contact, place, isLast, error, onChange, onMove, onRemove }: ContactRowProps) {
  const t = useTranslations('contacts');
  const channelWord = useChannelWord();
  const { channel, address, isOptedOut } = contact;
  const of = { place, channel: channelWord(channel) };
  return (
    <li className={classes['row']}>
      <TextInput
        {...inputOf[channel]}
        className={classes['field'] ?? ''}
        label={t('address', of)}
        description={t(`${channel}Hint`)}
        autoComplete="off"
        required={channel !== 'inbox'}
        readOnly={channel === 'push' || channel === 'inbox'}
        value={channel === 'inbox' ? t('inboxAddress') : address}
        error={error}
        onChange={(event) => onChange({ address: event.currentTarget.value })}
      />
      <div className={classes['tools']}>
        <ActionIcon disabled={place === 1} aria-label={t('up', of)} onClick={() => onMove(-1)}>
          <IconArrowUp size={16} />
        </ActionIcon>
        <ActionIcon disabled={isLast} aria-label={t('down', of)} onClick={() => onMove(1)}>
          <IconArrowDown size={16} />
        </ActionIcon>
        <ActionIcon aria-label={t('remove', of)} onClick={onRemove}>
          <IconTrash size={16} />
        </ActionIcon>
      </div>
      {isOptedOut && (
        <div className={classes['details']}>
          <StateMark state="opted-out" />
        </div>
      )}
      {channel === 'webhook' && (
        <div className={classes['details']}>
          <WebhookFields webhook={contact.webhook} onChange={(webhook) => onChange({ webhook })} />
        </div>
      )}
    </li>
  );
}

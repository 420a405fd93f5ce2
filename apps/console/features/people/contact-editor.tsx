import { Button, Input, Menu, Stack, Text, Title } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useTranslations } from 'use-intl';
import { ChannelIcon, useChannelWord } from '../../ui/channel-icon.tsx';
import classes from './contact-editor.module.css';
import { ContactRow } from './contact-row.tsx';
import { type Channel, type ContactDraft, emptyContact } from './domain/contact-draft.ts';
import { moveItem } from './domain/move-item.ts';
import type { PersonEditForm } from './use-edit-person.ts';

/** What a form can add; a push subscription is made by the browser that is to ring. */
const addable = ['sms', 'email', 'inbox', 'webhook'] as const satisfies readonly Channel[];
const MOST = 20;

/** Every address, in the order in which it is preferred. */
export function ContactEditor({ form: { draft: edit, change, wrong } }: { form: PersonEditForm }) {
  const t = useTranslations('contacts');
  const channelWord = useChannelWord();
  const { contacts } = edit;
  const set = (next: ContactDraft[]) => change({ contacts: next });
  const patch = (key: number, part: Partial<ContactDraft>) =>
    set(contacts.map((contact) => (contact.key === key ? { ...contact, ...part } : contact)));
  const offered = addable.filter(
    (channel) => channel !== 'inbox' || !contacts.some((contact) => contact.channel === 'inbox'),
  );
  return (
    <Stack gap="md">
      <div>
        <Title order={2}>{t('title')}</Title>
        <Text size="sm" c="dimmed">
          {t('hint')}
        </Text>
      </div>
      {contacts.length > 0 && (
        <ol className={classes['list']} aria-label={t('title')}>
          {contacts.map((contact, index) => (
            <ContactRow
              key={contact.key}
              contact={contact}
              place={index + 1}
              isLast={index === contacts.length - 1}
              error={wrong[`contact ${index}`]}
              onChange={(part) => patch(contact.key, part)}
              onMove={(by) => set(moveItem(contacts, index, index + by))}
              onRemove={() => set(contacts.filter((other) => other.key !== contact.key))}
            />
          ))}
        </ol>
      )}
      {wrong.contacts !== undefined && <Input.Error role="alert">{wrong.contacts}</Input.Error>}
      {contacts.length < MOST && (
        <Menu position="bottom-start">
          <Menu.Target>
            <Button variant="default" leftSection={<IconPlus size={16} />} style={{ alignSelf: 'flex-start' }}>
              {t('add')}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {offered.map((channel) => (
              <Menu.Item
                key={channel}
                leftSection={<ChannelIcon channel={channel} />}
                onClick={() => set([...contacts, emptyContact(channel, contacts)])}
              >
                {channelWord(channel)}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      )}
    </Stack>
  );
}

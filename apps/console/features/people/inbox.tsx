import { type Client, dataOf, type InboxMessage } from '@belfry/sdk';
import { Button, Group, Paper, Text } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { useWorld } from '../../app/api.ts';
import { useChanged } from '../../app/use-changed.ts';
import { CopyCurl } from '../../ui/curl/copy-curl.tsx';
import { Instant } from '../../ui/instant.tsx';
import { TextLink } from '../../ui/links.tsx';
import { useProblemWords } from '../../ui/problem-words.ts';
import { Section } from '../../ui/section.tsx';
import { useNotify } from '../../ui/use-notify.ts';
import classes from './inbox.module.css';
import { inboxQuery } from './person-occurrences-query.ts';

/** What a person finds in Belfry itself; a place that has never been used is not shown. */
export function Inbox({ personId, zone }: { personId: string; zone: string }) {
  const t = useTranslations('inbox');
  const messages = useQuery(inboxQuery(personId)).data ?? [];
  if (messages.length === 0) return null;
  return (
    <Section title={t('title')}>
      <Paper px="md" py={4}>
        <ul className={classes['list']}>
          {messages.map((message) => (
            <Message key={message.id} message={message} personId={personId} zone={zone} />
          ))}
        </ul>
      </Paper>
    </Section>
  );
}

function Message({ message, personId, zone }: { message: InboxMessage; personId: string; zone: string }) {
  const t = useTranslations('inbox');
  const { api } = useWorld();
  const changed = useChanged();
  const notify = useNotify();
  const problemWords = useProblemWords();
  const read = useMutation({
    mutationFn: () => reading(personId, message)(api),
    onSuccess: () => changed('inbox'),
    onError: (error) => notify({ tone: 'bad', title: t('readFailed'), message: problemWords(error) }),
  });
  const isNew = message.readAt === null;
  return (
    <li className={classes['message']} data-new={isNew || undefined}>
      <div className={classes['head']}>
        <TextLink
          to="/occurrences/$occurrenceId"
          params={{ occurrenceId: message.occurrenceId }}
          fw={isNew ? 650 : 500}
        >
          {message.subject}
        </TextLink>
        {isNew && <span className={classes['new']}>{t('unread')}</span>}
        <span className={classes['at']}>
          <Instant at={message.at} zone={zone} />
        </span>
      </div>
      <Text size="sm" c="dimmed" style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
        {message.text}
      </Text>
      {isNew && (
        <Group gap={4} ml={-8}>
          <Button variant="subtle" size="compact-sm" loading={read.isPending} onClick={() => read.mutate()}>
            {t('read')}
          </Button>
          <CopyCurl call={reading(personId, message)} of={t('readOf', { subject: message.subject })} size={26} />
        </Group>
      )}
    </li>
  );
}

function reading(id: string, { id: messageId }: InboxMessage) {
  return (api: Client) =>
    dataOf(api.POST('/v1/people/{id}/inbox/{messageId}/read', { params: { path: { id, messageId } } }));
}

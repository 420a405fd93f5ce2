import { type Client, dataOf } from '@belfry/sdk';
import { ActionIcon, Button, Group, Text, TextInput } from '@mantine/core';
import { IconSend } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useWorld } from '../../app/api.ts';
import { useChanged } from '../../app/use-changed.ts';
import { CopyCurl } from '../../ui/curl/copy-curl.tsx';
import type { OwnedHandset } from './domain/join-handsets.ts';
import classes from './handset.module.css';

/** The words of the product, not of the catalogue: they are what a person texts. */
const quickReplies = ['DONE', 'OK'];

interface AnswerProps {
  handset: OwnedHandset;
  /** Only the first of the quick replies, where there is little room. */
  compact?: boolean;
}

export function Answer({ handset, compact = false }: AnswerProps) {
  const t = useTranslations('phones');
  const changed = useChanged();
  const { api } = useWorld();
  const [text, setText] = useState('');
  const owner = handset.personName ?? handset.address;
  const send = useMutation({
    mutationFn: (said: string) => replying(handset, said)(api),
    onSuccess: () => {
      setText('');
      return changed('messages');
    },
  });
  return (
    <form
      className={classes['answer']}
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim() !== '' && !send.isPending) send.mutate(text);
      }}
    >
      <Group gap="sm" mb={compact ? 0 : 'sm'} role="group" aria-label={t('quickReplies')}>
        {quickReplies.slice(0, compact ? 1 : undefined).map((word) => (
          <Group key={word} gap={4} wrap="nowrap">
            <Button
              size="xs"
              variant="default"
              radius="xl"
              disabled={send.isPending}
              aria-label={t('replyAs', { word, name: owner })}
              onClick={() => send.mutate(word)}
            >
              {word}
            </Button>
            <CopyCurl call={replying(handset, word)} of={t('replyAs', { word, name: owner })} size={30} />
          </Group>
        ))}
      </Group>
      {!compact && (
        <Group gap="sm" wrap="nowrap">
          <TextInput
            flex={1}
            radius="xl"
            aria-label={t('answerAs', { name: owner })}
            placeholder={t('answer')}
            autoComplete="off"
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
          />
          <ActionIcon
            type="submit"
            size={36}
            radius="xl"
            variant="filled"
            color="accent"
            aria-label={t('send')}
            loading={send.isPending}
          >
            <IconSend size={16} />
          </ActionIcon>
          <CopyCurl call={replying(handset, text)} of={t('answerAs', { name: owner })} />
        </Group>
      )}
      {send.isError && (
        <Text size="xs" c="var(--mantine-color-error)" mt={4} role="alert">
          {send.error.message}
        </Text>
      )}
    </form>
  );
}

function replying({ address }: OwnedHandset, text: string) {
  return (api: Client) =>
    dataOf(api.POST('/sandbox/handsets/{address}/reply', { params: { path: { address } }, body: { text } }));
}

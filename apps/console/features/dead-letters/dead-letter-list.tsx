import type { DeadLetter } from '@belfry/sdk';
import { Button, Checkbox, Group, Paper, Text, TextInput } from '@mantine/core';
import { IconRefresh, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { useProblemWords } from '../../ui/problem-words.ts';
import { useNotify } from '../../ui/use-notify.ts';
import { useRowKeys } from '../../ui/use-row-keys.ts';
import { DeadLetterRow } from './dead-letter-row.tsx';
import classes from './dead-letters.module.css';
import { type AllOpen, callOf, callOfAll, type Resolution, useResolve } from './use-resolve.ts';

interface DeadLetterListProps {
  letters: readonly DeadLetter[];
  /** Whether something can still be done about them. */
  isOpen: boolean;
  /** How many of these are open, also those that are not shown yet. */
  total: number;
  /** The one that they have all ended with, where the list is narrowed down to it. */
  code: string | undefined;
}

interface Asked {
  resolution: Resolution;
  letters: readonly DeadLetter[];
  all?: AllOpen | undefined;
}

export function DeadLetterList({ letters, isOpen, total, code }: DeadLetterListProps) {
  const t = useTranslations('deadLetters');
  const notify = useNotify();
  const problemWords = useProblemWords();
  const rows = useRowKeys<HTMLUListElement>();
  const [chosenIds, choose] = useState<ReadonlySet<string>>(new Set());
  const [isWhole, chooseWhole] = useState(false);
  const [asked, ask] = useState<Asked | null>(null);
  const [reason, setReason] = useState('');
  const resolve = useResolve({
    onDone: () => {
      ask(null);
      choose(new Set());
      chooseWhole(false);
      setReason('');
    },
  });
  // One at a press of its own row, which leaves alone what has been chosen for another.
  const replay = useResolve({
    onDone: (request) => choose((before) => without(before, request.letters[0]?.id ?? '')),
    onError: (error) => notify({ tone: 'bad', title: t('replayFailed'), message: problemWords(error) }),
  });
  const chosen = letters.filter((letter) => chosenIds.has(letter.id));
  const isAll = chosen.length === letters.length;
  const isMore = total > letters.length;
  const all = isWhole && isAll && isMore ? { code, until: letters[0]?.at ?? '', count: total } : undefined;
  const chosenCount = all?.count ?? chosen.length;
  const toggle = (id: string) => {
    chooseWhole(false);
    choose((before) => (before.has(id) ? without(before, id) : new Set([...before, id])));
  };
  const count = asked?.all?.count ?? asked?.letters.length ?? 0;
  const request = asked && { resolution: asked.resolution, reason: reason.trim() };
  return (
    <>
      {isOpen && (
        <Group justify="space-between" gap="sm" mih={36}>
          <Group gap="sm">
            <Checkbox
              label={
                chosenCount === 0 ? t('chooseAll', { count: letters.length }) : t('chosen', { count: chosenCount })
              }
              checked={isAll}
              indeterminate={chosen.length > 0 && !isAll}
              onChange={() => {
                chooseWhole(false);
                choose(isAll ? new Set() : new Set(letters.map((letter) => letter.id)));
              }}
            />
            {isAll && isMore && (
              <Button variant="subtle" size="compact-sm" onClick={() => chooseWhole(!isWhole)}>
                {isWhole ? t('chooseShown', { count: letters.length }) : t('chooseWhole', { count: total })}
              </Button>
            )}
          </Group>
          {chosen.length > 0 && (
            <Group gap="sm">
              <Button
                variant="default"
                leftSection={<IconTrash size={16} />}
                onClick={() => ask({ resolution: 'discard', letters: chosen, all })}
              >
                {t('discardMany', { count: chosenCount })}
              </Button>
              <Button
                leftSection={<IconRefresh size={16} />}
                onClick={() => ask({ resolution: 'replay', letters: chosen, all })}
              >
                {t('replayMany', { count: chosenCount })}
              </Button>
            </Group>
          )}
        </Group>
      )}
      <Paper px={{ base: 'sm', sm: 'md' }} py="xs">
        <ul className={classes['list']} aria-label={t('title')} ref={rows}>
          {letters.map((letter) => (
            <DeadLetterRow
              key={letter.id}
              letter={letter}
              isOpen={isOpen}
              isChosen={chosenIds.has(letter.id)}
              isPending={[resolve, replay].some((one) => one.isPending && one.variables.letters.includes(letter))}
              onToggle={() => toggle(letter.id)}
              onReplay={() => replay.mutate({ resolution: 'replay', letters: [letter] })}
              onDiscard={() => ask({ resolution: 'discard', letters: [letter] })}
            />
          ))}
        </ul>
      </Paper>
      <ConfirmDialog
        opened={asked !== null}
        onClose={() => {
          ask(null);
          resolve.reset();
        }}
        onStop={resolve.stop}
        title={t(`${asked?.resolution ?? 'replay'}Title`, { count })}
        verb={t(`${asked?.resolution ?? 'replay'}Many`, { count })}
        isPending={resolve.isPending}
        error={resolve.error}
        onConfirm={() => asked && request && resolve.mutate({ ...asked, ...request })}
        call={async (api) => {
          if (asked?.all && request) await callOfAll(asked.all, request)(api);
          else for (const letter of asked?.letters ?? []) if (request) await callOf(letter, request)(api);
        }}
        isDangerous={asked?.resolution === 'discard'}
        isImpossible={asked?.resolution === 'discard' && asked.all !== undefined && reason.trim() === ''}
      >
        <Text size="sm">{t(`${asked?.resolution ?? 'replay'}Will`, { count })}</Text>
        {resolve.isPending && count > 1 && (
          <Text size="sm" c="dimmed" role="status">
            {t('resolving', { done: resolve.done, count })}
          </Text>
        )}
        {asked?.resolution === 'discard' && (
          <TextInput
            label={t('reason')}
            description={t(asked.all ? 'reasonNeeded' : 'reasonHint')}
            required={asked.all !== undefined}
            maxLength={500}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
        )}
      </ConfirmDialog>
    </>
  );
}

function without(ids: ReadonlySet<string>, id: string): ReadonlySet<string> {
  return new Set([...ids].filter((other) => other !== id));
}

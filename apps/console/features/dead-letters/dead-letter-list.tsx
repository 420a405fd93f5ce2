import type { DeadLetter } from '@belfry/sdk';
import { Button, Checkbox, Group, Paper, Text, TextInput } from '@mantine/core';
import { IconRefresh, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { useRowKeys } from '../../ui/use-row-keys.ts';
import { DeadLetterRow } from './dead-letter-row.tsx';
import classes from './dead-letters.module.css';
import { callOf, type Resolution, useResolve } from './use-resolve.ts';

interface DeadLetterListProps {
  letters: readonly DeadLetter[];
  /** Whether something can still be done about them. */
  isOpen: boolean;
}

interface Asked {
  resolution: Resolution;
  letters: readonly DeadLetter[];
}

export function DeadLetterList({ letters, isOpen }: DeadLetterListProps) {
  const t = useTranslations('deadLetters');
  const rows = useRowKeys<HTMLUListElement>();
  const [chosenIds, choose] = useState<ReadonlySet<string>>(new Set());
  const [asked, ask] = useState<Asked | null>(null);
  const [reason, setReason] = useState('');
  const resolve = useResolve(() => {
    ask(null);
    choose(new Set());
    setReason('');
  });
  const chosen = letters.filter((letter) => chosenIds.has(letter.id));
  const isAll = chosen.length === letters.length;
  const toggle = (id: string) => choose((before) => (before.has(id) ? without(before, id) : new Set([...before, id])));
  const count = asked?.letters.length ?? 0;
  const request = asked && { resolution: asked.resolution, reason: reason.trim() };
  return (
    <>
      {isOpen && (
        <Group justify="space-between" gap="sm" mih={36}>
          <Checkbox
            label={
              chosen.length === 0 ? t('chooseAll', { count: letters.length }) : t('chosen', { count: chosen.length })
            }
            checked={isAll}
            indeterminate={chosen.length > 0 && !isAll}
            onChange={() => choose(isAll ? new Set() : new Set(letters.map((letter) => letter.id)))}
          />
          {chosen.length > 0 && (
            <Group gap="sm">
              <Button
                variant="default"
                leftSection={<IconTrash size={16} />}
                onClick={() => ask({ resolution: 'discard', letters: chosen })}
              >
                {t('discardMany', { count: chosen.length })}
              </Button>
              <Button
                leftSection={<IconRefresh size={16} />}
                onClick={() => ask({ resolution: 'replay', letters: chosen })}
              >
                {t('replayMany', { count: chosen.length })}
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
              isPending={resolve.isPending && (resolve.variables?.letters.includes(letter) ?? false)}
              onToggle={() => toggle(letter.id)}
              onReplay={() => resolve.mutate({ resolution: 'replay', letters: [letter] })}
              onDiscard={() => ask({ resolution: 'discard', letters: [letter] })}
            />
          ))}
        </ul>
      </Paper>
      <ConfirmDialog
        opened={asked !== null}
        onClose={() => ask(null)}
        title={t(`${asked?.resolution ?? 'replay'}Title`, { count })}
        verb={t(`${asked?.resolution ?? 'replay'}Many`, { count })}
        isPending={resolve.isPending}
        error={resolve.error}
        onConfirm={() => asked && request && resolve.mutate({ ...asked, ...request })}
        call={async (api) => {
          for (const letter of asked?.letters ?? []) if (request) await callOf(letter, request)(api);
        }}
        isDangerous={asked?.resolution === 'discard'}
      >
        <Text size="sm">{t(`${asked?.resolution ?? 'replay'}Will`, { count })}</Text>
        {asked?.resolution === 'discard' && (
          <TextInput
            label={t('reason')}
            description={t('reasonHint')}
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

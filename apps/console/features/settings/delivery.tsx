import { type Client, dataOf, type Settings } from '@belfry/sdk';
import { Button, Group, Paper, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useWorld } from '../../app/api.ts';
import { useChanged } from '../../app/use-changed.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { countOf, nothing } from '../../ui/counted.ts';
import { StateMark } from '../../ui/state-mark.tsx';
import { useSayDone } from '../../ui/under-way.ts';
import { occurrencesQuery } from '../occurrences/occurrences-query.ts';
import { settingsQuery } from './settings-query.ts';

interface Asked {
  to: Settings['delivery'];
  version: Settings['version'];
}

/** Whether anything is sent to anybody. Either way says first what it does: what falls between is not made up for. */
export function Delivery({ settings }: { settings: Settings }) {
  const t = useTranslations('settings');
  const { api } = useWorld();
  const queries = useQueryClient();
  const changed = useChanged();
  const sayDone = useSayDone();
  const isActive = settings.delivery === 'active';
  const [isAsking, { open, close }] = useDisclosure(false);
  /** What it was opened for, and by which settings, stays what it asks, whatever others switch meanwhile. */
  const [asked, ask] = useState<Asked>({ to: 'disabled', version: settings.version });
  const isStop = asked.to === 'disabled';
  const waiting = useQuery({ ...occurrencesQuery({ state: 'open' }), select: countOf, enabled: isAsking });
  const change = useMutation({
    mutationFn: () => changing(asked)(api),
    onSuccess: ({ couldNotStop, ...saved }) => {
      sayDone(couldNotStop, t(`${saved.delivery}Done`), saved.delivery === 'active' ? t('activeHint') : undefined);
      close();
      queries.setQueryData(settingsQuery.queryKey, saved);
      void changed('settings');
    },
  });
  return (
    <Paper p="md" maw={640}>
      <Stack gap="sm">
        <Group gap="xs">
          <StateMark state={isActive ? 'active' : 'paused'} />
          <Text size="sm">{t(isActive ? 'activeNow' : 'disabledNow')}</Text>
        </Group>
        <Group>
          <Button
            {...(isActive ? { color: 'red.9', variant: 'outline' } : {})}
            onClick={() => {
              ask({ to: isActive ? 'disabled' : 'active', version: settings.version });
              open();
            }}
          >
            {t(isActive ? 'disable' : 'enable')}
          </Button>
        </Group>
      </Stack>
      <ConfirmDialog
        opened={isAsking}
        onClose={() => {
          close();
          change.reset();
        }}
        title={t(isStop ? 'disableTitle' : 'enableTitle')}
        verb={t(isStop ? 'disable' : 'enable')}
        isPending={change.isPending}
        error={change.error}
        onConfirm={() => change.mutate()}
        call={changing(asked)}
        counted={[waiting]}
        isDangerous={isStop}
      >
        <Text size="sm">{t(isStop ? 'disableWill' : 'enableWill')}</Text>
        <Text size="sm">{t(isStop ? 'disableOpen' : 'enableOpen', waiting.data ?? nothing)}</Text>
        <Text size="sm" c="dimmed">
          {t('notMadeUp')}
        </Text>
      </ConfirmDialog>
    </Paper>
  );
}

/** Stopping is for emergencies: it asks for no version, so that nobody who was faster with a limit holds it up. */
function changing({ to, version }: Asked) {
  const headers = to === 'disabled' ? {} : { 'if-match': `"${version}"` };
  return (api: Client) => dataOf(api.PATCH('/v1/settings', { headers, body: { delivery: to } }));
}

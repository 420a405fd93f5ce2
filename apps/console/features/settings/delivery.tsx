import { type Client, dataOf, type Settings } from '@belfry/sdk';
import { Button, Group, Paper, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { useWorld } from '../../app/api.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { countOf, nothing } from '../../ui/counted.ts';
import { StateMark } from '../../ui/state-mark.tsx';
import { useSayDone } from '../../ui/under-way.ts';
import { occurrencesQuery } from '../occurrences/occurrences-query.ts';
import { settingsQuery } from './settings-query.ts';

/** Whether anything is sent to anybody. Either way says first what it does: what falls between is not made up for. */
export function Delivery({ settings }: { settings: Settings }) {
  const t = useTranslations('settings');
  const { api } = useWorld();
  const queries = useQueryClient();
  const sayDone = useSayDone();
  const [isAsking, { open, close }] = useDisclosure(false);
  const isActive = settings.delivery === 'active';
  const to = isActive ? 'disabled' : 'active';
  const waiting = useQuery({ ...occurrencesQuery({ state: 'open' }), select: countOf, enabled: isAsking });
  const change = useMutation({
    mutationFn: () => changing(settings, to)(api),
    onSuccess: async ({ couldNotStop, ...saved }) => {
      sayDone(couldNotStop, t(`${saved.delivery}Done`), saved.delivery === 'active' ? t('activeHint') : undefined);
      close();
      queries.setQueryData(settingsQuery.queryKey, saved);
      await queries.invalidateQueries({ queryKey: ['occurrences'] });
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
          <Button {...(isActive ? { color: 'red.9', variant: 'outline' } : {})} onClick={open}>
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
        title={t(isActive ? 'disableTitle' : 'enableTitle')}
        verb={t(isActive ? 'disable' : 'enable')}
        isPending={change.isPending}
        error={change.error}
        onConfirm={() => change.mutate()}
        call={changing(settings, to)}
        counted={[waiting]}
        isDangerous={isActive}
      >
        <Text size="sm">{t(isActive ? 'disableWill' : 'enableWill')}</Text>
        <Text size="sm">{t(isActive ? 'disableOpen' : 'enableOpen', waiting.data ?? nothing)}</Text>
        <Text size="sm" c="dimmed">
          {t('notMadeUp')}
        </Text>
      </ConfirmDialog>
    </Paper>
  );
}

function changing({ version }: Settings, delivery: Settings['delivery']) {
  const init = { headers: { 'if-match': `"${version}"` }, body: { delivery } };
  return (api: Client) => dataOf(api.PATCH('/v1/settings', init));
}

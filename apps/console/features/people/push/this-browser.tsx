import type { Person } from '@belfry/sdk';
import { Button, Paper, Stack, Text } from '@mantine/core';
import { IconBellOff, IconDeviceLaptop } from '@tabler/icons-react';
import { useTranslations } from 'use-intl';
import { useMe } from '../../../app/me.ts';
import { ProblemNote } from '../../../ui/problem-note.tsx';
import { Section } from '../../../ui/section.tsx';
import { PushNotAllowed } from './browser-push.ts';
import { useBrowserPush } from './use-browser-push.ts';

/** Whether the browser one is looking with rings for this person; nothing is asked before the button is pressed. */
export function ThisBrowser({ person }: { person: Person }) {
  const t = useTranslations('push');
  const isSandbox = useMe().channels === 'sandbox';
  const { state, enable, disable } = useBrowserPush(person);
  if (state === undefined) return null;
  return (
    <Section title={t('title')}>
      <Paper p={{ base: 'md', sm: 'lg' }}>
        <Stack gap="sm" align="flex-start">
          <Text fw={550}>{t(state, { name: person.name })}</Text>
          <Text size="sm" c="dimmed">
            {t(`${state}Hint`)}
          </Text>
          {isSandbox && (state === 'ready' || state === 'subscribed') && <Text size="sm">{t('sandbox')}</Text>}
          {state === 'ready' && (
            <Button
              variant="default"
              leftSection={<IconDeviceLaptop size={16} />}
              loading={enable.isPending}
              onClick={() => enable.mutate()}
            >
              {t('enable')}
            </Button>
          )}
          {state === 'subscribed' && (
            <Button
              variant="default"
              leftSection={<IconBellOff size={16} />}
              loading={disable.isPending}
              onClick={() => disable.mutate()}
            >
              {t('disable')}
            </Button>
          )}
          <Refusal error={enable.error ?? disable.error} />
        </Stack>
      </Paper>
    </Section>
  );
}

function Refusal({ error }: { error: Error | null }) {
  const t = useTranslations('push');
  if (error === null) return null;
  if (error instanceof PushNotAllowed) {
    // A "no" shows as a state of its own.
    return error.permission === 'denied' ? null : <Note>{t('dismissed')}</Note>;
  }
  if (error instanceof DOMException) return <Note>{t('refused', { reason: error.message })}</Note>;
  return <ProblemNote error={error} />;
}

function Note({ children }: { children: string }) {
  return (
    <Text size="sm" c="var(--mantine-color-error)" role="alert">
      {children}
    </Text>
  );
}

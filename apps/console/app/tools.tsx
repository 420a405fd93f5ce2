import { ActionIcon, Menu, Tooltip, useComputedColorScheme, useMantineColorScheme } from '@mantine/core';
import { IconHelp, IconLogout, IconMoon, IconSun, IconUserCircle } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { useKeyboard } from './keyboard.tsx';
import { useMe } from './me.ts';
import { signOut } from './sign-out.ts';

/** Account, looks and help. On a phone, which has no keys to press, without the help. */
export function Tools({ compact = false }: { compact?: boolean }) {
  const t = useTranslations('tools');
  const { setColorScheme } = useMantineColorScheme();
  const isDark = useComputedColorScheme('light', { getInitialValueInEffect: false }) === 'dark';
  const { openHelp } = useKeyboard();
  const look = isDark ? t('light') : t('dark');
  return (
    <>
      <Account />
      <Tooltip label={look}>
        <ActionIcon aria-label={look} onClick={() => setColorScheme(isDark ? 'light' : 'dark')}>
          {isDark ? <IconSun size={18} /> : <IconMoon size={18} />}
        </ActionIcon>
      </Tooltip>
      {!compact && (
        <Tooltip label={t('help')}>
          <ActionIcon aria-label={t('help')} onClick={openHelp}>
            <IconHelp size={18} />
          </ActionIcon>
        </Tooltip>
      )}
    </>
  );
}

function Account() {
  const t = useTranslations('tools');
  const { actor, organisation, version } = useMe();
  const queries = useQueryClient();
  const leave = useMutation({
    mutationFn: signOut,
    // Nothing that was fetched for whoever has left may be shown to the next.
    onSuccess: () => queries.resetQueries(),
  });
  return (
    <Menu position="top-start" width={208}>
      <Menu.Target>
        <ActionIcon aria-label={t('account', { name: actor.name })} loading={leave.isPending}>
          <IconUserCircle size={20} stroke={1.6} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t('signedInAs', { name: actor.name, organisation: organisation.name })}</Menu.Label>
        <Menu.Item leftSection={<IconLogout size={16} />} onClick={() => leave.mutate()}>
          {t('signOut')}
        </Menu.Item>
        <Menu.Label>{t('version', { version })}</Menu.Label>
      </Menu.Dropdown>
    </Menu>
  );
}

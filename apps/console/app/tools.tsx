import { ActionIcon, Tooltip, useComputedColorScheme, useMantineColorScheme } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconHelp, IconMoon, IconSun, IconUserCircle } from '@tabler/icons-react';
import { lazy, Suspense } from 'react';
import { useTranslations } from 'use-intl';
import { useKeyboard } from './keyboard.tsx';
import { useMe } from './me.ts';

const AccountMenu = lazy(() => import('./account-menu.tsx').then(({ AccountMenu: menu }) => ({ default: menu })));

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

/** Its menu is loaded when it is opened. */
function Account() {
  const t = useTranslations('tools');
  const { actor } = useMe();
  const [isWanted, { open }] = useDisclosure(false);
  const button = (
    <ActionIcon aria-label={t('account', { name: actor.name })} aria-haspopup="menu" onClick={open}>
      <IconUserCircle size={20} stroke={1.6} />
    </ActionIcon>
  );
  return isWanted ? (
    <Suspense fallback={button}>
      <AccountMenu />
    </Suspense>
  ) : (
    button
  );
}

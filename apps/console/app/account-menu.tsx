import { ActionIcon, Menu } from '@mantine/core';
import { IconLogout, IconUserCircle } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { useProblemWords } from '../ui/problem-words.ts';
import { useNotify } from '../ui/use-notify.ts';
import { useMe } from './me.ts';
import { signOut } from './sign-out.ts';

/** Who is signed in, and the way out; open as soon as it is there. */
export function AccountMenu() {
  const t = useTranslations('tools');
  const { actor, organisation, version } = useMe();
  const queries = useQueryClient();
  const notify = useNotify();
  const problemWords = useProblemWords();
  const leave = useMutation({
    mutationFn: signOut,
    // Nothing that was fetched for whoever has left may be shown to the next.
    onSuccess: () => queries.resetQueries(),
    onError: (error) => notify({ tone: 'bad', title: t('signOutFailed'), message: problemWords(error) }),
  });
  return (
    <Menu position="top-start" width={208} defaultOpened>
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

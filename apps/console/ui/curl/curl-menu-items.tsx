import { Menu } from '@mantine/core';
import { IconTerminal2 } from '@tabler/icons-react';
import { useTranslations } from 'use-intl';
import { useNotify } from '../use-notify.ts';
import type { ApiCall } from './record-calls.ts';
import { useCopyCurl } from './use-copy-curl.ts';

/** An action in its own words, with what it asks of the API. */
export interface CopyableAction {
  of: string;
  call: ApiCall;
}

/** A part of a menu of actions: each of them for a terminal. */
export function CurlMenuItems({ actions }: { actions: readonly CopyableAction[] }) {
  const t = useTranslations('curl');
  const { copyCurl } = useCopyCurl();
  const notify = useNotify();
  const copy = async (call: ApiCall, of: string) => {
    await copyCurl(call);
    notify({ tone: 'good', title: t('copied'), message: t('copiedOf', { of }) });
  };
  return (
    <>
      <Menu.Label>{t('copy')}</Menu.Label>
      {actions.map(({ of, call }) => (
        <Menu.Item
          key={of}
          leftSection={<IconTerminal2 size={16} />}
          aria-label={t('copyOf', { of })}
          onClick={() => void copy(call, of)}
        >
          {of}
        </Menu.Item>
      ))}
    </>
  );
}

import { ActionIcon, Tooltip } from '@mantine/core';
import { IconCheck, IconTerminal2 } from '@tabler/icons-react';
import { useTranslations } from 'use-intl';
import type { ApiCall } from './record-calls.ts';
import { useCopyCurl } from './use-copy-curl.ts';

interface CopyCurlProps {
  call: ApiCall;
  /** The action, in its own words. */
  of: string;
  size?: number;
}

/** What the button beside it does, for a terminal. */
export function CopyCurl({ call, of, size = 36 }: CopyCurlProps) {
  const t = useTranslations('curl');
  const { isCopied, copyCurl } = useCopyCurl();
  return (
    <Tooltip label={isCopied ? t('copied') : t('copy')}>
      <ActionIcon
        variant="default"
        size={size}
        style={{ flex: 'none' }}
        aria-label={t('copyOf', { of })}
        onClick={() => void copyCurl(call)}
      >
        {isCopied ? <IconCheck size={16} /> : <IconTerminal2 size={16} />}
      </ActionIcon>
    </Tooltip>
  );
}

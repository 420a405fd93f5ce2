import { ActionIcon, CopyButton, Tooltip } from '@mantine/core';
import { IconCheck, IconTerminal2 } from '@tabler/icons-react';
import { useTranslations } from 'use-intl';
import { type Call, curlOf } from './domain/curl.ts';
import { useScene } from './scene-context.ts';

/** What the button beside it does, for a terminal. */
export function CopyCurl({ calls, of }: { calls: readonly Call[]; of: string }) {
  const t = useTranslations('playground');
  const { key } = useScene();
  return (
    <CopyButton value={curlOf(calls, { origin: window.location.origin, key })}>
      {({ copied, copy }) => (
        <Tooltip label={copied ? t('curlCopied') : t('copyCurl')}>
          <ActionIcon variant="default" size={36} onClick={copy} aria-label={t('copyCurlOf', { of })}>
            {copied ? <IconCheck size={16} /> : <IconTerminal2 size={16} />}
          </ActionIcon>
        </Tooltip>
      )}
    </CopyButton>
  );
}

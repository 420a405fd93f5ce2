import { ActionIcon, Box, Code, CopyButton, Group, Modal, Tooltip } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconBraces, IconCheck, IconCopy } from '@tabler/icons-react';
import { useTranslations } from 'use-intl';

interface RawJsonProps {
  value: unknown;
  /** What it is, for the title. */
  of: string;
}

/** The object as the API answers it, one click away. */
export function RawJson({ value, of }: RawJsonProps) {
  const t = useTranslations('json');
  const [isOpen, { open, close }] = useDisclosure(false);
  return (
    <>
      <Tooltip label={t('show')}>
        <ActionIcon variant="default" size={36} style={{ flex: 'none' }} aria-label={t('show')} onClick={open}>
          <IconBraces size={18} />
        </ActionIcon>
      </Tooltip>
      <Modal
        opened={isOpen}
        onClose={close}
        title={t('title', { of })}
        size="xl"
        closeButtonProps={{ 'aria-label': t('close') }}
      >
        <JsonBlock value={value} />
      </Modal>
    </>
  );
}

export function JsonBlock({ value, maxHeight = 560 }: { value: unknown; maxHeight?: number }) {
  const t = useTranslations('json');
  const text = JSON.stringify(value, null, 2);
  return (
    <Group align="flex-start" gap="xs" wrap="nowrap">
      <Box mah={maxHeight} flex={1} miw={0} tabIndex={0} style={{ overflow: 'auto' }}>
        <Code block>{text}</Code>
      </Box>
      <CopyButton value={text}>
        {({ copied, copy }) => (
          <Tooltip label={copied ? t('copied') : t('copy')}>
            <ActionIcon onClick={copy} aria-label={t('copy')}>
              {copied ? <IconCheck size={16} /> : <IconCopy size={16} />}
            </ActionIcon>
          </Tooltip>
        )}
      </CopyButton>
    </Group>
  );
}

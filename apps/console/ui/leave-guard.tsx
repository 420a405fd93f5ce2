import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useBlocker } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';

/** Asks before a page is left that holds what has been typed and not saved: by a link, a key, back, or the browser's own close. */
export function LeaveGuard({ isDirty }: { isDirty: boolean }) {
  const t = useTranslations('leave');
  const app = useTranslations('app');
  const { status, proceed, reset } = useBlocker({
    // Another day or filter of the same page keeps its forms.
    shouldBlockFn: ({ current, next }) => isDirty && current.pathname !== next.pathname,
    enableBeforeUnload: isDirty,
    withResolver: true,
  });
  return (
    <Modal
      opened={status === 'blocked'}
      onClose={() => reset?.()}
      title={t('title')}
      closeButtonProps={{ 'aria-label': app('close') }}
    >
      <Stack gap="md">
        <Text size="sm">{t('hint')}</Text>
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={() => reset?.()} data-autofocus>
            {t('stay')}
          </Button>
          <Button color="red.9" onClick={() => proceed?.()}>
            {t('leave')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

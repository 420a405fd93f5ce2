import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useTranslations } from 'use-intl';

interface LeaveDialogProps {
  onStay(): void;
  onLeave(): void;
}

export function LeaveDialog({ onStay, onLeave }: LeaveDialogProps) {
  const t = useTranslations('leave');
  const app = useTranslations('app');
  return (
    <Modal opened onClose={onStay} title={t('title')} closeButtonProps={{ 'aria-label': app('close') }}>
      <Stack gap="md">
        <Text size="sm">{t('hint')}</Text>
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onStay} data-autofocus>
            {t('stay')}
          </Button>
          <Button color="red.9" onClick={onLeave}>
            {t('leave')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

import { Button, Group, Modal, Stack } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { ProblemNote } from './problem-note.tsx';

interface ConfirmDialogProps {
  opened: boolean;
  onClose(): void;
  title: string;
  /** What will happen, and to how many. */
  children: ReactNode;
  /** The verb: a button never says only «OK». */
  verb: string;
  isPending: boolean;
  error: unknown;
  onConfirm(): void;
  /** What cannot be taken back is red. */
  isDangerous?: boolean;
}

/** Asked before whatever stops or removes something: it says what, and to how many. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { opened, onClose, title, children, verb, isPending, error, onConfirm, isDangerous = false } = props;
  const t = useTranslations('app');
  return (
    <Modal opened={opened} onClose={onClose} title={title} closeButtonProps={{ 'aria-label': t('close') }}>
      <Stack gap="md">
        {children}
        {error !== null && error !== undefined && <ProblemNote error={error} />}
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose} data-autofocus>
            {t('cancel')}
          </Button>
          <Button {...(isDangerous ? { color: 'red.9' } : {})} loading={isPending} onClick={onConfirm}>
            {verb}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

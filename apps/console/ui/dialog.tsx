import { Modal, type ModalProps } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';

interface DialogProps {
  opened?: boolean;
  onClose(): void;
  title: string;
  size?: ModalProps['size'];
  /** What it asked for is on its way, and is waited for: once gone it could not say how that ended, and would close the next. */
  isPending: boolean;
  children: ReactNode;
}

/** Over the page, to do something. */
export function Dialog({ opened = true, onClose, title, size = 'md', isPending, children }: DialogProps) {
  const t = useTranslations('app');
  return (
    <Modal
      opened={opened}
      onClose={isPending ? () => {} : onClose}
      title={title}
      size={size}
      closeButtonProps={{ 'aria-label': t('close'), disabled: isPending }}
    >
      {children}
    </Modal>
  );
}

import { Button, Group, Modal, type ModalProps, Stack } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { CopyCurl } from './curl/copy-curl.tsx';
import type { ApiCall } from './curl/record-calls.ts';
import { ProblemNote } from './problem-note.tsx';
import { useFocusOnRefusal } from './use-focus-on-refusal.ts';

interface FormDialogProps {
  title: string;
  size?: ModalProps['size'];
  onClose(): void;
  /** The verb. */
  verb: string;
  onSubmit(): void;
  isPending: boolean;
  /** Another value with every refusal: the first field that is wrong gets the focus. */
  refusal: unknown;
  /** What no field can show. */
  error: unknown;
  /** What it asks of the API, to be copied. */
  call: ApiCall;
  /** Takes away what is edited, where it can be. */
  removal?: { verb: string; isPending: boolean; onRemove(): void } | null;
  /** The fields. */
  children: ReactNode;
}

/** A form over the page. */
export function FormDialog(props: FormDialogProps) {
  const { title, size = 'md', onClose, verb, onSubmit, isPending, refusal, error, call, removal = null } = props;
  const app = useTranslations('app');
  const element = useFocusOnRefusal(refusal);
  return (
    <Modal opened onClose={onClose} title={title} size={size} closeButtonProps={{ 'aria-label': app('close') }}>
      <form
        ref={element}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          onSubmit();
        }}
      >
        <Stack gap="md">
          {props.children}
          {error !== null && error !== undefined && <ProblemNote error={error} />}
          <Group justify="flex-end" gap="sm">
            {removal && (
              <Button variant="subtle" color="red.9" me="auto" loading={removal.isPending} onClick={removal.onRemove}>
                {removal.verb}
              </Button>
            )}
            <CopyCurl call={call} of={verb} />
            <Button variant="default" onClick={onClose}>
              {app('cancel')}
            </Button>
            <Button type="submit" loading={isPending}>
              {verb}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

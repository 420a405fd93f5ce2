import { Button, Group, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import type { Counted } from './counted.ts';
import { CopyCurl } from './curl/copy-curl.tsx';
import type { ApiCall } from './curl/record-calls.ts';
import { Dialog } from './dialog.tsx';
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
  /** Ends early what is done a part at a time; anything else is on its way, and is waited for. */
  onStop?(): void;
  error: unknown;
  onConfirm(): void;
  /** What it asks of the API, to be copied. */
  call: ApiCall;
  /** What cannot be taken back is red. */
  isDangerous?: boolean;
  /** What the text counts: until that is known, nobody is asked to say yes to it. */
  counted?: readonly Counted[];
  /** Something has to be done first: the text says what. */
  isImpossible?: boolean;
}

/** Asked before whatever stops or removes something: it says what, and to how many. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { opened, onClose, title, children, verb, isPending, error, onConfirm, call, isDangerous = false } = props;
  const { isImpossible = false, onStop, counted = [] } = props;
  const t = useTranslations('app');
  const uncounted = counted.find((one) => one.isError);
  const isCounted = counted.every((one) => one.isSuccess);
  return (
    <Dialog
      opened={opened}
      onClose={isPending && onStop ? onStop : onClose}
      title={title}
      isPending={isPending && !onStop}
    >
      <Stack gap="md">
        {uncounted ? (
          <ProblemNote error={uncounted.error} onRetry={() => void uncounted.refetch()} />
        ) : isCounted ? (
          children
        ) : (
          <Text size="sm" role="status">
            {t('counting')}
          </Text>
        )}
        {error !== null && error !== undefined && <ProblemNote error={error} />}
        <Group justify="flex-end" gap="sm">
          <CopyCurl call={call} of={verb} />
          <Button
            variant="default"
            onClick={isPending ? onStop : onClose}
            disabled={isPending && !onStop}
            data-autofocus
          >
            {t(isPending && onStop ? 'stop' : 'cancel')}
          </Button>
          <Button
            {...(isDangerous ? { color: 'red.9' } : {})}
            disabled={isImpossible || !isCounted}
            loading={isPending}
            onClick={onConfirm}
          >
            {verb}
          </Button>
        </Group>
      </Stack>
    </Dialog>
  );
}

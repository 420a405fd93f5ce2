import { Alert, Button, Group, type ModalProps, Stack, Text } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useTranslations } from 'use-intl';
import type { Counted } from './counted.ts';
import { CopyCurl } from './curl/copy-curl.tsx';
import type { ApiCall } from './curl/record-calls.ts';
import { Dialog } from './dialog.tsx';
import { LeaveGuard } from './leave-guard.tsx';
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
  /** Something has been typed: a press beside the form, or Escape, does not throw it away unasked. */
  isDirty: boolean;
  /** Another value with every refusal: the first field that is wrong gets the focus. */
  refusal: unknown;
  /** What no field can show. */
  error: unknown;
  /** What it asks of the API, to be copied. */
  call: ApiCall;
  /** Takes away what is edited, where it can be; `will` says what that does, and to how many. */
  removal?: Removal | null;
  /** The fields. */
  children: ReactNode;
}

interface Removal {
  verb: string;
  will: ReactNode;
  /** What `will` counts: until that is known, nothing is removed. */
  counted?: Counted;
  isPending: boolean;
  onRemove(): void;
}

/** A form over the page. */
export function FormDialog(props: FormDialogProps) {
  const { title, size = 'md', onClose, verb, onSubmit, isPending, isDirty, refusal, error, call, removal } = props;
  const app = useTranslations('app');
  const leave = useTranslations('leave');
  const element = useFocusOnRefusal(refusal);
  const [asked, ask] = useState<'close' | 'remove' | null>(null);
  const isBusy = isPending || removal?.isPending === true;
  return (
    <Dialog onClose={isDirty ? () => ask('close') : onClose} title={title} size={size} isPending={isBusy}>
      <form
        ref={element}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          ask(null);
          onSubmit();
        }}
      >
        <Stack gap="md">
          {props.children}
          {error !== null && error !== undefined && <ProblemNote error={error} />}
          {asked === 'close' && (
            <Question verb={leave('leave')} isPending={false} onYes={onClose} onNo={() => ask(null)}>
              {leave('hint')}
            </Question>
          )}
          {asked === 'remove' && removal && (
            <Question
              verb={removal.verb}
              isPending={removal.isPending}
              counted={removal.counted}
              onYes={removal.onRemove}
              onNo={() => ask(null)}
            >
              {removal.will}
            </Question>
          )}
          {asked === null && (
            <Group justify="flex-end" gap="sm">
              {removal && (
                <Button variant="subtle" color="red.9" me="auto" onClick={() => ask('remove')}>
                  {removal.verb}
                </Button>
              )}
              <CopyCurl call={call} of={verb} />
              <Button variant="default" disabled={isBusy} onClick={onClose}>
                {app('cancel')}
              </Button>
              <Button type="submit" loading={isPending}>
                {verb}
              </Button>
            </Group>
          )}
        </Stack>
      </form>
      <LeaveGuard isDirty={isDirty} />
    </Dialog>
  );
}

interface QuestionProps {
  verb: string;
  isPending: boolean;
  counted?: Counted | undefined;
  onYes(): void;
  onNo(): void;
  children: ReactNode;
}

/** In the place of the form's own buttons. */
function Question({ verb, isPending, counted, onYes, onNo, children }: QuestionProps) {
  const t = useTranslations('leave');
  return (
    <Alert color="yellow" role="alert">
      {counted?.isError ? (
        <ProblemNote error={counted.error} onRetry={() => void counted.refetch()} />
      ) : (
        <Text size="sm">{children}</Text>
      )}
      <Group justify="flex-end" gap="sm" mt="sm">
        <Button variant="default" onClick={onNo} disabled={isPending} autoFocus>
          {t('stay')}
        </Button>
        <Button color="red.9" loading={isPending} disabled={counted?.isSuccess === false} onClick={onYes}>
          {verb}
        </Button>
      </Group>
    </Alert>
  );
}

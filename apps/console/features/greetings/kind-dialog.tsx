import type { GreetingKind } from '@belfry/sdk';
import { Button, Group, Modal, Radio, Stack, Switch, TextInput } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { CopyCurl } from '../../ui/curl/copy-curl.tsx';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { useFocusOnRefusal } from '../../ui/use-focus-on-refusal.ts';
import { useKindForm } from './use-kind-form.ts';

interface KindDialogProps {
  /** null: a new one. */
  kind: GreetingKind | null;
  onClose(): void;
}

/** An occasion is data: which date of people it follows, how often it comes, when it is sent. */
export function KindDialog({ kind, onClose }: KindDialogProps) {
  const t = useTranslations('greetings');
  const app = useTranslations('app');
  const form = useKindForm(kind, onClose);
  const { draft, change, wrong } = form;
  const element = useFocusOnRefusal(form.refusal);
  return (
    <Modal
      opened
      onClose={onClose}
      title={kind ? t('editOf', { title: kind.title }) : t('newKind')}
      closeButtonProps={{ 'aria-label': app('close') }}
    >
      <form
        ref={element}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          form.submit();
        }}
      >
        <Stack gap="md">
          <TextInput
            label={t('kindTitle')}
            required
            maxLength={100}
            value={draft.title}
            error={wrong.title}
            onChange={(event) => change({ title: event.currentTarget.value })}
          />
          <TextInput
            label={t('field')}
            description={t('fieldHint')}
            required
            value={draft.field}
            error={wrong.field}
            onChange={(event) => change({ field: event.currentTarget.value })}
          />
          <Radio.Group
            label={t('recurrence')}
            value={draft.recurrence}
            onChange={(recurrence) => change({ recurrence: recurrence === 'once' ? 'once' : 'annual' })}
          >
            <Group mt={6}>
              <Radio value="annual" label={t('annual')} />
              <Radio value="once" label={t('once')} />
            </Group>
          </Radio.Group>
          <TextInput
            type="time"
            label={t('ownTime')}
            description={t('ownTimeHint')}
            maw={220}
            value={draft.sendTime}
            error={wrong.sendTime}
            onChange={(event) => change({ sendTime: event.currentTarget.value })}
          />
          <Switch
            label={t('kindEnabled')}
            checked={draft.enabled}
            onChange={(event) => change({ enabled: event.currentTarget.checked })}
          />
          {form.error !== null && <ProblemNote error={form.error} />}
          <Group justify="space-between" gap="sm">
            {form.canRemove ? (
              <Button variant="subtle" color="red.9" loading={form.isRemoving} onClick={form.remove}>
                {t('removeKind')}
              </Button>
            ) : (
              <span />
            )}
            <Group gap="sm">
              <CopyCurl call={form.call} of={t('save')} />
              <Button variant="default" onClick={onClose}>
                {app('cancel')}
              </Button>
              <Button type="submit" loading={form.isPending}>
                {t('save')}
              </Button>
            </Group>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

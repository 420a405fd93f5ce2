import type { GreetingKind } from '@belfry/sdk';
import { Group, Radio, Switch, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { useNowMs } from '../../app/clock.tsx';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { StaleNote } from '../../ui/stale-note.tsx';
import { yearQuery } from './greetings-query.ts';
import { useKindForm } from './use-kind-form.ts';

interface KindDialogProps {
  /** null: a new one. */
  kind: GreetingKind | null;
  onClose(): void;
}

/** An occasion is data: which date of people it follows, how often it comes, when it is sent. */
export function KindDialog({ kind, onClose }: KindDialogProps) {
  const t = useTranslations('greetings');
  const form = useKindForm(kind, onClose);
  const { draft, change, wrong } = form;
  const year = new Date(useNowMs(null)).getUTCFullYear();
  const ofYear = useQuery({ ...yearQuery(year), enabled: form.canRemove });
  const count = ofYear.data?.days.reduce((sum, { kinds }) => sum + (kinds[kind?.name ?? ''] ?? 0), 0);
  const removal = {
    verb: t('removeKind'),
    will: count === undefined ? t('counting') : t('removeKindWill', { count, year: String(year) }),
    counted: ofYear,
    isPending: form.isRemoving,
    onRemove: form.remove,
  };
  return (
    <FormDialog
      title={kind ? t('editOf', { title: kind.title }) : t('newKind')}
      onClose={onClose}
      verb={t('save')}
      onSubmit={form.submit}
      isPending={form.isPending}
      isDirty={form.isDirty}
      refusal={form.refusal}
      error={form.error}
      call={form.call}
      removal={form.canRemove ? removal : null}
    >
      {form.isStale && <StaleNote onReload={form.reload} />}
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
    </FormDialog>
  );
}

import type { Policy } from '@belfry/sdk';
import { Button, Stack, TextInput } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useTranslations } from 'use-intl';
import { MAX_RUNGS, nextRung, type RungDraft } from './domain/reminder-draft.ts';
import classes from './ladder-editor.module.css';
import { RungEditor } from './rung-editor.tsx';
import type { ReminderForm } from './use-reminder-form.ts';

interface LadderEditorProps {
  form: ReminderForm;
  policies: readonly Policy[];
}

/** Up to three rungs; they are kept as a policy of their own name, so that other reminders can use it. */
export function LadderEditor({ form, policies }: LadderEditorProps) {
  const t = useTranslations('newReminder');
  const { draft, change, wrong } = form;
  const edit = (key: number, patch: Partial<RungDraft>) =>
    change({ rungs: draft.rungs.map((rung) => (rung.key === key ? { ...rung, ...patch } : rung)) });
  const name = draft.policyName.trim() || draft.title.trim();
  const isTaken = policies.some((policy) => policy.name === name);
  return (
    <Stack gap="md">
      <ol className={classes['rungs']} aria-label={t('steps')}>
        {draft.rungs.map((rung, index) => (
          <RungEditor
            key={rung.key}
            rung={rung}
            index={index}
            selfId={draft.personId}
            self={form.person?.name ?? t('self')}
            error={wrong[`rung ${index}`]}
            onChange={(patch) => edit(rung.key, patch)}
            onRemove={
              draft.rungs.length > 1
                ? () => change({ rungs: draft.rungs.filter((other) => other.key !== rung.key) })
                : undefined
            }
          />
        ))}
      </ol>
      {draft.rungs.length < MAX_RUNGS && (
        <Button
          variant="default"
          leftSection={<IconPlus size={16} />}
          onClick={() => change({ rungs: [...draft.rungs, nextRung(draft.rungs)] })}
          style={{ alignSelf: 'flex-start' }}
        >
          {t('addStep')}
        </Button>
      )}
      <TextInput
        label={t('policyName')}
        description={isTaken ? t('policyNameTaken', { name }) : t('policyNameHint')}
        placeholder={draft.title.trim() || t('policyNamePlaceholder')}
        maxLength={100}
        autoComplete="off"
        value={draft.policyName}
        error={wrong.policyName}
        onChange={(event) => change({ policyName: event.currentTarget.value })}
      />
    </Stack>
  );
}

import { Button, Input, Paper, Radio, Stack, Switch, TextInput, Title } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { newStep, newTarget } from './domain/policy-draft.ts';
import { MinutesInput } from './minutes-input.tsx';
import { policiesQuery } from './policies-query.ts';
import { StepEditor } from './step-editor.tsx';
import { TargetEditor } from './target-editor.tsx';
import type { PolicyForm } from './use-policy-form.ts';

const MOST_STEPS = 30;

export function PolicyFields({ form }: { form: PolicyForm }) {
  const t = useTranslations('policyForm');
  const { draft, change, changeStep, wrong, isEdit } = form;
  const policies = useQuery(policiesQuery).data ?? [];
  const isTaken = !isEdit && policies.some((policy) => policy.name === draft.name.trim());
  return (
    <>
      <Paper p={{ base: 'md', sm: 'lg' }}>
        <TextInput
          label={t('name')}
          description={isEdit ? t('nameFixed') : isTaken ? t('nameTaken', { name: draft.name.trim() }) : t('nameHint')}
          required
          readOnly={isEdit}
          maxLength={100}
          autoComplete="off"
          value={draft.name}
          error={wrong.name}
          onChange={(event) => change({ name: event.currentTarget.value })}
        />
      </Paper>
      <Stack component="ol" gap="md" m={0} p={0} style={{ listStyle: 'none' }} aria-label={t('steps')}>
        {draft.steps.map((step, index) => (
          <StepEditor
            key={step.key}
            step={step}
            index={index}
            error={wrong[`step ${index}`]}
            onChange={(patch) => changeStep(step.key, patch)}
            onRemove={
              draft.steps.length > 1
                ? () => change({ steps: draft.steps.filter((other) => other.key !== step.key) })
                : undefined
            }
          />
        ))}
      </Stack>
      {wrong.steps !== undefined && <Input.Error role="alert">{wrong.steps}</Input.Error>}
      {draft.steps.length < MOST_STEPS && (
        <Button
          variant="default"
          leftSection={<IconPlus size={16} />}
          onClick={() => change({ steps: [...draft.steps, newStep(draft.steps)] })}
          style={{ alignSelf: 'flex-start' }}
        >
          {t('addStep')}
        </Button>
      )}
      <Afterwards form={form} />
    </>
  );
}

/** What happens past the last step, after an acknowledgement, and after an end that nobody knows. */
function Afterwards({ form: { draft, change, wrong } }: { form: PolicyForm }) {
  const t = useTranslations('policyForm');
  return (
    <Paper p={{ base: 'md', sm: 'lg' }}>
      <Stack gap="md">
        <Title order={2}>{t('afterwards')}</Title>
        <MinutesInput
          label={t('patience')}
          description={t('patienceHint')}
          value={draft.patienceMinutes}
          error={wrong.patience}
          onChange={(patienceMinutes) => change({ patienceMinutes })}
        />
        <Switch
          label={t('fallback')}
          description={t('fallbackHint')}
          checked={draft.fallback !== null}
          onChange={(event) => change({ fallback: event.currentTarget.checked ? newTarget([]) : null })}
        />
        {draft.fallback && (
          <TargetEditor
            target={draft.fallback}
            label={t('fallbackWho')}
            onChange={(patch) => change({ fallback: draft.fallback && { ...draft.fallback, ...patch } })}
          />
        )}
        {wrong.fallback !== undefined && <Input.Error role="alert">{wrong.fallback}</Input.Error>}
        <Switch
          label={t('repage')}
          description={t('repageHint')}
          checked={draft.repageMinutes !== null}
          onChange={(event) => change({ repageMinutes: event.currentTarget.checked ? 60 : null })}
        />
        {draft.repageMinutes !== null && (
          <MinutesInput
            label={t('repageAfter')}
            min={1}
            value={draft.repageMinutes}
            error={wrong.repage}
            onChange={(repageMinutes) => change({ repageMinutes })}
          />
        )}
        <Radio.Group
          label={t('onUnknown')}
          description={t('onUnknownHint')}
          value={draft.onUnknown}
          onChange={(value) => change({ onUnknown: value === 'ask' ? 'ask' : 'again' })}
        >
          <Stack gap="xs" mt="xs">
            <Radio value="again" label={t('again')} />
            <Radio value="ask" label={t('ask')} />
          </Stack>
        </Radio.Group>
      </Stack>
    </Paper>
  );
}

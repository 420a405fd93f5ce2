import type { Policy } from '@belfry/sdk';
import { Input, Radio, Stack } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { SearchSelect } from '../../ui/search-select.tsx';
import { LadderEditor } from './ladder-editor.tsx';
import { Section } from './section.tsx';
import type { ReminderForm } from './use-reminder-form.ts';

interface LadderSectionProps {
  form: ReminderForm;
  policies: readonly Policy[];
}

const choices = ['own', 'policy', 'none'] as const;

export function LadderSection({ form, policies }: LadderSectionProps) {
  const t = useTranslations('newReminder');
  const { draft, change, wrong } = form;
  return (
    <Section title={t('ifNobodyAnswers')}>
      <Stack gap="md">
        <Radio.Group
          aria-label={t('ifNobodyAnswers')}
          value={draft.ladder}
          onChange={(ladder) => change({ ladder: choices.find((choice) => choice === ladder) ?? 'own' })}
        >
          <Stack gap="sm">
            <Radio value="own" label={t('ladderOwn')} description={t('ladderOwnHint')} />
            <Radio
              value="policy"
              label={t('ladderPolicy')}
              description={policies.length === 0 ? t('noPolicies') : t('ladderPolicyHint')}
              disabled={policies.length === 0}
            />
            <Radio value="none" label={t('ladderNone')} description={t('ladderNoneHint')} />
          </Stack>
        </Radio.Group>
        {draft.ladder === 'policy' && (
          <SearchSelect
            label={t('policy')}
            required
            data={policies.map((policy) => ({ value: policy.id, label: policy.name }))}
            value={draft.policyId}
            error={wrong.ladder}
            onChange={(policyId) => change({ policyId })}
          />
        )}
        {draft.ladder === 'own' && <LadderEditor form={form} policies={policies} />}
        {draft.ladder !== 'policy' && wrong.ladder !== undefined && (
          <Input.Error role="alert">{wrong.ladder}</Input.Error>
        )}
      </Stack>
    </Section>
  );
}

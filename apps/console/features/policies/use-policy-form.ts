import { type Client, dataOf, type Policy } from '@belfry/sdk';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useChanged } from '../../app/use-changed.ts';
import { useEdit } from '../../ui/use-edit.ts';
import {
  emptyPolicy,
  isWhole,
  type PolicyDraft,
  type PolicyField,
  partOfPolicy,
  policyDraftFieldOf,
  type StepDraft,
  toNewPolicy,
  toPolicyDraft,
} from './domain/policy-draft.ts';
import { policyQuery } from './policies-query.ts';

/** The form of a policy: saving one that exists makes its next version. */
export function usePolicyForm(opened: Policy | null, onSaved: (policy: Policy, isWhole: boolean) => void) {
  const t = useTranslations('policyForm');
  const queries = useQueryClient();
  const changed = useChanged();
  const [missing, setMissing] = useState<Partial<Record<PolicyField, string>>>({});
  const edit = useEdit({
    known: opened,
    toDraft: (policy) => (policy ? toPolicyDraft(policy) : emptyPolicy()),
    saving,
    reread: async (before) => before && queries.fetchQuery({ ...policyQuery(before.id), staleTime: 0 }),
    fields: { of: policyDraftFieldOf, partOf: partOfPolicy },
    onSaved: (policy, isWhole) => {
      queries.setQueryData(policyQuery(policy.id).queryKey, policy);
      onSaved(policy, isWhole);
      void changed('policies');
    },
  });
  const { draft } = edit;
  const change = (patch: Partial<PolicyDraft>) => {
    edit.change(patch);
    setMissing({});
  };
  return {
    ...edit,
    isEdit: edit.before !== null,
    change,
    changeStep: (key: number, patch: Partial<StepDraft>) =>
      change({ steps: draft.steps.map((step) => (step.key === key ? { ...step, ...patch } : step)) }),
    wrong: { ...edit.wrong, ...missing } as Partial<Record<PolicyField, string>>,
    refusal: Object.keys(missing).length > 0 ? missing : edit.refusal,
    submit: () => {
      const found = findMissing(draft, t);
      setMissing(found);
      if (Object.keys(found).length === 0) edit.submit();
    },
  };
}

export type PolicyForm = ReturnType<typeof usePolicyForm>;

function saving(before: Policy | null, sent: PolicyDraft) {
  const headers = before ? { 'if-match': `"${before.version}"` } : {};
  return (api: Client) => dataOf(api.POST('/v1/policies', { headers, body: toNewPolicy(sent) }));
}

function findMissing(draft: PolicyDraft, t: ReturnType<typeof useTranslations<'policyForm'>>) {
  const missing: Partial<Record<PolicyField, string>> = {};
  if (draft.name.trim() === '') missing.name = t('enterName');
  for (const [index, step] of draft.steps.entries()) {
    if (!isWhole({ ...draft, steps: [step], fallback: null })) missing[`step ${index}`] = t('chooseTarget');
  }
  if (!isWhole({ ...draft, steps: [] })) missing.fallback = t('chooseTarget');
  return missing;
}

import { type Client, dataOf, type Policy } from '@belfry/sdk';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useWorld } from '../../app/api.ts';
import { useChanged } from '../../app/use-changed.ts';
import { errorsByField, needsNote } from '../../ui/errors-by-field.ts';
import { isStaleEdit } from '../../ui/stale-note.tsx';
import {
  emptyPolicy,
  isWhole,
  type PolicyDraft,
  type PolicyField,
  policyDraftFieldOf,
  type StepDraft,
  toNewPolicy,
  toPolicyDraft,
} from './domain/policy-draft.ts';
import { policyQuery } from './policies-query.ts';

/** The form of a policy: saving one that exists makes its next version. */
export function usePolicyForm(opened: Policy | null, onSaved: (policy: Policy) => void) {
  const t = useTranslations('policyForm');
  const { api } = useWorld();
  const queries = useQueryClient();
  const changed = useChanged();
  const [before, setBefore] = useState(opened);
  const [begun, begin] = useState(() => (opened ? toPolicyDraft(opened) : emptyPolicy()));
  const [draft, setDraft] = useState(begun);
  const [missing, setMissing] = useState<Partial<Record<PolicyField, string>>>({});
  const save = useMutation({
    mutationFn: (sent: PolicyDraft) => saving(before, sent)(api),
    onSuccess: async (policy) => {
      await changed('policies');
      onSaved(policy);
    },
  });
  const errors = errorsByField(save.error, policyDraftFieldOf);
  const isStale = isStaleEdit(save.error);
  const change = (patch: Partial<PolicyDraft>) => {
    setDraft((known) => ({ ...known, ...patch }));
    setMissing({});
    if (save.error && !isStale) save.reset();
  };
  return {
    draft,
    isDirty: JSON.stringify(draft) !== JSON.stringify(begun),
    isEdit: before !== null,
    version: before?.version ?? null,
    change,
    changeStep: (key: number, patch: Partial<StepDraft>) =>
      change({ steps: draft.steps.map((step) => (step.key === key ? { ...step, ...patch } : step)) }),
    isStale,
    /** Takes the form to the version that somebody else has saved meanwhile. */
    reload: async () => {
      if (!before) return;
      const fresh = await queries.fetchQuery({ ...policyQuery(before.id), staleTime: 0 });
      setBefore(fresh);
      const again = toPolicyDraft(fresh);
      begin(again);
      setDraft(again);
      save.reset();
    },
    wrong: { ...errors.of, ...missing } as Partial<Record<PolicyField, string>>,
    /** What no field can show. */
    error: !isStale && needsNote(save.error, errors) ? save.error : null,
    refusal: Object.keys(missing).length > 0 ? missing : save.error,
    isPending: save.isPending,
    /** What saving asks of the API, as the form stands. */
    call: saving(before, draft),
    submit: () => {
      const found = findMissing(draft, t);
      setMissing(found);
      if (Object.keys(found).length === 0) save.mutate(draft);
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

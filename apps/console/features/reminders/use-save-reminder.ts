import { dataOf, type Policy, ProblemError, type Schedule } from '@belfry/sdk';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import { useWorld } from '../../app/api.ts';
import { type ReminderDraft, toNewSchedule, toPolicySteps } from './domain/reminder-draft.ts';
import { toScheduleChanges } from './domain/reminder-edit.ts';

export interface SavedReminder {
  id: string;
  couldNotStop: readonly { address: string }[];
}

interface SaveOptions {
  edited: Schedule | null;
  before: ReminderDraft;
  zone: string;
  onSaved(saved: SavedReminder, draft: ReminderDraft): void;
}

/** Says which of the two requests was refused: both speak of their own fields. */
export class RefusedSchedule extends Error {}

function fromSchedule(cause: unknown): never {
  throw new RefusedSchedule(cause instanceof ProblemError ? cause.title : 'refused', { cause });
}

/** Steps of one's own become a policy first; then the schedule is created, or what was changed of it. */
export function useSaveReminder({ edited, before, zone, onSaved }: SaveOptions) {
  const { api } = useWorld();
  const queries = useQueryClient();
  const savePolicy = useSavePolicy();
  return useMutation({
    mutationFn: async (sent: ReminderDraft): Promise<SavedReminder> => {
      const policyId = sent.ladder === 'own' ? await savePolicy(sent) : sent.ladder === 'policy' ? sent.policyId : null;
      if (!edited) {
        const created = await dataOf(api.POST('/v1/schedules', { body: toNewSchedule(sent, zone, policyId) })).catch(
          fromSchedule,
        );
        return { id: created.id, couldNotStop: [] };
      }
      const body = toScheduleChanges(before, sent, { zone, policyBefore: edited.policyId, policyId });
      if (body === null) return { id: edited.id, couldNotStop: [] };
      const init = { params: { path: { id: edited.id } }, headers: { 'if-match': `"${edited.version}"` }, body };
      return dataOf(api.PATCH('/v1/schedules/{id}', init)).catch(fromSchedule);
    },
    onSuccess: async (saved, sent) => {
      await Promise.all(
        ['schedules', 'occurrences', 'policies'].map((key) => queries.invalidateQueries({ queryKey: [key] })),
      );
      onSaved(saved, sent);
    },
  });
}

/** Saving is done again only when the steps have changed: another try of the form makes no further version. */
function useSavePolicy(): (draft: ReminderDraft) => Promise<string> {
  const { api } = useWorld();
  const saved = useRef<{ text: string; policy: Policy } | null>(null);
  return async (draft) => {
    const body = { name: draft.policyName.trim() || draft.title.trim(), steps: toPolicySteps(draft.rungs) };
    const text = JSON.stringify(body);
    if (saved.current?.text !== text) {
      saved.current = { text, policy: await dataOf(api.POST('/v1/policies', { body })) };
    }
    return saved.current.policy.id;
  };
}

import { type Client, dataOf, type Policy, ProblemError, type Schedule } from '@belfry/sdk';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import { useWorld } from '../../app/api.ts';
import { useChanged } from '../../app/use-changed.ts';
import type { CouldNotStop } from '../../ui/under-way.ts';
import { type ReminderDraft, toNewSchedule, toPolicySteps } from './domain/reminder-draft.ts';
import { toScheduleChanges } from './domain/reminder-edit.ts';
import { scheduleQuery } from './schedules-query.ts';

export interface SavedReminder {
  schedule: Schedule;
  couldNotStop: CouldNotStop;
}

interface SavedDraft {
  edited: Schedule | null;
  before: ReminderDraft;
  zone: string;
}

interface SaveOptions extends SavedDraft {
  onSaved(saved: SavedReminder, draft: ReminderDraft): void;
  onRefused(): void;
}

type SavePolicy = (api: Client, draft: ReminderDraft) => Promise<Policy>;

/** Says which of the two requests was refused: both speak of their own fields. */
export class RefusedSchedule extends Error {}

function fromSchedule(cause: unknown): never {
  throw new RefusedSchedule(cause instanceof ProblemError ? cause.title : 'refused', { cause });
}

export function useSaveReminder({ onSaved, onRefused, ...of }: SaveOptions) {
  const { api } = useWorld();
  const queries = useQueryClient();
  const changed = useChanged();
  const savePolicy = useSavePolicy();
  return useMutation({
    mutationFn: (sent: ReminderDraft) => save(api, sent, of, savePolicy),
    // What has been typed since is looked at now, and nothing is waited for before the form is left.
    onSuccess: (saved, sent) => {
      queries.setQueryData(scheduleQuery(saved.schedule.id).queryKey, saved.schedule);
      onSaved(saved, sent);
      void changed('schedules', 'policies');
    },
    onError: onRefused,
  });
}

/** What saving the draft asks of the API. */
export function savingOf(draft: ReminderDraft, of: SavedDraft) {
  return (api: Client) => save(api, draft, of, createPolicy);
}

/** Steps of one's own become a policy first; then the schedule is created, or what was changed of it. */
async function save(api: Client, sent: ReminderDraft, of: SavedDraft, savePolicy: SavePolicy): Promise<SavedReminder> {
  const { edited, before, zone } = of;
  const policyId =
    sent.ladder === 'own' ? (await savePolicy(api, sent)).id : sent.ladder === 'policy' ? sent.policyId : null;
  if (!edited) {
    const created = await dataOf(api.POST('/v1/schedules', { body: toNewSchedule(sent, zone, policyId) })).catch(
      fromSchedule,
    );
    return { schedule: created, couldNotStop: [] };
  }
  const body = toScheduleChanges(before, sent, { zone, policyBefore: edited.policyId, policyId });
  if (body === null) return { schedule: edited, couldNotStop: [] };
  const init = { params: { path: { id: edited.id } }, headers: { 'if-match': `"${edited.version}"` }, body };
  const { couldNotStop, ...schedule } = await dataOf(api.PATCH('/v1/schedules/{id}', init)).catch(fromSchedule);
  return { schedule, couldNotStop };
}

const createPolicy: SavePolicy = (api, draft) => dataOf(api.POST('/v1/policies', { body: policyOf(draft) }));

function policyOf({ policyName, title, rungs }: ReminderDraft) {
  return { name: policyName.trim() || title.trim(), steps: toPolicySteps(rungs) };
}

/** Saving is done again only when the steps have changed: another try of the form makes no further version. */
function useSavePolicy(): SavePolicy {
  const saved = useRef<{ text: string; policy: Policy } | null>(null);
  return async (api, draft) => {
    const text = JSON.stringify(policyOf(draft));
    if (saved.current?.text !== text) saved.current = { text, policy: await createPolicy(api, draft) };
    return saved.current.policy;
  };
}

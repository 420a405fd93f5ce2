import { dataOf, type Person, type Policy, ProblemError } from '@belfry/sdk';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { api } from '../../app/api.ts';
import { useNowMs } from '../../app/clock.tsx';
import { readersZone } from '../../time/wall-clock.ts';
import { errorsByField, needsNote } from '../../ui/errors-by-field.ts';
import {
  emptyDraft,
  firstDue,
  type ReminderDraft,
  toNewSchedule,
  toPolicySteps,
  withPerson,
} from './domain/reminder-draft.ts';
import { isStale, policyFieldOf, type ReminderField, scheduleFieldOf } from './domain/reminder-field.ts';

type Missing = Partial<Record<ReminderField, string>>;

/** The form for a new reminder: its draft, what is wrong with it, and how it becomes a policy and a schedule. */
export function useReminderForm(people: readonly Person[], onCreated: (id: string, draft: ReminderDraft) => void) {
  const nowMs = useNowMs();
  const queries = useQueryClient();
  const [draft, setDraft] = useState(() => emptyDraft(nowMs, readersZone()));
  const [missing, setMissing] = useState<Missing>({});
  /** Since the last submission: what was refused then may be right by now. */
  const [changed, setChanged] = useState<ReadonlySet<keyof ReminderDraft>>(new Set());
  const findMissing = useFindMissing();
  const savePolicy = useSavePolicy();
  const person = people.find((known) => known.id === draft.personId) ?? null;
  const zone = person?.timeZone ?? readersZone();
  const due = firstDue(draft, zone, nowMs);

  const create = useMutation({
    mutationFn: async (sent: ReminderDraft) => {
      const policyId = sent.ladder === 'own' ? await savePolicy(sent) : sent.ladder === 'policy' ? sent.policyId : null;
      const body = toNewSchedule(sent, due?.instantMs ?? nowMs, policyId);
      return dataOf(api.POST('/v1/schedules', { body })).catch(fromSchedule);
    },
    onSuccess: async (schedule, sent) => {
      await Promise.all(
        ['schedules', 'occurrences', 'policies'].map((key) => queries.invalidateQueries({ queryKey: [key] })),
      );
      onCreated(schedule.id, sent);
    },
  });
  const cause = create.error instanceof Refused ? create.error.cause : create.error;
  const refused = errorsByField(cause, create.error instanceof Refused ? scheduleFieldOf : policyFieldOf);
  const wrong = Object.entries({ ...refused.of, ...missing }).filter(([field]) => !isStale(field, changed));
  const note = (patch: Partial<ReminderDraft>) =>
    setChanged((before) => new Set([...before, ...(Object.keys(patch) as (keyof ReminderDraft)[])]));
  return {
    draft,
    pickPerson: (picked: Pick<Person, 'id' | 'timeZone'> | null) => {
      setDraft((before) => withPerson(before, picked?.id ?? null, picked?.timeZone ?? readersZone(), nowMs));
      note({ personId: null });
    },
    change: (patch: Partial<ReminderDraft>) => {
      setDraft((before) => ({ ...before, ...patch }));
      note(patch);
    },
    person,
    zone,
    due,
    /** At their fields. */
    wrong: Object.fromEntries(wrong) as Partial<Record<ReminderField, string>>,
    /** What no field can show. */
    error: Object.keys(missing).length === 0 && needsNote(cause, refused) ? cause : null,
    /** Changes with every submission that was refused. */
    refusal: Object.keys(missing).length > 0 ? missing : cause,
    isPending: create.isPending,
    submit: () => {
      const found = findMissing(draft);
      setMissing(found);
      setChanged(new Set());
      if (Object.keys(found).length === 0) create.mutate(draft);
    },
  };
}

export type ReminderForm = ReturnType<typeof useReminderForm>;

/** Says which of the two requests was refused: both speak of their own fields. */
class Refused extends Error {}

function fromSchedule(cause: unknown): never {
  throw new Refused(cause instanceof ProblemError ? cause.title : 'refused', { cause });
}

/** Saving is done again only when the steps have changed: another try of the form makes no further version. */
function useSavePolicy(): (draft: ReminderDraft) => Promise<string> {
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

/** What only the form can know to be missing; everything else is the API's to judge. */
function useFindMissing(): (draft: ReminderDraft) => Missing {
  const t = useTranslations('newReminder');
  return (draft) => {
    const missing: Missing = {};
    if (draft.personId === null) missing.person = t('choosePerson');
    if (draft.title.trim() === '') missing.title = t('enterTitle');
    if (draft.time === '' || (draft.when === 'once' && draft.date === '')) missing.when = t('enterTime');
    if (draft.ladder === 'policy' && draft.policyId === null) missing.ladder = t('choosePolicy');
    if (draft.ladder === 'own') {
      for (const [index, rung] of draft.rungs.entries()) {
        if (rung.person === null) missing[`rung ${index}`] = t('chooseSecondPerson');
      }
    }
    return missing;
  };
}

import type { Person, Schedule } from '@belfry/sdk';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useNowMs } from '../../app/clock.tsx';
import { readersZone } from '../../time/wall-clock.ts';
import { errorsByField, needsNote } from '../../ui/errors-by-field.ts';
import { isSame } from '../../ui/keep-typed.ts';
import { isStaleEdit } from '../../ui/stale-note.tsx';
import { personQuery } from '../people/people-query.ts';
import { emptyDraft, type ReminderDraft, withPerson } from './domain/reminder-draft.ts';
import { toReminderDraft } from './domain/reminder-edit.ts';
import { isStale, policyFieldOf, type ReminderField, scheduleFieldOf } from './domain/reminder-field.ts';
import type { TimingDraft } from './domain/timing-draft.ts';
import { scheduleQuery } from './schedules-query.ts';
import { type Missing, useFindMissing } from './use-find-missing.ts';
import { RefusedSchedule, type SavedReminder, savingOf, useSaveReminder } from './use-save-reminder.ts';

interface ReminderFormOptions {
  /** The reminder that is edited; null for a new one. */
  opened: Schedule | null;
  /** Whom a new one is for, where the address says so. */
  personId?: string | undefined;
  /** `isWhole`: nothing has been typed since it was sent; what has been stays in the form. */
  onSaved(saved: SavedReminder, draft: ReminderDraft, isWhole: boolean): void;
}

/** The form of a reminder: its draft, what is wrong with it, and how it becomes a policy and a schedule. */
export function useReminderForm({ opened, personId, onSaved }: ReminderFormOptions) {
  const nowMs = useNowMs();
  const queries = useQueryClient();
  const [edited, setEdited] = useState(opened);
  const begin = (schedule: Schedule | null): ReminderDraft =>
    schedule ? toReminderDraft(schedule, nowMs) : { ...emptyDraft(nowMs, readersZone()), personId: personId ?? null };
  const [before, setBefore] = useState(() => begin(opened));
  const [kept, setDraft] = useState(before);
  const [missing, setMissing] = useState<Missing>({});
  /** Since the last submission, or its refusal: what was refused then may be right by now. */
  const [changed, setChanged] = useState<ReadonlySet<keyof ReminderDraft>>(new Set());
  const findMissing = useFindMissing();
  const asked = useQuery({ ...personQuery(kept.personId ?? ''), enabled: kept.personId !== null });
  const person = asked.data ?? null;
  const personZone = personZoneOf(person, edited);
  // Whoever comes with the address is known only once they have been fetched.
  const follow = (known: ReminderDraft): ReminderDraft =>
    person && !edited && known.personId === person.id ? withPerson(known, person.id, person.timeZone, nowMs) : known;
  const draft = follow(kept);
  const { timeZone } = draft.timing;
  // What was typed may have been none: until another is chosen, times are shown by the person's clock.
  const isPersons = timeZone === 'person' || timeZone === '';
  const zone = isPersons ? (personZone ?? edited?.zone ?? readersZone()) : timeZone;
  // Shown by some other clock a time may be read, but never saved.
  const isZoneKnown = !isPersons || personZone !== null || kept.personId === null;
  const lookUpError = isZoneKnown ? null : asked.error;
  const save = useSaveReminder({
    ...{ edited, before, zone },
    // What was typed while it was under way was typed before anybody knew.
    onRefused: () => setChanged(new Set()),
    onSaved: (saved, sent) => {
      const isWhole = isSame(draft, sent);
      if (!isWhole) {
        setEdited(saved.schedule);
        setBefore(sent);
      }
      onSaved(saved, sent, isWhole);
    },
  });
  const reload = useMutation({
    mutationFn: async () => edited && queries.fetchQuery({ ...scheduleQuery(edited.id), staleTime: 0 }),
    onSuccess: (fresh) => {
      setEdited(fresh);
      setBefore(begin(fresh));
      setDraft(begin(fresh));
      save.reset();
    },
  });
  const isRefused = save.error instanceof RefusedSchedule;
  const cause = isRefused ? (save.error as RefusedSchedule).cause : save.error;
  const refused = errorsByField(cause, isRefused ? scheduleFieldOf : policyFieldOf);
  const wrong = Object.entries({ ...refused.of, ...missing }).filter(([field]) => !isStale(field, changed));
  const isOutdated = isStaleEdit(cause);
  const isUnexplained = Object.keys(missing).length === 0 && !isOutdated && needsNote(cause, refused);
  // On what stands there when it is its turn: two changes may come before the form is drawn again.
  const change = (patch: Partial<ReminderDraft>) => {
    setDraft((known) => ({ ...follow(known), ...patch }));
    setChanged((known) => new Set([...known, ...(Object.keys(patch) as (keyof ReminderDraft)[])]));
  };
  return {
    draft,
    isDirty: !isSame(kept, before),
    isEdit: edited !== null,
    pickPerson: (picked: Pick<Person, 'id'> | null) => change({ personId: picked?.id ?? null }),
    change,
    changeTiming: (patch: Partial<TimingDraft>) => {
      // The kind of rule alone says nothing about the time: the suggestion goes on following the person's clock.
      const isChoice = Object.keys(patch).some((field) => field !== 'when');
      setDraft((known) => {
        const last = follow(known);
        return { ...last, timing: { ...last.timing, ...patch }, isTimeChosen: last.isTimeChosen || isChoice };
      });
      setChanged((known) => new Set([...known, 'timing']));
    },
    person,
    zone,
    /** At their fields. */
    wrong: Object.fromEntries(wrong) as Partial<Record<ReminderField, string>>,
    isStale: isOutdated,
    /** Takes the form to what somebody else has made of it meanwhile. */
    reload: () => reload.mutate(),
    /** What no field can show. */
    error: reload.error ?? (isUnexplained ? cause : lookUpError),
    /** Changes with every submission that was refused. */
    refusal: Object.keys(missing).length > 0 ? missing : cause,
    isPending: save.isPending || (!isZoneKnown && asked.isFetching),
    /** What saving asks of the API, as the form stands. */
    call: savingOf(draft, { edited, before, zone }),
    submit: () => {
      const found = findMissing(draft, isZoneKnown);
      setMissing(found);
      setChanged(new Set());
      if (Object.keys(found).length === 0) save.mutate(draft);
    },
  };
}

/** By which clock the person lives; null while it is not known. The zone of what is edited is the person's or its own. */
function personZoneOf(person: Person | null, edited: Schedule | null): string | null {
  return person?.timeZone ?? (edited?.timeZone === 'person' ? edited.zone : null);
}

export type ReminderForm = ReturnType<typeof useReminderForm>;

import { type Client, dataOf } from '@belfry/sdk';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useWorld } from '../../app/api.ts';
import { useChanged } from '../../app/use-changed.ts';
import { errorsByField, needsNote } from '../../ui/errors-by-field.ts';
import { useNotify } from '../../ui/use-notify.ts';
import { calendarName } from './domain/calendar-name.ts';

interface CalendarDraft {
  name: string;
  ics: string;
}

type CalendarField = keyof CalendarDraft;

/** The form of a calendar: a name that exists gets the new days. */
export function useCalendarForm(name: string, onSaved: () => void) {
  const t = useTranslations('holidayCalendars');
  const { api } = useWorld();
  const changed = useChanged();
  const notify = useNotify();
  const [draft, setDraft] = useState<CalendarDraft>({ name, ics: '' });
  const [missing, setMissing] = useState<Partial<Record<CalendarField, string>>>({});
  const save = useMutation({
    mutationFn: (sent: CalendarDraft) => saving(sent)(api),
    onSuccess: async (saved) => {
      notify({
        tone: 'good',
        title: t('saved', { name: saved.name }),
        message: t('savedHint', { count: saved.days.length }),
      });
      onSaved();
      await changed('holiday-calendars');
    },
  });
  const errors = errorsByField(save.error, (path) => (path === 'name' || path === 'ics' ? path : null));
  const change = (patch: Partial<CalendarDraft>) => {
    setDraft((known) => ({ ...known, ...patch }));
    setMissing({});
    if (save.error) save.reset();
  };
  return {
    draft,
    isDirty: draft.ics !== '' || draft.name !== name,
    change,
    /** Takes a file over; its name too, where there is none yet. */
    read: async (file: File) => {
      const ics = await file.text();
      change({ ics, ...(draft.name.trim() === '' ? { name: calendarName(ics, file.name) } : {}) });
    },
    wrong: { ...errors.of, ...missing },
    /** What no field can show. */
    error: needsNote(save.error, errors) ? save.error : null,
    refusal: Object.keys(missing).length > 0 ? missing : save.error,
    isPending: save.isPending,
    /** What saving asks of the API, as the form stands. */
    call: saving(draft),
    submit: () => {
      const found = {
        ...(draft.ics.trim() === '' ? { ics: t('enterIcs') } : {}),
        ...(draft.name.trim() === '' ? { name: t('enterName') } : {}),
      };
      setMissing(found);
      if (Object.keys(found).length === 0) save.mutate(draft);
    },
  };
}

function saving({ name, ics }: CalendarDraft) {
  return (api: Client) => dataOf(api.POST('/v1/holiday-calendars', { body: { name: name.trim(), ics } }));
}

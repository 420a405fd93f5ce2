import { useTranslations } from 'use-intl';
import { hasTime, type ReminderDraft } from './domain/reminder-draft.ts';
import type { ReminderField } from './domain/reminder-field.ts';

export type Missing = Partial<Record<ReminderField, string>>;

/** What only the form can know to be missing; everything else is the API's to judge. */
export function useFindMissing(): (draft: ReminderDraft, isZoneKnown: boolean) => Missing {
  const t = useTranslations('newReminder');
  return (draft, isZoneKnown) => {
    const missing: Missing = {};
    if (draft.personId === null) missing.person = t('choosePerson');
    if (draft.title.trim() === '') missing.title = t('enterTitle');
    if (!hasTime(draft.timing)) missing.when = t('enterTime');
    if (!isZoneKnown) missing.when = t('zoneUnknown');
    if (draft.timing.when === 'weekly' && draft.timing.weekdays.length === 0) missing.when = t('chooseDays');
    if (draft.ladder === 'policy' && draft.policyId === null) missing.ladder = t('choosePolicy');
    if (draft.ladder === 'own') {
      for (const [index, rung] of draft.rungs.entries()) {
        if (rung.person === null) missing[`rung ${index}`] = t('chooseSecondPerson');
      }
    }
    return missing;
  };
}

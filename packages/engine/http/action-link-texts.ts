import type { Action } from '../domain/decide-action.ts';
import { type Language, languageOf } from '../domain/language.ts';
import type { OccurrenceState } from '../domain/occurrence.ts';
import type { ScheduleAction } from '../usecases/schedules/manage-schedule.ts';

export interface LinkTexts {
  lang: Language;
  for: string;
  due: string;
  until: string;
  /** Before who did something. */
  by: string;
  states: Record<OccurrenceState, string>;
  actions: Record<Action, string>;
  later: string;
  /** By what `parseSnooze` is given. */
  times: Record<(typeof snoozeTimes)[number], string>;
  /** Above what is folded away. */
  more: string;
  paused: string;
  manage: Record<ScheduleAction, string>;
  managed: Record<ScheduleAction, string>;
  did: string;
  wasAlready: string;
  couldNotStop: string;
  /** An action came too late. */
  tooLate: string;
  /** A form came that none of the buttons sends. */
  noSuchAction: string;
  gone: { title: string; text: string };
  unknown: { title: string; text: string };
  foreign: { title: string; text: string };
}

export const snoozeTimes = ['1 hour', '3 hours', 'until tomorrow'] as const;

const english: LinkTexts = {
  lang: 'en',
  for: 'For',
  due: 'Due',
  until: 'Until',
  by: 'by',
  states: {
    planned: 'Not yet due',
    due: 'Due now',
    open: 'Waiting for an answer',
    acknowledged: 'Seen',
    completed: 'Done',
    snoozed: 'Snoozed',
    exhausted: 'Nobody has answered',
    cancelled: 'Called off',
    skipped: 'Skipped',
    missed: 'Missed',
    failed: 'Nobody could be reached',
  },
  actions: {
    complete: 'It is done',
    acknowledge: 'I have seen it',
    snooze: 'Later',
    skip: 'Skip this one',
    cancel: 'Not needed this time: call it off',
  },
  later: 'Remind me later',
  times: { '1 hour': 'In 1 hour', '3 hours': 'In 3 hours', 'until tomorrow': 'Tomorrow, 9:00' },
  more: 'More',
  paused: 'This reminder is paused',
  manage: { pause: 'Pause this reminder', resume: 'Resume this reminder', finish: 'End this reminder for good' },
  managed: {
    pause: 'The reminder is paused. You can resume it here.',
    resume: 'The reminder goes on.',
    finish: 'The reminder has ended for good.',
  },
  did: 'Thank you. It is noted.',
  wasAlready: 'Thank you. It had been noted already.',
  couldNotStop: 'A message was on its way already and may still arrive.',
  tooLate: 'That is not possible any more.',
  noSuchAction: 'That was none of the buttons, so nothing was done.',
  gone: { title: 'This link has ended', text: 'It worked for 30 days, or what it was about is no more.' },
  unknown: {
    title: 'There is no such page',
    text: 'Perhaps a part of the link was lost. Open it once more from the message.',
  },
  foreign: { title: 'Please open the link itself', text: 'This was sent from another site, so nothing was done.' },
};

const khmer: LinkTexts = {
  lang: 'km',
  for: 'សម្រាប់',
  due: 'ដល់ពេល',
  until: 'រហូតដល់',
  by: 'ដោយ',
  states: {
    planned: 'មិនទាន់ដល់ពេល',
    due: 'ដល់ពេលហើយ',
    open: 'កំពុងរង់ចាំចម្លើយ',
    acknowledged: 'បានឃើញហើយ',
    completed: 'រួចរាល់',
    snoozed: 'បានពន្យារពេល',
    exhausted: 'គ្មានអ្នកឆ្លើយ',
    cancelled: 'បានបោះបង់',
    skipped: 'បានរំលង',
    missed: 'ខកខាន',
    failed: 'មិនអាចទាក់ទងបាន',
  },
  actions: {
    complete: 'រួចរាល់',
    acknowledge: 'ខ្ញុំបានឃើញ',
    snooze: 'ពេលក្រោយ',
    skip: 'រំលងលើកនេះ',
    cancel: 'លើកនេះមិនត្រូវការ៖ បោះបង់',
  },
  later: 'រំលឹកខ្ញុំពេលក្រោយ',
  times: { '1 hour': 'ក្នុង ១ ម៉ោង', '3 hours': 'ក្នុង ៣ ម៉ោង', 'until tomorrow': 'ថ្ងៃស្អែក ម៉ោង ៩' },
  more: 'ច្រើនទៀត',
  paused: 'ការរំលឹកនេះត្រូវបានផ្អាក',
  manage: { pause: 'ផ្អាកការរំលឹកនេះ', resume: 'បន្តការរំលឹកនេះ', finish: 'បញ្ចប់ការរំលឹកនេះទាំងស្រុង' },
  managed: {
    pause: 'បានផ្អាកការរំលឹក។ អ្នកអាចបន្តវានៅទីនេះ។',
    resume: 'ការរំលឹកនឹងបន្តទៅទៀត។',
    finish: 'បានបញ្ចប់ការរំលឹកទាំងស្រុង។',
  },
  did: 'អរគុណ។ បានកត់ត្រាហើយ។',
  wasAlready: 'អរគុណ។ បានកត់ត្រារួចហើយ។',
  couldNotStop: 'សារមួយបានចេញរួចហើយ ហើយអាចនឹងមកដល់។',
  tooLate: 'មិនអាចធ្វើបានទៀតទេ។',
  noSuchAction: 'នោះមិនមែនជាប៊ូតុងណាមួយទេ ដូច្នេះមិនបានធ្វើអ្វីទេ។',
  gone: { title: 'តំណនេះលែងប្រើបានហើយ', text: 'តំណនេះប្រើបាន ៣០ ថ្ងៃ ឬការរំលឹកនេះមិនមានទៀតទេ។' },
  unknown: { title: 'គ្មានទំព័រនេះទេ', text: 'សូមបើកតំណម្តងទៀតពីក្នុងសារ។' },
  foreign: { title: 'សូមបើកតំណដោយផ្ទាល់', text: 'សំណើនេះមកពីគេហទំព័រផ្សេង ដូច្នេះមិនបានធ្វើអ្វីទេ។' },
};

const texts: Record<Language, LinkTexts> = { en: english, km: khmer };

/** In the person's language where there is one, else in English. */
export function textsFor(locale: string): LinkTexts {
  return texts[languageOf(locale)];
}

import type { Action } from '../decide-action.ts';
import type { Language } from '../language.ts';
import type { OccurrenceState } from '../occurrence.ts';
import { type DurationUnit, formatDuration } from '../snooze/format-duration.ts';
import { formatLocal } from '../snooze/format-local.ts';
import type { SnoozeRefusal } from '../snooze/parse-snooze.ts';
import type { ScheduleReply } from './read-schedule-reply.ts';

/** What a person is told by text message, in one language. Words that can be replied stay what they are. */
export interface ReplyCatalogue {
  notUnderstood: string;
  /** It may have meant STOP. */
  howToStop: string;
  help: string;
  stopped: string;
  started: string;
  nothingOpen: string;
  forHowLong: string;
  /** A snooze for a number without its unit. */
  forHowLongIs(number: number): string;
  whichOne: Record<Action | ScheduleReply, string>;
  /** All but the number has been said. */
  whichNumber: string;
  /** Above the list of what is paused. */
  whichPaused: string;
  waiting: string;
  more(count: number): string;
  did: Record<Exclude<Action, 'snooze'>, (what: string) => string>;
  snoozed(until: string, what: string): string;
  /** The reminder itself, now or before: to say it twice changes nothing. */
  managed: Record<ScheduleReply | 'resume', (what: string) => string>;
  /** It can be paused no more. */
  hasEnded(what: string): string;
  /** FINISH alone. */
  howToFinish: string;
  /** To whoever is only asked for somebody else. */
  onlyTheirs(name: string): string;
  nothingPaused: string;
  already(did: AlreadyDone): string;
  cannotSnooze(refusal: SnoozeRefusal, zone: string): string;
  formatInstant(instant: Temporal.Instant, zone: string): string;
  /** After what was done, where a message had left before it. */
  couldNotStop: string;
}

interface AlreadyDone {
  state: OccurrenceState;
  what: string;
  /** null where it was nobody's word. */
  by: string | null;
  at: string;
}

const doneInEnglish: Partial<Record<OccurrenceState, string>> = {
  acknowledged: 'seen',
  completed: 'done',
  skipped: 'skipped',
  cancelled: 'called off',
  snoozed: 'snoozed',
};

const english: ReplyCatalogue = {
  notUnderstood: 'Sorry, that was not understood. Reply DONE when it is done, OK if you have seen it, HELP for more.',
  howToStop:
    'Sorry, that was not understood. For no more messages from us, reply STOP and nothing else. Reply CALL OFF if it is ' +
    'not needed this time, DONE when it is done, OK if you have seen it, HELP for more.',
  help:
    'Reply DONE when it is done, OK if you have seen it, SNOOZE 1h or UNTIL 5pm to be reminded later, SKIP to leave it ' +
    'out, CALL OFF if it is not needed, PAUSE to rest a reminder and RESUME to get it again, STATUS for what is open, STOP for no more messages.',
  stopped: 'You will get no more messages from us. Reply START to get them again.',
  started: 'You will get messages from us again. Reply STOP for no more.',
  nothingOpen: 'Nothing is waiting for your answer.',
  forHowLong: 'For how long? Reply for example SNOOZE 1h or UNTIL tomorrow.',
  forHowLongIs: (number) =>
    `Sorry, it cannot be snoozed. It was understood as ${number}, without minutes or hours. Reply for example SNOOZE 90 minutes.`,
  whichOne: {
    complete: 'Which one? Reply DONE and its number.',
    acknowledge: 'Which one? Reply OK and its number.',
    skip: 'Which one? Reply SKIP and its number.',
    cancel: 'Which one? Reply CALL OFF and its number.',
    snooze: 'Which one? Reply SNOOZE, its number and for how long.',
    pause: 'Which one? Reply PAUSE and its number.',
    finish: 'Which one? Reply FINISH FOR GOOD and its number.',
  },
  whichNumber: 'Which one? Reply its number.',
  whichPaused: 'Which one? Reply RESUME and its number:',
  waiting: 'Waiting for your answer:',
  more: (count) => `and ${count} more`,
  did: {
    complete: (what) => `Thank you. Done: ${what}`,
    acknowledge: (what) => `Thank you. Seen: ${what}`,
    skip: (what) => `Skipped: ${what}`,
    cancel: (what) => `Called off: ${what}`,
  },
  snoozed: (until, what) => `Snoozed until ${until}: ${what}`,
  managed: {
    pause: (what) => `Paused: ${what}. Reply RESUME to get it again.`,
    finish: (what) => `Ended for good: ${what}`,
    resume: (what) => `Resumed: ${what}`,
  },
  hasEnded: (what) => `Ended already: ${what}`,
  howToFinish: 'To end the reminder for good reply FINISH FOR GOOD. Reply DONE if it is done this time.',
  onlyTheirs: (name) => `Only ${name} can pause or end it.`,
  nothingPaused: 'Nothing is paused.',
  already: ({ state, what, by, at }) =>
    `Already ${doneInEnglish[state] ?? 'over'}${by === null ? '' : ` by ${by}`}, ${at}: ${what}`,
  cannotSnooze: ({ reason }) => `Sorry, it cannot be snoozed. ${reason}`,
  formatInstant: formatLocal,
  couldNotStop: 'A message was on its way already and may still arrive.',
};

const doneInKhmer: Partial<Record<OccurrenceState, string>> = {
  acknowledged: 'បានឃើញ',
  completed: 'បានធ្វើ',
  skipped: 'បានរំលង',
  cancelled: 'បានបោះបង់',
  snoozed: 'បានពន្យារពេល',
};

const unitsInKhmer: Record<DurationUnit, string> = {
  years: 'ឆ្នាំ',
  months: 'ខែ',
  weeks: 'សប្ដាហ៍',
  days: 'ថ្ងៃ',
  hours: 'ម៉ោង',
  minutes: 'នាទី',
  seconds: 'វិនាទី',
};

const sorryInKhmer = 'សូមអភ័យទោស យើងមិនយល់ទេ។';
const wordsInKhmer = 'ឆ្លើយ DONE ពេលធ្វើរួច, OK បើអ្នកបានឃើញ';
const notSnoozedInKhmer = 'សូមអភ័យទោស មិនអាចពន្យារពេលបានទេ។';
const refusedInKhmer: Record<SnoozeRefusal['code'], string> = {
  'snooze.not-understood': 'ឧទាហរណ៍ SNOOZE 1h ឬ UNTIL 5pm។',
  'snooze.needs-calendar': 'វាត្រូវការប្រតិទិន ហើយមិនមានទេ។',
  'snooze.in-the-past': 'ពេលនោះកន្លងហួសហើយ។',
  'snooze.zero': 'នោះមិនមែនជារយៈពេលទេ។',
  'snooze.too-far': 'នោះលើសពីមួយឆ្នាំ។',
};

const khmer: ReplyCatalogue = {
  notUnderstood: `${sorryInKhmer} ${wordsInKhmer}, HELP សម្រាប់ព័ត៌មានបន្ថែម។`,
  howToStop: `${sorryInKhmer} បើមិនចង់បានសារពីយើងទៀត សូមឆ្លើយតែ STOP ប៉ុណ្ណោះ។ ឆ្លើយ CALL OFF បើលើកនេះមិនត្រូវការ។ ${wordsInKhmer}, HELP សម្រាប់ព័ត៌មានបន្ថែម។`,
  help:
    'DONE រួច, OK បានឃើញ, SNOOZE 1h ឬ UNTIL 5pm ពេលក្រោយ, SKIP រំលង, CALL OFF បោះបង់, PAUSE ផ្អាក, RESUME បន្ត, ' +
    'STATUS បញ្ជី, STOP ឈប់ទទួល។',
  stopped: 'អ្នកនឹងលែងទទួលសារពីយើងទៀត។ ឆ្លើយ START ដើម្បីទទួលវិញ។',
  started: 'អ្នកនឹងទទួលសារពីយើងវិញ។ ឆ្លើយ STOP ដើម្បីឈប់ទទួល។',
  nothingOpen: 'គ្មានអ្វីកំពុងរង់ចាំចម្លើយរបស់អ្នកទេ។',
  forHowLong: 'រយៈពេលប៉ុន្មាន? ឧទាហរណ៍ ឆ្លើយ SNOOZE 1h ឬ UNTIL tomorrow។',
  forHowLongIs: (number) => `${notSnoozedInKhmer} យើងយល់ថា ${number} ដែលគ្មាននាទី ឬម៉ោង។ ឧទាហរណ៍ ឆ្លើយ SNOOZE 90 minutes។`,
  whichOne: {
    complete: 'មួយណា? ឆ្លើយ DONE និងលេខរបស់វា។',
    acknowledge: 'មួយណា? ឆ្លើយ OK និងលេខរបស់វា។',
    skip: 'មួយណា? ឆ្លើយ SKIP និងលេខរបស់វា។',
    cancel: 'មួយណា? ឆ្លើយ CALL OFF និងលេខរបស់វា។',
    snooze: 'មួយណា? ឆ្លើយ SNOOZE, លេខរបស់វា និងរយៈពេល។',
    pause: 'មួយណា? ឆ្លើយ PAUSE និងលេខរបស់វា។',
    finish: 'មួយណា? ឆ្លើយ FINISH FOR GOOD និងលេខរបស់វា។',
  },
  whichNumber: 'មួយណា? ឆ្លើយលេខរបស់វា។',
  whichPaused: 'មួយណា? ឆ្លើយ RESUME និងលេខរបស់វា៖',
  waiting: 'កំពុងរង់ចាំចម្លើយរបស់អ្នក៖',
  more: (count) => `និង ${count} ទៀត`,
  did: {
    complete: (what) => `អរគុណ។ រួចរាល់៖ ${what}`,
    acknowledge: (what) => `អរគុណ។ បានឃើញ៖ ${what}`,
    skip: (what) => `បានរំលង៖ ${what}`,
    cancel: (what) => `បានបោះបង់៖ ${what}`,
  },
  snoozed: (until, what) => `បានពន្យារពេលដល់ ${until}៖ ${what}`,
  managed: {
    pause: (what) => `បានផ្អាក៖ ${what}។ ឆ្លើយ RESUME ដើម្បីទទួលវិញ។`,
    finish: (what) => `បានបញ្ចប់ទាំងស្រុង៖ ${what}`,
    resume: (what) => `បានបន្ត៖ ${what}`,
  },
  hasEnded: (what) => `បានបញ្ចប់រួចហើយ៖ ${what}`,
  howToFinish: 'ដើម្បីបញ្ចប់ការរំលឹកទាំងស្រុង ឆ្លើយ FINISH FOR GOOD។ ឆ្លើយ DONE បើលើកនេះធ្វើរួច។',
  onlyTheirs: (name) => `មានតែ ${name} ទេដែលអាចផ្អាក ឬបញ្ចប់វា។`,
  nothingPaused: 'គ្មានអ្វីត្រូវបានផ្អាកទេ។',
  already: ({ state, what, by, at }) =>
    `${doneInKhmer[state] ?? 'បានបញ្ចប់'}រួចហើយ${by === null ? '' : ` ដោយ ${by}`}, ${at}៖ ${what}`,
  cannotSnooze: ({ code, meant }, zone) => {
    if (meant === null) return `${notSnoozedInKhmer} ${refusedInKhmer[code]}`;
    const understood =
      meant instanceof Temporal.Instant
        ? formatInKhmer(meant, zone)
        : formatDuration(meant, (count, unit) => `${count} ${unitsInKhmer[unit]}`);
    return `${notSnoozedInKhmer} យើងយល់ថា ${understood}។ ${refusedInKhmer[code]}`;
  },
  formatInstant: formatInKhmer,
  couldNotStop: 'សារមួយបានចេញរួចហើយ ហើយអាចនឹងមកដល់។',
};

function formatInKhmer(instant: Temporal.Instant, zone: string): string {
  const local = instant.toLocaleString('km', { timeZone: zone, dateStyle: 'full', timeStyle: 'short' });
  return `${local} (${zone})`;
}

export const replyCatalogues: Record<Language, ReplyCatalogue> = { en: english, km: khmer };

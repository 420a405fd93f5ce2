import type { NewPolicy, NewSchedule } from '@belfry/sdk';
import { minutesToDuration } from '../../../time/duration.ts';
import { type WallTime, wallTimeAt } from '../../../time/wall-clock.ts';
import { emptyTiming, type TimingDraft, toRule, weekdayOf } from './timing-draft.ts';

export interface RungDraft {
  /** Of the form alone. */
  key: number;
  afterMinutes: number;
  /** `self`, a person's id, or null while nobody has been chosen. */
  person: string | null;
  channel: 'sms' | 'email';
}

export const importances = ['low', 'medium', 'high', 'critical'] as const;
export type Importance = (typeof importances)[number];

export interface ReminderDraft {
  personId: string | null;
  title: string;
  body: string;
  importance: Importance;
  /** How late it may still begin, for example after an outage. */
  lateLimitHours: number;
  timing: TimingDraft;
  /** Until somebody has chosen a time, the suggestion follows the person's clock. */
  isTimeChosen: boolean;
  ladder: 'none' | 'policy' | 'own';
  policyId: string | null;
  policyName: string;
  rungs: RungDraft[];
}

export const MAX_RUNGS = 3;

/** What a further rung most likely is: the same person by mail, then a second person. */
export function nextRung(rungs: readonly RungDraft[]): RungDraft {
  const key = Math.max(0, ...rungs.map((rung) => rung.key)) + 1;
  const usual = [
    { afterMinutes: 0, person: 'self', channel: 'sms' },
    { afterMinutes: 5, person: 'self', channel: 'email' },
    { afterMinutes: 15, person: null, channel: 'sms' },
  ] as const;
  const next = usual[Math.min(rungs.length, usual.length - 1)] ?? usual[0];
  const afterMinutes = Math.max(next.afterMinutes, ...rungs.map((rung) => rung.afterMinutes));
  return { key, ...next, afterMinutes };
}

/** Ten minutes ahead, rounded up to five: soon, and not already past when the form is sent. */
function suggestedTime(nowMs: number, zone: string): WallTime {
  const fiveMinutesMs = 5 * 60_000;
  const soonMs = Math.ceil((nowMs + 2 * fiveMinutesMs) / fiveMinutesMs) * fiveMinutesMs;
  return wallTimeAt(soonMs, zone);
}

export function emptyDraft(nowMs: number, zone: string): ReminderDraft {
  const first = nextRung([]);
  const { date, time } = suggestedTime(nowMs, zone);
  return {
    ...{ personId: null, title: '', body: '', importance: 'medium', lateLimitHours: 24 },
    timing: emptyTiming(date, time),
    isTimeChosen: false,
    ladder: 'own',
    policyId: null,
    policyName: '',
    rungs: [first, nextRung([first])],
  };
}

/** Another person, another clock on the wall: a time that somebody chose stays as it is written. */
export function withPerson(draft: ReminderDraft, personId: string | null, zone: string, nowMs: number): ReminderDraft {
  if (draft.isTimeChosen) return { ...draft, personId };
  const { date, time } = suggestedTime(nowMs, zone);
  const weekday = weekdayOf(date);
  const suggested = { date, time, weekdays: [weekday], nthWeekday: weekday, monthDay: Number(date.slice(8)) };
  return { ...draft, personId, timing: { ...draft.timing, ...suggested } };
}

/** Whether what the rule needs has been filled in; everything else is the server's to judge. */
export function hasTime({ when, date, time, cron, rrule }: TimingDraft): boolean {
  if (when === 'cron') return cron.trim() !== '';
  if (!/^\d\d:\d\d/.test(time)) return false;
  if (when === 'rrule') return rrule.trim() !== '';
  return (when !== 'once' && when !== 'every') || /^\d{4}-\d\d-\d\d$/.test(date);
}

export function toPolicySteps(rungs: readonly RungDraft[]): NewPolicy['steps'] {
  return rungs.map((rung) => ({
    after: minutesToDuration(rung.afterMinutes),
    targets: [{ person: rung.person ?? '', channels: [rung.channel] }],
  }));
}

/** What the server is asked to keep. @param zone the zone that counts today */
export function toNewSchedule(draft: ReminderDraft, zone: string, policyId: string | null): NewSchedule {
  const { body, importance, lateLimitHours } = draft;
  return {
    personId: draft.personId ?? '',
    kind: 'reminder',
    title: draft.title.trim(),
    ...(body.trim() === '' ? {} : { body: body.trim() }),
    importance,
    lateLimit: `PT${lateLimitHours}H`,
    ...(policyId === null ? {} : { policyId }),
    ...toRule(draft.timing, zone),
  };
}

import type { NewPolicy, NewSchedule } from '@belfry/sdk';
import { minutesToDuration } from '../../../time/duration.ts';
import { instantOf, type PlacedInstant, type WallTime, wallTimeAt } from '../../../time/wall-clock.ts';

export interface RungDraft {
  /** Of the form alone. */
  key: number;
  afterMinutes: number;
  /** `self`, a person's id, or null while nobody has been chosen. */
  person: string | null;
  channel: 'sms' | 'email';
}

export interface ReminderDraft {
  personId: string | null;
  title: string;
  when: 'once' | 'daily';
  /** As a clock on the person's wall shows it: YYYY-MM-DD and HH:MM. */
  date: string;
  time: string;
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
  return {
    personId: null,
    title: '',
    when: 'once',
    ...suggestedTime(nowMs, zone),
    isTimeChosen: false,
    ladder: 'own',
    policyId: null,
    policyName: '',
    rungs: [first, nextRung([first])],
  };
}

/** Another person, another clock on the wall: a time that somebody chose stays as it is written. */
export function withPerson(draft: ReminderDraft, personId: string | null, zone: string, nowMs: number): ReminderDraft {
  return { ...draft, personId, ...(draft.isTimeChosen ? {} : suggestedTime(nowMs, zone)) };
}

/** When it will first be due, or null while date or time are not filled in. */
export function firstDue(draft: ReminderDraft, zone: string, nowMs: number): PlacedInstant | null {
  if (!/^\d\d:\d\d/.test(draft.time)) return null;
  if (draft.when === 'once') {
    return /^\d{4}-\d\d-\d\d$/.test(draft.date) ? instantOf({ date: draft.date, time: draft.time }, zone) : null;
  }
  const dayMs = 86_400_000;
  const { date } = wallTimeAt(nowMs, zone);
  const tomorrow = new Date(Date.parse(`${date}T00:00:00Z`) + dayMs).toISOString().slice(0, 10);
  const today = instantOf({ date, time: draft.time }, zone);
  return today.instantMs > nowMs ? today : instantOf({ date: tomorrow, time: draft.time }, zone);
}

export function toPolicySteps(rungs: readonly RungDraft[]): NewPolicy['steps'] {
  return rungs.map((rung) => ({
    after: minutesToDuration(rung.afterMinutes),
    targets: [{ person: rung.person ?? '', channels: [rung.channel] }],
  }));
}

/** A daily time follows the person, wherever they are; a single one is an instant. */
export function toNewSchedule(draft: ReminderDraft, dueAtMs: number, policyId: string | null): NewSchedule {
  const who = {
    personId: draft.personId ?? '',
    kind: 'reminder',
    title: draft.title.trim(),
    ...(policyId === null ? {} : { policyId }),
  };
  if (draft.when === 'once') return { ...who, rule: { type: 'once', at: new Date(dueAtMs).toISOString() } };
  return {
    ...who,
    rule: { type: 'rrule', rrule: 'FREQ=DAILY' },
    localTime: draft.time.slice(0, 5),
    timeZone: 'person',
  };
}

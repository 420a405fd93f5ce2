import type { NewSchedule } from '@belfry/sdk';
import { parseDurationMs } from '../../../time/duration.ts';
import { instantOf } from '../../../time/wall-clock.ts';
import type { Rule } from './read-rule.ts';
import { readRRule, type Weekday, writeRRule } from './rrule-text.ts';

export const whens = ['once', 'daily', 'weekly', 'monthly', 'annual', 'every', 'cron', 'rrule'] as const;
export type When = (typeof whens)[number];

export interface Exclusions {
  /** YYYY-MM-DD, in order. */
  dates: string[];
  weekends: boolean;
  /** Ids of holiday calendars. */
  holidays: string[];
}

/** What happens to a time that a clock jumps over or shows twice, and to a 31st of April. */
export interface Placing {
  gap: 'later' | 'skip';
  overlap: 'first' | 'second' | 'both';
  /** `next`: of an annual one alone, 1 March for 29 February. */
  clamp: 'clamp' | 'next' | 'skip';
}

/** When a reminder comes, as the form holds it: what belongs to another `when` waits there for a change of mind. */
export interface TimingDraft {
  when: When;
  /** As a clock on the person's wall shows it: YYYY-MM-DD and HH:MM. */
  date: string;
  time: string;
  /** `person` follows them wherever they live; otherwise an IANA zone. */
  timeZone: string;
  interval: number;
  weekdays: Weekday[];
  monthlyBy: 'day' | 'weekday';
  /** 1–31, or -1 for the last. */
  monthDay: number;
  /** 1–4, or -1 for the last. */
  nth: number;
  nthWeekday: Weekday;
  ends: 'never' | 'until' | 'count';
  until: string;
  count: number;
  /** `birthDate`, `anniversaryDate`, or another date of the person. */
  annualField: string;
  every: number;
  everyUnit: 'minutes' | 'hours' | 'days';
  cron: string;
  /** A recurrence that the form has no fields for, as it is written. */
  rrule: string;
  exclusions: Exclusions;
  placing: Placing;
  /** What the API was told and the form has no field for; it stays as long as the rule is of this type. */
  unshown: { type: Rule['type']; count?: number; sameDay?: boolean; startDate?: string } | null;
}

const usualPlacing: Placing = { gap: 'later', overlap: 'first', clamp: 'clamp' };

export function emptyTiming(date: string, time: string): TimingDraft {
  const weekday = weekdayOf(date);
  return {
    ...{ when: 'once', date, time, timeZone: 'person', interval: 1, weekdays: [weekday], monthlyBy: 'day' },
    ...{ monthDay: Number(date.slice(8)), nth: 1, nthWeekday: weekday, ends: 'never', until: '', count: 10 },
    ...{ annualField: 'birthDate', every: 90, everyUnit: 'minutes', cron: '0 9 * * 1-5', rrule: 'FREQ=YEARLY' },
    exclusions: { dates: [], weekends: false, holidays: [] },
    placing: usualPlacing,
    unshown: null,
  };
}

/** Monday is MO, whatever zone the machine is in. */
export function weekdayOf(date: string): Weekday {
  const order = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA'] as const;
  return order[new Date(`${date}T00:00:00Z`).getUTCDay()] ?? 'MO';
}

type Timed = Pick<NewSchedule, 'rule' | 'localTime' | 'timeZone'>;

/** @param zone the zone that counts: an elapsed repetition begins at an instant */
export function toRule(draft: TimingDraft, zone: string): Timed {
  const timed = shownRule(draft, zone);
  const { type } = timed.rule;
  return draft.unshown?.type === type
    ? { ...timed, rule: { ...draft.unshown, ...timed.rule } as Timed['rule'] }
    : timed;
}

function shownRule(draft: TimingDraft, zone: string): Timed {
  const { when, date, timeZone, exclusions, placing } = draft;
  const excluding = {
    ...(exclusions.dates.length > 0 ? { excludeDates: exclusions.dates } : {}),
    ...(exclusions.weekends ? { excludeWeekends: true } : {}),
    ...(exclusions.holidays.length > 0 ? { excludeHolidays: exclusions.holidays } : {}),
  };
  const gaps = {
    ...(placing.gap === 'skip' ? { gap: placing.gap } : {}),
    ...(placing.overlap === 'first' ? {} : { overlap: placing.overlap }),
  };
  const clamping = placing.clamp === 'skip' ? { clamp: placing.clamp } : {};
  const leaping = placing.clamp === 'clamp' ? {} : { clamp: placing.clamp };
  const localTime = draft.time.slice(0, 5);
  switch (when) {
    case 'once':
      return { rule: { type: 'once', localDate: date, ...gaps }, localTime, timeZone };
    case 'daily':
    case 'weekly':
    case 'monthly':
      return {
        rule: { type: 'rrule', rrule: recurrenceOf(draft), ...gaps, ...excluding, ...clamping },
        localTime,
        timeZone,
      };
    case 'rrule':
      return {
        rule: { type: 'rrule', rrule: draft.rrule.trim(), ...gaps, ...excluding, ...clamping },
        localTime,
        timeZone,
      };
    case 'annual':
      return {
        rule: { type: 'annual', field: draft.annualField, ...gaps, ...excluding, ...leaping },
        localTime,
        timeZone,
      };
    case 'cron':
      return { rule: { type: 'cron', cron: draft.cron.trim(), ...gaps, ...excluding }, timeZone };
    case 'every': {
      const anchor = new Date(instantOf({ date, time: localTime }, zone).instantMs).toISOString();
      return { rule: { type: 'every', interval: intervalOf(draft), anchor, ...excluding }, timeZone };
    }
  }
}

function recurrenceOf(draft: TimingDraft): string {
  const freq = ({ daily: 'DAILY', weekly: 'WEEKLY', monthly: 'MONTHLY' } as const)[draft.when as 'daily'] ?? 'DAILY';
  const monthly = draft.monthlyBy === 'day' ? { day: draft.monthDay } : { nth: draft.nth, weekday: draft.nthWeekday };
  const ends =
    draft.ends === 'until'
      ? { until: draft.until }
      : draft.ends === 'count'
        ? { count: draft.count }
        : { never: true as const };
  return writeRRule({ freq, interval: draft.interval, weekdays: draft.weekdays, monthly, ends });
}

const unitLetter = { minutes: 'M', hours: 'H' } as const;

function intervalOf({ every, everyUnit }: TimingDraft): string {
  return everyUnit === 'days' ? `P${every}D` : `PT${every}${unitLetter[everyUnit]}`;
}

/** @param first when it next comes, by the wall clock of `zone`: what its rule leaves open */
export function toTimingDraft(
  rule: Rule,
  { localTime, timeZone, first }: { localTime: string | null; timeZone: string; first: { date: string; time: string } },
): TimingDraft {
  const time = localTime?.slice(0, 5) ?? first.time;
  const base: TimingDraft = {
    ...emptyTiming(first.date, time),
    timeZone,
    exclusions: {
      dates: [...(rule.excludeDates ?? [])],
      weekends: rule.excludeWeekends ?? false,
      holidays: [...(rule.excludeHolidays ?? [])],
    },
    placing: { gap: rule.gap ?? 'later', overlap: rule.overlap ?? 'first', clamp: rule.clamp ?? 'clamp' },
    unshown: unshownOf(rule),
  };
  switch (rule.type) {
    case 'once':
      return { ...base, when: 'once', date: rule.localDate ?? first.date };
    case 'annual':
      return { ...base, when: 'annual', annualField: rule.field };
    case 'cron':
      return { ...base, when: 'cron', cron: rule.cron };
    case 'every':
      return { ...base, when: 'every', ...readInterval(rule.interval) };
    case 'rrule':
      return { ...base, ...readRecurrence(rule.rrule) };
  }
}

function unshownOf(rule: Rule): TimingDraft['unshown'] {
  if (rule.type === 'annual') {
    const { type, count, sameDay } = rule;
    return { type, ...(count === undefined ? {} : { count }), ...(sameDay === undefined ? {} : { sameDay }) };
  }
  if (rule.type !== 'rrule' && rule.type !== 'cron') return null;
  return rule.startDate === undefined ? null : { type: rule.type, startDate: rule.startDate };
}

function readRecurrence(text: string): Partial<TimingDraft> {
  const read = readRRule(text);
  if (!read) return { when: 'rrule', rrule: text };
  const { freq, interval, weekdays, monthly, ends } = read;
  const when = ({ DAILY: 'daily', WEEKLY: 'weekly', MONTHLY: 'monthly' } as const)[freq];
  return {
    when,
    interval,
    ...(freq === 'WEEKLY' ? { weekdays } : {}),
    ...(freq !== 'MONTHLY'
      ? {}
      : 'day' in monthly
        ? { monthlyBy: 'day', monthDay: monthly.day }
        : { monthlyBy: 'weekday', nth: monthly.nth, nthWeekday: monthly.weekday }),
    ...('until' in ends ? { ends: 'until', until: ends.until } : {}),
    ...('count' in ends ? { ends: 'count', count: ends.count } : {}),
  };
}

const [minuteMs, hourMs, dayMs] = [60_000, 3_600_000, 86_400_000];

/** In the greatest unit of which it is a whole number; a day is 24 hours, and is called so where it was. */
function readInterval(interval: string): Pick<TimingDraft, 'every' | 'everyUnit'> {
  const ms = parseDurationMs(interval) ?? dayMs;
  if (ms % dayMs === 0 && !interval.includes('T')) return { every: ms / dayMs, everyUnit: 'days' };
  if (ms % hourMs === 0) return { every: ms / hourMs, everyUnit: 'hours' };
  return { every: ms / minuteMs, everyUnit: 'minutes' };
}

import type { RRule } from './parse-rrule.ts';
import type { ClampRule } from './rule.ts';
import { lastYear } from './rule.ts';

export interface PlannedDate {
  date: Temporal.PlainDate;
  /** The day of the month that was asked for where the month lacks it. */
  clampedFrom: number | null;
}

/** A planned date at one of the rule's times. */
export interface PlannedTime {
  local: Temporal.PlainDateTime;
  clampedFrom: number | null;
}

/** Whether the rule names its days by the parts that are expanded here; all others are the library's. */
export function hasPlainDates({ freq, byDay, byMonth, byMonthDay, byYearDay, byWeekNo, bySetPos }: RRule): boolean {
  if ([byYearDay, byWeekNo, bySetPos].some((list) => list.length > 0)) return false;
  switch (freq) {
    case 'DAILY':
      return byDay.length === 0 || byMonthDay.length === 0;
    case 'WEEKLY':
      return byMonth.length === 0;
    case 'MONTHLY':
    case 'YEARLY':
      return byDay.length === 0;
    default:
      return false;
  }
}

/** The times of each of the rule's days, in order: what it does not name it takes from DTSTART, as RFC 5545 has it. */
function timesOfDay({ byHour, byMinute, bySecond }: RRule, start: Temporal.PlainTime): Temporal.PlainTime[] {
  const named = (list: readonly number[], otherwise: number) => (list.length > 0 ? list : [otherwise]);
  return named(byHour, start.hour).flatMap((hour) =>
    named(byMinute, start.minute).flatMap((minute) =>
      named(bySecond, start.second).map((second) => new Temporal.PlainTime(hour, minute, second)),
    ),
  );
}

/**
 * The times of a rule from `first` to `last`, in order, whatever excludes some of them later, and whatever UNTIL and COUNT
 * say. The cost is that of the window.
 * @param start DTSTART: periods are counted from the one it lies in
 */
export function* plainTimes(
  rrule: RRule,
  {
    start,
    clamp,
    first,
    last,
  }: { start: Temporal.PlainDateTime; clamp: ClampRule; first: Temporal.PlainDateTime; last: Temporal.PlainDateTime },
): Generator<PlannedTime> {
  const periods = periodsOf(rrule, start.toPlainDate(), clamp);
  const times = timesOfDay(rrule, start.toPlainTime());
  const lastDate = last.toPlainDate();
  // One period earlier than need be: a clamped day or the start of a week may lie before its period's index suggests.
  for (let n = Math.max(0, periods.indexNear(first.toPlainDate()) - 1); ; n++) {
    const period = periods.at(n);
    if (period === null || Temporal.PlainDate.compare(period.begin, lastDate) > 0) return;
    for (const { date, clampedFrom } of period.dates()) {
      for (const time of times) {
        const local = date.toPlainDateTime(time);
        if (isAfter(start, local)) continue;
        if (isAfter(local, last)) return;
        if (!isAfter(first, local)) yield { local, clampedFrom };
      }
    }
  }
}

interface Periods {
  /** The index of the period that a date lies in, or of one before it. */
  indexNear(date: Temporal.PlainDate): number;
  /** null past the last year. */
  at(index: number): { begin: Temporal.PlainDate; dates(): PlannedDate[] } | null;
}

function periodsOf(rrule: RRule, start: Temporal.PlainDate, clamp: ClampRule): Periods {
  const { interval } = rrule;
  if (rrule.freq === 'DAILY') {
    const weekdays = new Set(rrule.byDay.map(({ weekday }) => weekday));
    const months = new Set(rrule.byMonth);
    const datesOn = (date: Temporal.PlainDate): PlannedDate[] => {
      if (months.size > 0 && !months.has(date.month)) return [];
      if (rrule.byMonthDay.length === 0)
        return weekdays.size === 0 || weekdays.has(date.dayOfWeek) ? [exact(date)] : [];
      return daysOfMonth(date, rrule.byMonthDay, clamp).filter((planned) => planned.date.equals(date));
    };
    return {
      indexNear: (date) => Math.floor(start.until(date).days / interval),
      at: (index) => within(start.add({ days: index * interval }), datesOn),
    };
  }
  if (rrule.freq === 'WEEKLY') {
    const week = start.subtract({ days: (start.dayOfWeek - rrule.weekStart + 7) % 7 });
    const wanted = rrule.byDay.length > 0 ? rrule.byDay.map(({ weekday }) => weekday) : [start.dayOfWeek];
    const offsets = [...new Set(wanted.map((weekday) => (weekday - rrule.weekStart + 7) % 7))].sort((a, b) => a - b);
    return {
      indexNear: (date) => Math.floor(week.until(date).days / (7 * interval)),
      at: (index) =>
        within(week.add({ days: 7 * index * interval }), (begin) => offsets.map((days) => exact(begin.add({ days })))),
    };
  }
  const months = rrule.freq === 'MONTHLY' ? null : monthsOfYear(rrule, start);
  const isWanted = (month: number) => rrule.byMonth.length === 0 || rrule.byMonth.includes(month);
  const first = months ? start.with({ month: 1, day: 1 }) : start.with({ day: 1 });
  const step = months ? { years: interval } : { months: interval };
  const days = rrule.byMonthDay.length > 0 ? rrule.byMonthDay : [start.day];
  return {
    indexNear: (date) =>
      months
        ? Math.floor((date.year - first.year) / interval)
        : Math.floor(((date.year - first.year) * 12 + date.month - first.month) / interval),
    at: (index) => {
      const unit = months ? { years: index * (step.years ?? 0) } : { months: index * (step.months ?? 0) };
      return within(first.add(unit), (begin) =>
        (months ?? [begin.month].filter(isWanted)).flatMap((month) => daysOfMonth(begin.with({ month }), days, clamp)),
      );
    },
  };
}

/** RFC 5545: BYMONTHDAY alone widens a yearly rule to every month; without it the year has one date. */
function monthsOfYear(rrule: RRule, start: Temporal.PlainDate): number[] {
  if (rrule.byMonth.length > 0) return rrule.byMonth;
  return rrule.byMonthDay.length > 0 ? Array.from({ length: 12 }, (_, index) => index + 1) : [start.month];
}

/** The days of one month, in order, each once: 30 and 31 are both clamped to the 28th in February. */
export function daysOfMonth(month: Temporal.PlainDate, days: readonly number[], clamp: ClampRule): PlannedDate[] {
  const length = month.daysInMonth;
  const found = new Map<number, PlannedDate>();
  for (const day of days) {
    const wanted = day > 0 ? day : length + 1 + day;
    if (wanted < 1 || (wanted > length && clamp === 'skip')) continue;
    const placed = Math.min(wanted, length);
    const clampedFrom = wanted > length ? wanted : null;
    if (clampedFrom === null || !found.has(placed))
      found.set(placed, { date: month.with({ day: placed }), clampedFrom });
  }
  return [...found.values()].sort((a, b) => a.date.day - b.date.day);
}

function within(
  begin: Temporal.PlainDate,
  dates: (begin: Temporal.PlainDate) => PlannedDate[],
): { begin: Temporal.PlainDate; dates(): PlannedDate[] } | null {
  return begin.year > lastYear ? null : { begin, dates: () => dates(begin) };
}

const exact = (date: Temporal.PlainDate): PlannedDate => ({ date, clampedFrom: null });

function isAfter(a: Temporal.PlainDateTime, b: Temporal.PlainDateTime): boolean {
  return Temporal.PlainDateTime.compare(a, b) > 0;
}

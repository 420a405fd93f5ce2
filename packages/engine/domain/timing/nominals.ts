import { toMilliseconds } from '@belfry/kernel/time-zone';
import { lastCounted } from './counted.ts';
import { cronTimes } from './cron-times.ts';
import { libraryTimes } from './library-times.ts';
import { parseCron } from './parse-cron.ts';
import { type Frequency, parseRRule, type RRule } from './parse-rrule.ts';
import { daysOfMonth, hasPlainDates, type PlannedDate, type PlannedTime, plainTimes } from './plain-dates.ts';
import {
  type AnnualRule,
  type ClampRule,
  dateFollowed,
  lastAnnual,
  type Nominal,
  type Rule,
  type RuleOptions,
  type Timing,
} from './rule.ts';

/** A schedule has one time entry a day so far; its stable id stands in the slot, so that later ones can join it. */
const timeEntry = '1';
const midnight = new Temporal.PlainTime();

export interface Window {
  first: Temporal.PlainDateTime;
  last: Temporal.PlainDateTime;
}

/** A rule of the calendar, read once: what it names between two local times, in order. Not for rules of instants. */
export interface NominalRule {
  /** Several times a day: short windows are enough, and long ones dear. */
  isDense: boolean;
  between(window: Window): Iterable<Nominal>;
  /** UNTIL as an instant: it can only be compared once a time has been placed. */
  lastInstant: Temporal.Instant | null;
  /** Whether UNTIL or COUNT ends it before a local time. */
  isOverBy(local: Temporal.PlainDateTime): boolean;
}

/** Throws TypeError for a rule that `checkTiming` would have refused. */
export function nominalRule(timing: Timing): NominalRule {
  const { rule } = timing;
  const time = timing.localTime === null ? midnight : Temporal.PlainTime.from(timing.localTime);
  switch (rule.type) {
    case 'once':
      if ('at' in rule) break;
      return datesOnly(({ first, last }) => {
        const local = Temporal.PlainDate.from(rule.localDate).toPlainDateTime(time);
        return isWithin(local, first, last) ? [dated(local)] : [];
      });
    case 'annual': {
      const date = dateFollowed(timing);
      return datesOnly((window) => (date === null ? [] : annuals(rule, date, time, window)));
    }
    case 'rrule':
      return recurrence(rule.rrule, Temporal.PlainDate.from(rule.startDate ?? firstDate), time, rule.clamp ?? 'clamp');
    case 'cron': {
      const parsed = parseCron(rule.cron);
      if (!parsed.ok) throw new TypeError(parsed.message);
      const begin = Temporal.PlainDate.from(rule.startDate ?? firstDate).toPlainDateTime();
      const named = parsed.cron.hours.length * parsed.cron.minutes.length === 1 ? dated : timed;
      return {
        isDense: true,
        lastInstant: null,
        isOverBy: () => false,
        *between({ first, last }) {
          for (const local of cronTimes(parsed.cron, later(first, begin), last)) yield named(local);
        },
      };
    }
  }
  throw new TypeError(`A rule of type ${rule.type} names instants.`);
}

/** Where a rule that was stored without a start is counted from. */
const firstDate = '2000-01-01';

/** An RRULE that begins at a date. Throws TypeError for one that `parseRRule` refuses. */
export function recurrence(
  text: string,
  startDate: Temporal.PlainDate,
  time: Temporal.PlainTime,
  clamp: ClampRule,
): NominalRule {
  const parsed = parseRRule(text);
  if (!parsed.ok) throw new TypeError(parsed.message);
  const { rrule } = parsed;
  const isOnceADay = firesOnceADay(rrule);
  const named = isOnceADay ? dated : timed;
  const start = startDate.toPlainDateTime(time);
  const nominals = (window: Window) => uncounted({ text, rrule, start, clamp, window });
  const { until, count } = rrule;
  const untilLocal = until && 'local' in until ? until.local : null;
  const key = JSON.stringify([text, start, clamp]);
  const localsOf = (window: Window) => locals(nominals(window));
  /** The last of all, if it does not lie behind `limit`. */
  const lastWithin = (limit: Temporal.PlainDateTime) =>
    count === null ? untilLocal : lastCounted({ key, count, start, uncounted: localsOf }, limit);
  return {
    isDense: !isOnceADay,
    lastInstant: until && 'instant' in until ? until.instant : null,
    isOverBy(local) {
      const last = lastWithin(local);
      return last !== null && Temporal.PlainDateTime.compare(last, local) < 0;
    },
    *between({ first, last }) {
      const end = lastWithin(last);
      const window = { first, last: end ? earlier(last, end) : last };
      if (Temporal.PlainDateTime.compare(first, window.last) > 0) return;
      for (const { local, clampedFrom } of nominals(window)) yield named(local, clampedFrom);
    },
  };
}

/** What a rule would name without UNTIL and COUNT. */
function uncounted({ text, rrule, start, clamp, window }: UncountedOptions): Iterable<PlannedTime> {
  if (hasPlainDates(rrule)) return plainTimes(rrule, { start, clamp, ...window });
  return libraryTimes(text, { start, ...window }).map((local) => ({ local, clampedFrom: null }));
}

interface UncountedOptions {
  text: string;
  rrule: RRule;
  start: Temporal.PlainDateTime;
  clamp: ClampRule;
  window: Window;
}

function* locals(times: Iterable<PlannedTime>): Generator<Temporal.PlainDateTime> {
  for (const { local } of times) yield local;
}

/** Its slot is the date, whoever named the time: another time moves it, and does not make a second one of that day. */
function firesOnceADay({ freq, byHour, byMinute, bySecond }: RRule): boolean {
  return !isWithinDays(freq) && [byHour, byMinute, bySecond].every((list) => list.length <= 1);
}

/** Rules that need no localTime but for where they begin. */
export function namesItsTimes({ freq, byHour, byMinute, bySecond }: RRule): boolean {
  return isWithinDays(freq) || [byHour, byMinute, bySecond].some((list) => list.length > 0);
}

const isWithinDays = (freq: Frequency) => freq === 'HOURLY' || freq === 'MINUTELY';

function* annuals(
  rule: AnnualRule & RuleOptions,
  date: string,
  time: Temporal.PlainTime,
  window: Window,
): Generator<Nominal> {
  const born = Temporal.PlainDate.from(date);
  const last = Math.min(window.last.year, lastAnnual(rule, date));
  for (let year = Math.max(born.year, window.first.year); year <= last; year++) {
    const month = new Temporal.PlainDate(year, born.month, 1);
    for (const planned of datesOfYear(month, born.day, rule.clamp ?? 'clamp')) {
      const local = planned.date.toPlainDateTime(time);
      const slot = String(year).padStart(4, '0');
      if (isWithin(local, window.first, window.last)) yield { ...dated(local, planned.clampedFrom), slot };
    }
  }
}

/** 29 February alone is lacking in some years. */
function datesOfYear(month: Temporal.PlainDate, day: number, clamp: ClampRule): PlannedDate[] {
  if (clamp !== 'next' || day <= month.daysInMonth) return daysOfMonth(month, [day], clamp);
  return [{ date: month.add({ months: 1 }), clampedFrom: day }];
}

function datesOnly(between: (window: Window) => Iterable<Nominal>): NominalRule {
  return { isDense: false, between, lastInstant: null, isOverBy: () => false };
}

/** The slot of a rule for one instance, wherever its zone puts it; null for rules that recur. */
export function slotOfOnce(rule: Rule): string | null {
  if (rule.type !== 'once') return null;
  return 'at' in rule ? toMilliseconds(Temporal.Instant.from(rule.at)).toString() : slotOfDate(rule.localDate);
}

const slotOfDate = (date: string) => `${date}#${timeEntry}`;

function dated(local: Temporal.PlainDateTime, clampedFrom: number | null = null): Nominal {
  return { slot: slotOfDate(local.toPlainDate().toString()), local, notes: clampNotes(local, clampedFrom) };
}

function timed(local: Temporal.PlainDateTime, clampedFrom: number | null = null): Nominal {
  const slot = local.toString({ smallestUnit: local.second === 0 ? 'minute' : 'second' });
  return { slot, local, notes: clampNotes(local, clampedFrom) };
}

function clampNotes({ day }: Temporal.PlainDateTime, clampedFrom: number | null): string[] {
  if (clampedFrom === null) return [];
  if (day === 1) return ['on 1 March: the year has no 29 February'];
  return [`clamped to ${day}: the month has no ${clampedFrom}th`.replace('31th', '31st')];
}

function isWithin(local: Temporal.PlainDateTime, first: Temporal.PlainDateTime, last: Temporal.PlainDateTime): boolean {
  return Temporal.PlainDateTime.compare(first, local) <= 0 && Temporal.PlainDateTime.compare(local, last) <= 0;
}

const earlier = (a: Temporal.PlainDateTime, b: Temporal.PlainDateTime) =>
  Temporal.PlainDateTime.compare(a, b) <= 0 ? a : b;
const later = (a: Temporal.PlainDateTime, b: Temporal.PlainDateTime) => (earlier(a, b) === a ? b : a);

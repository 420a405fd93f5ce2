import { parseTimeZone } from '@belfry/kernel/time-zone';
import ICAL from 'ical.js';
import { mostCountedYears } from './counted.ts';
import { recurrence } from './nominals.ts';
import { parseRRule } from './parse-rrule.ts';
import type { Steps } from './steps.ts';
import type { Holiday } from './timing-of.ts';

/** An endless yearly rule ends somewhere, and may have begun long ago: what is of use lies between these. */
const yearsBehind = 1;
const yearsAhead = 10;
const mostDays = 5000;

class Refused extends Error {}

export type ReadHolidays = { ok: true; days: Holiday[] } | { ok: false; message: string };

/** The dates that are of use, and no others are laid out. */
interface Stretch {
  begin: Temporal.PlainDate;
  end: Temporal.PlainDate;
}

/**
 * The days of an iCalendar's events, from a year ago to ten years ahead: each day of those that last longer, each time of
 * those that recur. An event with a time of day counts for its date. A step for each event and for each day.
 */
export function* readHolidays(ics: string, now: Temporal.Instant): Steps<ReadHolidays> {
  const today = now.toZonedDateTimeISO('UTC').toPlainDate();
  const stretch = { begin: today.subtract({ years: yearsBehind }), end: today.add({ years: yearsAhead }) };
  const days: Holiday[] = [];
  try {
    for (const event of ICAL.Component.fromString(ics).getAllSubcomponents('vevent')) {
      yield;
      if (event.hasProperty('recurrence-id')) continue;
      const name = nameOf(event);
      for (const date of datesOf(event, stretch)) {
        yield;
        if (days.length >= mostDays) throw new Refused(`must have at most ${mostDays} days`);
        days.push({ date: date.toString(), name: name || 'holiday' });
      }
    }
  } catch (error) {
    if (error instanceof Refused) return { ok: false, message: error.message };
    return { ok: false, message: 'must be an iCalendar (RFC 5545) that can be read' };
  }
  if (days.length === 0) return { ok: false, message: 'must have an event within a year ago and ten years ahead' };
  return { ok: true, days: inOrder(days) };
}

/** By date, each once; of two names for a day the first stands. */
export function inOrder(days: readonly Holiday[]): Holiday[] {
  const byDate = new Map<string, Holiday>();
  for (const day of days) if (!byDate.has(day.date)) byDate.set(day.date, day);
  return [...byDate.values()].sort((a, b) => (a.date < b.date ? -1 : 1));
}

function nameOf(event: ICAL.Component): string {
  return String(event.getFirstPropertyValue('summary') ?? '')
    .trim()
    .slice(0, 200);
}

function* datesOf(event: ICAL.Component, { begin, end }: Stretch): Generator<Temporal.PlainDate> {
  const { start, days } = extentOf(event);
  const firstStart = begin.subtract({ days: days - 1 });
  for (const first of startsOf(event, start, { begin: firstStart, end })) {
    const skipped = Math.max(0, first.until(begin).days);
    for (let n = skipped; n < days; n++) {
      const date = first.add({ days: n });
      if (Temporal.PlainDate.compare(date, end) > 0) break;
      yield date;
    }
  }
}

/** DTEND is the day after the last; without it an event has the day it begins on. */
function extentOf(event: ICAL.Component): { start: Temporal.PlainDateTime; days: number } {
  const time = timeIn(event, 'dtstart');
  if (!time) throw new TypeError('An event begins somewhere.');
  const duration = event.getFirstPropertyValue('duration');
  const last = timeIn(event, 'dtend') ?? (duration instanceof ICAL.Duration ? later(time, duration) : null);
  const start = toPlain(time);
  if (!last) return { start, days: 1 };
  const nights = start.toPlainDate().until(toPlain(last).toPlainDate()).days;
  return { start, days: Math.max(1, nights + (last.isDate ? 0 : 1)) };
}

function later(time: ICAL.Time, duration: ICAL.Duration): ICAL.Time {
  const end = time.clone();
  end.addDuration(duration);
  return end;
}

/**
 * The dates on which an event begins. Its rule is laid out as those of schedules are, and not by ical.js, which looks for
 * ever for what never comes; nor is a VTIMEZONE asked, which may hold such a rule too.
 */
function* startsOf(
  event: ICAL.Component,
  start: Temporal.PlainDateTime,
  { begin, end }: Stretch,
): Generator<Temporal.PlainDate> {
  const zone = parseTimeZone(String(event.getFirstProperty('dtstart')?.getParameter('tzid'))) ?? 'UTC';
  const dates = (name: string) => timesIn(event, name).map((time) => toPlain(time, zone).toPlainDate());
  const left = new Set(dates('exdate').map((date) => date.toString()));
  const isWanted = (date: Temporal.PlainDate) =>
    Temporal.PlainDate.compare(date, begin) >= 0 &&
    Temporal.PlainDate.compare(date, end) <= 0 &&
    !left.has(date.toString());
  const rules = event.getAllProperties('rrule').map((property) => property.getFirstValue());
  // Beside a rule that does not name it DTSTART is no holiday: RFC 5545 leaves it open, and many begin on 1 January 1970.
  const single = rules.length > 0 ? [] : [start.toPlainDate()];
  yield* [...single, ...dates('rdate')].filter(isWanted);
  for (const recur of rules) {
    if (!(recur instanceof ICAL.Recur)) throw new TypeError('An RRULE has parts.');
    const until = recur.until ? toPlain(recur.until, zone) : null;
    const last = earlier(end.toPlainDateTime('23:59:59'), until && untilOf(recur, until));
    const rule = recurrence(ruleOf(event, recur, start, begin), start.toPlainDate(), start.toPlainTime(), 'skip');
    for (const { local } of rule.between({ first: begin.toPlainDateTime(), last })) {
      const date = local.toPlainDate();
      if (isWanted(date)) yield date;
    }
  }
}

/** Without UNTIL, which has been read already. Refuses what is no rule of days. */
function ruleOf(
  event: ICAL.Component,
  recur: ICAL.Recur,
  start: Temporal.PlainDateTime,
  begin: Temporal.PlainDate,
): string {
  if (/^(SECOND|MINUTE|HOUR)LY$/.test(recur.freq)) {
    throw new Refused(`must not have events that repeat within a day: "${nameOf(event)}" has FREQ=${recur.freq}`);
  }
  const parts = recur.toString().split(';');
  const text = parts.filter((part) => !part.startsWith('UNTIL=')).join(';');
  const parsed = parseRRule(text);
  if (!parsed.ok)
    throw new Refused(`must have rules that are known here: that of "${nameOf(event)}" ${parsed.message}`);
  if (parsed.rrule.count !== null && start.year < begin.year - mostCountedYears) {
    throw new Refused(`must not count from more than ${mostCountedYears} years ago: "${nameOf(event)}" does`);
  }
  return text;
}

/** A date alone means the whole of it. */
function untilOf({ until }: ICAL.Recur, local: Temporal.PlainDateTime): Temporal.PlainDateTime {
  return until?.isDate ? local.with({ hour: 23, minute: 59, second: 59 }) : local;
}

function earlier(a: Temporal.PlainDateTime, b: Temporal.PlainDateTime | null): Temporal.PlainDateTime {
  return b !== null && Temporal.PlainDateTime.compare(b, a) < 0 ? b : a;
}

function timeIn(event: ICAL.Component, name: string): ICAL.Time | null {
  return timesIn(event, name)[0] ?? null;
}

function timesIn(event: ICAL.Component, name: string): ICAL.Time[] {
  return event
    .getAllProperties(name)
    .flatMap((property) => property.getValues())
    .map((value) => (value instanceof ICAL.Period ? value.start : value))
    .filter((value) => value instanceof ICAL.Time);
}

/** As the clocks of the event's zone show it; a time in UTC stays one where no zone is given. */
function toPlain(time: ICAL.Time, zone = 'UTC'): Temporal.PlainDateTime {
  const { year, month, day, hour, minute, second } = time;
  const local = Temporal.PlainDateTime.from({ year, month, day, hour, minute, second }, { overflow: 'reject' });
  if (time.isDate || time.zone !== ICAL.Timezone.utcTimezone) return local;
  return local.toZonedDateTime('UTC').withTimeZone(zone).toPlainDateTime();
}

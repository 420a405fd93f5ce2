import ICAL from 'ical.js';
import type { Holiday } from './timing-of.ts';

/** An endless yearly rule ends somewhere, and may have begun long ago: what is of use lies between these. */
const yearsBehind = 1;
const yearsAhead = 10;
const mostDays = 5000;
/** Daily since 1900, and nothing that anybody means by a holiday. */
const mostSteps = 60_000;

class TooMany extends Error {}

export type ReadHolidays = { ok: true; days: Holiday[] } | { ok: false; message: string };

/**
 * The days of an iCalendar's events, from a year ago to ten years ahead: each day of those that last longer, each time of
 * those that recur. An event with a time of day counts for its date.
 */
export function readHolidays(ics: string, now: Temporal.Instant): ReadHolidays {
  const today = now.toZonedDateTimeISO('UTC').toPlainDate();
  const [begin, end] = [today.subtract({ years: yearsBehind }), today.add({ years: yearsAhead })];
  const days: Holiday[] = [];
  try {
    const calendar = ICAL.Component.fromString(ics);
    const events = calendar.getAllSubcomponents('vevent').map((component) => new ICAL.Event(component));
    for (const event of events) {
      if (event.isRecurrenceException()) continue;
      for (const date of datesOf(event, end)) {
        if (date < begin.toString()) continue;
        if (days.length >= mostDays) throw new TooMany();
        days.push({ date, name: (event.summary ?? '').trim().slice(0, 200) || 'holiday' });
      }
    }
  } catch (error) {
    if (error instanceof TooMany) return { ok: false, message: `must have at most ${mostDays} days` };
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

function* datesOf(event: ICAL.Event, end: Temporal.PlainDate): Generator<string> {
  const length = daysOf(event);
  if (!event.isRecurring()) {
    yield* daysFrom(dateOf(event.startDate), length, end);
    return;
  }
  const starts = event.iterator();
  for (let n = 0; n < mostSteps; n++) {
    const start = starts.next();
    if (!start) return;
    const date = dateOf(start);
    if (Temporal.PlainDate.compare(date, end) > 0) return;
    yield* daysFrom(date, length, end);
  }
  throw new TooMany();
}

/** DTEND is the day after the last; without it an event has the day it begins on. */
function daysOf(event: ICAL.Event): number {
  const last = dateOf(event.endDate);
  return Math.max(1, dateOf(event.startDate).until(last).days + (event.endDate.isDate ? 0 : 1));
}

function* daysFrom(first: Temporal.PlainDate, length: number, end: Temporal.PlainDate): Generator<string> {
  for (let n = 0; n < length; n++) {
    const date = first.add({ days: n });
    if (Temporal.PlainDate.compare(date, end) > 0) return;
    yield date.toString();
  }
}

function dateOf({ year, month, day }: ICAL.Time): Temporal.PlainDate {
  return Temporal.PlainDate.from({ year, month, day }, { overflow: 'reject' });
}

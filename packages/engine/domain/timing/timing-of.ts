import type { TimeZone } from '@belfry/kernel/time-zone';
import type { Rule, Timing } from './rule.ts';

/** What is stored of a schedule's timing, with what counts today of its person. */
export interface TimingFacts {
  rule: Rule;
  localTime: string | null;
  /** The zone that counts: the schedule's own, or the person's. */
  zone: string;
  birthDate: string | null;
  anniversaryDate: string | null;
  /** The person's other dates, by name. */
  dates: Readonly<Record<string, string>>;
}

export interface Holiday {
  /** YYYY-MM-DD */
  date: string;
  name: string;
}

/** Days by the id of their calendar. */
export type Calendars = ReadonlyMap<string, readonly Holiday[]>;

export function timingOf(facts: TimingFacts, calendars: Calendars): Timing {
  const days = (facts.rule.excludeHolidays ?? []).flatMap((id) => calendars.get(id) ?? []);
  return {
    rule: facts.rule,
    localTime: facts.localTime,
    zone: facts.zone as TimeZone,
    dates: { ...facts.dates, birthDate: facts.birthDate, anniversaryDate: facts.anniversaryDate },
    holidays: new Map(days.map(({ date, name }) => [date, name])),
  };
}

/** The calendars that rules name, each once. */
export function calendarsNamed(schedules: readonly Pick<TimingFacts, 'rule'>[]): string[] {
  return [...new Set(schedules.flatMap(({ rule }) => rule.excludeHolidays ?? []))];
}

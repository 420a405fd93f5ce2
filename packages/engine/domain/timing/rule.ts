import { dateNamed } from '@belfry/kernel/date-named';
import { type GapRule, localDateOf, type OverlapRule, type TimeZone } from '@belfry/kernel/time-zone';

/** A day of the month that a month lacks: its last day instead, or none; of an annual date, the first of the next, too. */
export type ClampRule = 'clamp' | 'next' | 'skip';

/** What may stand beside any rule that it concerns. Absent is the default of docs/engine.md. */
export interface RuleOptions {
  /** DTSTART's date: INTERVAL and COUNT are counted from it. Filled in when the schedule is created. */
  startDate?: string;
  excludeDates?: readonly string[];
  excludeWeekends?: boolean;
  /** Ids of holiday calendars. */
  excludeHolidays?: readonly string[];
  gap?: GapRule;
  overlap?: OverlapRule;
  clamp?: ClampRule;
}

/** The rules as api.md spells them. */
export type Rule = RuleOptions &
  (
    | { type: 'once'; at: string }
    | { type: 'once'; localDate: string }
    | AnnualRule
    /** RFC 5545. */
    | { type: 'rrule'; rrule: string }
    /** Elapsed time from the anchor, whatever the clocks do. */
    | { type: 'every'; interval: string; anchor: string }
    /** Five fields. */
    | { type: 'cron'; cron: string }
  );

/** Follows a date of the person's, from its own year on. */
export interface AnnualRule {
  type: 'annual';
  /** `birthDate`, `anniversaryDate`, or one of the person's other dates. */
  field: string;
  /** In so many years at most, that of the date being the first. */
  count?: number;
  /** Asked for, moved or edited after its time on the day itself it still fires, at once; on no later day. */
  sameDay?: boolean;
}

/** All that decides when a schedule fires. */
export interface Timing {
  rule: Rule;
  /** HH:MM[:SS]; of rules that name no time of their own. */
  localTime: string | null;
  /** The zone that counts today. */
  zone: TimeZone;
  /** Of the person, by name; annual rules follow them. */
  dates: Readonly<Record<string, string | null>>;
  /** Names of holidays by date, of the calendars that the rule names. */
  holidays: ReadonlyMap<string, string>;
}

/** One instance of a schedule: its nominal identity, the local date it is filed under, and when it is due. */
export interface Slot {
  slot: string;
  day: string;
  dueAt: Temporal.Instant;
  /** What a reader of the preview would wonder about: moved past a gap, second of two, clamped. */
  notes: readonly string[];
}

/** A nominal instance that does not take place. */
export interface SkippedSlot {
  slot: string;
  day: string;
  local: string;
  reason: string;
}

/** An instance on the calendar, before it has a place in time. */
export interface Nominal {
  slot: string;
  local: Temporal.PlainDateTime;
  notes: readonly string[];
}

/** A reminder for «now» may reach us a moment later. */
const forgivenPast = Temporal.Duration.from({ minutes: 1 });

/** From when on an instance still fires that is asked for, or asked about, at `now`. */
export function firesFrom({ rule, zone }: Pick<Timing, 'rule' | 'zone'>, now: Temporal.Instant): Temporal.Instant {
  if (isForTheDay({ rule })) return localDateOf(now, zone).toZonedDateTime(zone).toInstant();
  return rule.type === 'once' ? now.subtract(forgivenPast) : now;
}

/** The same of what goes on at `now`, after a pause or an absence: what fell into it is not made up for. */
export function goesOnFrom(timing: Pick<Timing, 'rule' | 'zone'>, now: Temporal.Instant): Temporal.Instant {
  return isForTheDay(timing) ? firesFrom(timing, now) : now;
}

/** Whether it is for the day itself: late on it rather than not, and on no later one. */
export function isForTheDay({ rule }: Pick<Timing, 'rule'>): boolean {
  return rule.type === 'annual' && rule.sameDay === true;
}

/** The date that an annual rule follows; null where the person has none of that name. */
export function dateFollowed({ rule, dates }: Pick<Timing, 'rule' | 'dates'>): string | null {
  return rule.type === 'annual' ? dateNamed(dates, rule.field) : null;
}

/** The last year in which an annual rule fires that follows this date. */
export function lastAnnual({ count }: AnnualRule, date: string): number {
  return count === undefined ? lastYear : Math.min(lastYear, Number.parseInt(date, 10) + count - 1);
}

/** After every instant that can be asked for. */
export const FAR_FUTURE = Temporal.Instant.from('+010000-01-01T00:00:00Z');
/** The last year that dates of four digits can name. */
export const lastYear = 9999;

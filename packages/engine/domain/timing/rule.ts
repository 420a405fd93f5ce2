import type { GapRule, OverlapRule, TimeZone } from '@belfry/kernel/time-zone';

/** A day of the month that a month lacks: its last day instead, or none. */
export type ClampRule = 'clamp' | 'skip';

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

export type AnnualField = 'birthDate' | 'anniversaryDate';

/** The rules as api.md spells them. */
export type Rule = RuleOptions &
  (
    | { type: 'once'; at: string }
    | { type: 'once'; localDate: string }
    | { type: 'annual'; field: AnnualField }
    /** RFC 5545. */
    | { type: 'rrule'; rrule: string }
    /** Elapsed time from the anchor, whatever the clocks do. */
    | { type: 'every'; interval: string; anchor: string }
    /** Five fields. */
    | { type: 'cron'; cron: string }
  );

/** All that decides when a schedule fires. */
export interface Timing {
  rule: Rule;
  /** HH:MM[:SS]; of rules that name no time of their own. */
  localTime: string | null;
  /** The zone that counts today. */
  zone: TimeZone;
  /** Of the person; annual rules follow them. */
  dates: Readonly<Record<AnnualField, string | null>>;
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
export function firesFrom(rule: Rule, now: Temporal.Instant): Temporal.Instant {
  return rule.type === 'once' ? now.subtract(forgivenPast) : now;
}

/** After every instant that can be asked for. */
export const FAR_FUTURE = Temporal.Instant.from('+010000-01-01T00:00:00Z');
/** The last year that dates of four digits can name. */
export const lastYear = 9999;

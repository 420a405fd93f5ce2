import { mostCountedYears } from './counted.ts';
import { lookAheadDays, nextSlots } from './next-slots.ts';
import { namesItsTimes } from './nominals.ts';
import { parseCron } from './parse-cron.ts';
import { parseRRule, type RRule } from './parse-rrule.ts';
import { hasPlainDates } from './plain-dates.ts';
import { dateFollowed, lastYear, type Rule, type Timing } from './rule.ts';
import { intervalMs } from './slots.ts';

/** What is wrong with a rule: the field, by the path of the API, and why. */
export interface TimingProblem {
  code: string;
  path: string;
  message: string;
}

const leastInterval = 60_000;

/** Whether the rule can be read and has the local time it needs; null where it has. */
export function checkRule(rule: Rule, localTime: string | null): TimingProblem | null {
  switch (rule.type) {
    case 'once':
      return 'at' in rule ? mustBeAbsent(localTime) : mustBeGiven(localTime);
    case 'annual':
      return mustBeGiven(localTime);
    case 'every':
      if (intervalMs(rule.interval) >= leastInterval) return mustBeAbsent(localTime);
      return { code: 'schedule.too-often', path: 'rule.interval', message: 'must be at least PT1M' };
    case 'cron': {
      const parsed = parseCron(rule.cron);
      if (parsed.ok) return mustBeAbsent(localTime);
      return { code: 'schedule.rule-malformed', path: 'rule.cron', message: parsed.message };
    }
    case 'rrule': {
      const parsed = parseRRule(rule.rrule);
      if (!parsed.ok) return { code: 'schedule.rule-malformed', path: 'rule.rrule', message: parsed.message };
      if (rule.clamp === 'clamp' && lacksClamping(parsed.rrule)) return clampUnused;
      return namesItsTimes(parsed.rrule) ? null : mustBeGiven(localTime);
    }
  }
}

/** A day of the month that is one condition among others is met or not: there is nothing to move to a last day. */
function lacksClamping(rrule: RRule): boolean {
  return rrule.byMonthDay.some((day) => day > 28) && !hasPlainDates(rrule);
}

const clampUnused: TimingProblem = {
  code: 'schedule.clamp-unused',
  path: 'rule.clamp',
  message: 'must be skip, or absent: this rule leaves out a month that lacks its BYMONTHDAY',
};

function mustBeGiven(localTime: string | null): TimingProblem | null {
  if (localTime !== null) return null;
  return { code: 'schedule.local-time-missing', path: 'localTime', message: 'must be given: the rule names no time' };
}

function mustBeAbsent(localTime: string | null): TimingProblem | null {
  if (localTime === null) return null;
  return {
    code: 'schedule.local-time-unused',
    path: 'localTime',
    message: 'must be absent: the rule names its own times',
  };
}

/**
 * Whether a rule that can be read will fire at all from `from` on; null where it will.
 * @param now what a refusal names as the present; a little of the past may be forgiven
 */
export function checkFires(timing: Timing, from: Temporal.Instant, now = from): TimingProblem | null {
  const { rule } = timing;
  if (isCountedTooFar(rule, from)) return countedTooFar;
  const { slots, skipped, isOver } = nextSlots(timing, from, 1);
  const [next] = slots;
  if (next) {
    const date = next.dueAt.toZonedDateTimeISO(timing.zone);
    if (date.year <= lastYear) return null;
    return {
      code: 'schedule.too-far',
      path: pathOf(rule),
      message: `must not be later than the year ${lastYear} in ${timing.zone}`,
    };
  }
  // So much is excluded that the search was broken off: what comes behind it, the planner finds in time.
  if (!isOver) return null;
  const [left] = skipped;
  if (rule.type === 'once' && left) {
    const message = `must be a time that there is: on ${left.day} in ${timing.zone} ${left.reason} (${left.local})`;
    return { code: 'schedule.never-fires', path: pathOf(rule), message };
  }
  if (rule.type === 'once') {
    const message = `must not be in the past; it is ${now.toString()} now`;
    return { code: 'schedule.in-the-past', path: pathOf(rule), message };
  }
  if (rule.type === 'annual' && dateFollowed(timing) === null) {
    const message = `must be a date that the person has: no ${rule.field} is known`;
    return { code: 'schedule.date-unknown', path: 'rule.field', message };
  }
  return hasEnded(timing, from)
    ? {
        code: 'schedule.in-the-past',
        path: pathOf(rule),
        message: 'must not have ended already: it would never fire again',
      }
    : {
        code: 'schedule.never-fires',
        path: pathOf(rule),
        message: 'must be able to fire: no date fits it, or all are excluded',
      };
}

/** COUNT is counted from the start, minute by minute where the rule goes by the minute. */
function isCountedTooFar(rule: Rule, from: Temporal.Instant): boolean {
  if (rule.type !== 'rrule' || rule.startDate === undefined) return false;
  const parsed = parseRRule(rule.rrule);
  if (!parsed.ok || parsed.rrule.count === null) return false;
  const earliest = from.toZonedDateTimeISO('UTC').toPlainDate().subtract({ years: mostCountedYears });
  return Temporal.PlainDate.compare(rule.startDate, earliest) < 0;
}

const countedTooFar: TimingProblem = {
  code: 'schedule.too-costly',
  path: 'rule.startDate',
  message: `must not lie more than ${mostCountedYears} years back where COUNT is counted from it`,
};

/** Nothing is ahead: whether it has fired since it began, as far back as one would look ahead. */
function hasEnded({ rule, ...timing }: Timing, from: Temporal.Instant): boolean {
  const day = Temporal.Duration.from({ hours: 24 });
  const start = Temporal.PlainDate.from(rule.startDate ?? longAgo)
    .toZonedDateTime('UTC')
    .toInstant()
    .subtract(day);
  const days = Math.min(Math.ceil(start.until(from).total('hours') / 24), lookAheadDays);
  const begin = from.subtract({ hours: 24 * days });
  return days > 0 && nextSlots({ ...timing, rule }, begin, 1, days).slots.length > 0;
}

const longAgo = '1900-01-01';

function pathOf(rule: Rule): string {
  if (rule.type === 'once') return 'at' in rule ? 'rule.at' : 'rule.localDate';
  return { annual: 'rule.field', rrule: 'rule.rrule', every: 'rule.anchor', cron: 'rule.cron' }[rule.type];
}

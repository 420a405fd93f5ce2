import type { TimeZone } from '@belfry/kernel/time-zone';
import { describe, expect, test } from 'vitest';
import { checkFires, checkRule } from './check-timing.ts';
import type { Rule } from './rule.ts';

const now = Temporal.Instant.from('2027-01-15T10:00:00Z');

function problem(rule: Rule, localTime: string | null = '09:00'): string | null {
  const dates = { birthDate: null, anniversaryDate: '2000-01-01' };
  const timing = {
    rule,
    localTime,
    zone: (localTime === '02:30' ? 'America/New_York' : 'UTC') as TimeZone,
    dates,
    holidays: new Map<string, string>(),
  };
  const found = checkRule(rule, localTime) ?? checkFires(timing, now);
  return found && `${found.code} ${found.path}`;
}

const rrule = (text: string, options: Partial<Rule> = {}) =>
  ({ type: 'rrule', rrule: text, startDate: '2027-01-15', ...options }) as Rule;

describe('a rule', () => {
  test.each<[string, Rule, string | null, string]>([
    ['that nobody can read', rrule('FREQ=OFTEN'), '09:00', 'schedule.rule-malformed rule.rrule'],
    ['of cron that nobody can read', { type: 'cron', cron: '* *' }, null, 'schedule.rule-malformed rule.cron'],
    ['without the time it needs', rrule('FREQ=DAILY'), null, 'schedule.local-time-missing localTime'],
    [
      'with a time it has no use for',
      { type: 'cron', cron: '0 9 * * *' },
      '09:00',
      'schedule.local-time-unused localTime',
    ],
    [
      'that is to be clamped and cannot',
      rrule('FREQ=MONTHLY;BYMONTHDAY=31;BYDAY=FR', { clamp: 'clamp' }),
      '09:00',
      'schedule.clamp-unused rule.clamp',
    ],
    [
      'more often than a minute',
      { type: 'every', interval: 'PT59S', anchor: now.toString() },
      null,
      'schedule.too-often rule.interval',
    ],
    ['whose instant has passed', { type: 'once', at: '2027-01-15T09:00:00Z' }, null, 'schedule.in-the-past rule.at'],
    [
      'whose date has passed',
      { type: 'once', localDate: '2027-01-15' },
      '09:00',
      'schedule.in-the-past rule.localDate',
    ],
    [
      'once at a time that the clocks jump over',
      { type: 'once', localDate: '2027-03-14', gap: 'skip' },
      '02:30',
      'schedule.never-fires rule.localDate',
    ],
    ['whose UNTIL has passed', rrule('FREQ=DAILY;UNTIL=20270115T093000Z'), '09:00', 'schedule.in-the-past rule.rrule'],
    ['whose COUNT has passed', rrule('FREQ=DAILY;COUNT=1'), '09:00', 'schedule.in-the-past rule.rrule'],
    ['of a date that never comes', { type: 'cron', cron: '0 9 30 2 *' }, null, 'schedule.never-fires rule.cron'],
    [
      'of a 31st that its months lack',
      rrule('FREQ=MONTHLY;INTERVAL=12;BYMONTHDAY=31', { startDate: '2027-02-01', clamp: 'skip' }),
      '09:00',
      'schedule.never-fires rule.rrule',
    ],
    [
      'all of which is excluded',
      rrule('FREQ=WEEKLY;BYDAY=SA', { excludeWeekends: true }),
      '09:00',
      'schedule.never-fires rule.rrule',
    ],
    [
      'of a date that the person lacks',
      { type: 'annual', field: 'birthDate' },
      '09:00',
      'schedule.date-unknown rule.field',
    ],
    ['far beyond all dates', { type: 'once', at: '9999-12-31T23:59:59Z' }, null, ''],
  ])('%s', (_name, rule, localTime, expected) => {
    expect(problem(rule, localTime) ?? '').toBe(expected);
  });

  test('that will fire is none of that', () => {
    expect(problem(rrule('FREQ=DAILY'))).toBeNull();
    expect(problem(rrule('FREQ=HOURLY'), null)).toBeNull();
    expect(problem(rrule('FREQ=DAILY;BYHOUR=9'), null)).toBeNull();
    expect(problem(rrule('FREQ=MONTHLY;BYMONTHDAY=31;BYHOUR=9', { clamp: 'clamp' }), null)).toBeNull();
    expect(problem(rrule('FREQ=MONTHLY;BYMONTHDAY=31;BYDAY=FR'))).toBeNull();
    expect(problem({ type: 'annual', field: 'anniversaryDate' })).toBeNull();
    expect(problem({ type: 'every', interval: 'PT1M', anchor: now.toString() }, null)).toBeNull();
  });
});

describe('a refusal', () => {
  const dates = { birthDate: null, anniversaryDate: null };
  const message = (rule: Rule, localTime: string | null, zone: string) =>
    checkFires(
      { rule, localTime, zone: zone as TimeZone, dates, holidays: new Map() },
      now.subtract({ minutes: 1 }),
      now,
    )?.message;

  test('names the present, not the past that would have been forgiven', () => {
    const rule: Rule = { type: 'once', at: '2027-01-15T09:00:00Z' };
    expect(message(rule, null, 'UTC')).toBe('must not be in the past; it is 2027-01-15T10:00:00Z now');
  });

  test('names the gap where that is the reason', () => {
    const rule: Rule = { type: 'once', localDate: '2027-03-14', gap: 'skip' };
    expect(message(rule, '02:30', 'America/New_York')).toBe(
      'must be a time that there is: on 2027-03-14 in America/New_York the clocks jump over it (2027-03-14T02:30:00)',
    );
  });
});

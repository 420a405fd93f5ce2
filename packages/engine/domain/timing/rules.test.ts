import type { TimeZone } from '@belfry/kernel/time-zone';
import { describe, expect, test } from 'vitest';
import { nextSlots } from './next-slots.ts';
import type { Rule, Timing } from './rule.ts';

const now = Temporal.Instant.from('2027-01-15T00:00:00Z');

function timingOf(rule: Rule, given: Partial<Timing> = {}): Timing {
  return {
    rule: rule.type === 'rrule' ? { startDate: '2027-01-15', ...rule } : rule,
    localTime: rule.type === 'cron' || rule.type === 'every' ? null : '09:00:00',
    zone: 'America/New_York' as TimeZone,
    dates: { birthDate: null, anniversaryDate: null },
    holidays: new Map(),
    ...given,
  };
}

const next = (rule: Rule, count: number, given?: Partial<Timing>) => nextSlots(timingOf(rule, given), now, count);
const days = (rule: Rule, count: number, given?: Partial<Timing>) =>
  next(rule, count, given).slots.map(({ day }) => day);
const rrule = (text: string, options: Partial<Rule> = {}) => ({ type: 'rrule', rrule: text, ...options }) as Rule;

describe('a recurrence rule', () => {
  test.each<[string, string[]]>([
    ['FREQ=DAILY;INTERVAL=3', ['2027-01-15', '2027-01-18', '2027-01-21']],
    ['FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR', ['2027-01-15', '2027-01-18', '2027-01-19']],
    ['FREQ=WEEKLY', ['2027-01-15', '2027-01-22', '2027-01-29']],
    ['FREQ=WEEKLY;BYDAY=MO,FR', ['2027-01-15', '2027-01-18', '2027-01-22']],
    ['FREQ=WEEKLY;INTERVAL=2;BYDAY=SU,MO;WKST=MO', ['2027-01-17', '2027-01-25', '2027-01-31']],
    ['FREQ=WEEKLY;INTERVAL=2;BYDAY=SU,MO;WKST=SU', ['2027-01-24', '2027-01-25', '2027-02-07']],
    ['FREQ=MONTHLY', ['2027-01-15', '2027-02-15', '2027-03-15']],
    ['FREQ=MONTHLY;BYMONTHDAY=-1', ['2027-01-31', '2027-02-28', '2027-03-31']],
    ['FREQ=MONTHLY;BYMONTHDAY=1,20', ['2027-01-20', '2027-02-01', '2027-02-20']],
    ['FREQ=MONTHLY;BYDAY=2TU', ['2027-02-09', '2027-03-09', '2027-04-13']],
    ['FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1', ['2027-01-29', '2027-02-26', '2027-03-31']],
    ['FREQ=YEARLY', ['2027-01-15', '2028-01-15', '2029-01-15']],
    ['FREQ=YEARLY;BYMONTH=11;BYDAY=4TH', ['2027-11-25', '2028-11-23', '2029-11-22']],
    ['FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO', ['2027-05-17', '2028-05-15', '2029-05-14']],
    ['rrule:freq=daily;count=2', ['2027-01-15', '2027-01-16']],
    ['FREQ=DAILY;UNTIL=20270116', ['2027-01-15', '2027-01-16']],
    ['FREQ=DAILY;UNTIL=20270116T085959', ['2027-01-15']],
    ['FREQ=DAILY;UNTIL=20270116T140000Z', ['2027-01-15', '2027-01-16']],
    ['FREQ=DAILY;UNTIL=20270116T135959Z', ['2027-01-15']],
  ])('%s', (text, expected) => {
    expect(days(rrule(text), 3)).toEqual(expected);
  });

  test('counts from its start, whatever is excluded and whatever has passed', () => {
    const counted = rrule('FREQ=DAILY;COUNT=5', { startDate: '2027-01-13', excludeWeekends: true });
    expect(days(counted, 9)).toEqual(['2027-01-15']);
  });

  test('with times of its own has a slot for each', () => {
    const twice = next(rrule('FREQ=DAILY;BYHOUR=9,18;BYMINUTE=30'), 3).slots;
    expect(twice.map(({ slot }) => slot)).toEqual(['2027-01-15T09:30', '2027-01-15T18:30', '2027-01-16T09:30']);
    const hourly = next(rrule('FREQ=HOURLY;INTERVAL=5'), 3).slots;
    expect(hourly.map(({ slot }) => slot)).toEqual(['2027-01-15T09:00', '2027-01-15T14:00', '2027-01-15T19:00']);
  });

  test.each<[string, Rule, string | null]>([
    ['beside the rule', rrule('FREQ=DAILY'), '18:00'],
    ['of the rule', rrule('FREQ=DAILY;BYHOUR=18'), null],
    ['of which the rule names the hour alone', rrule('FREQ=DAILY;BYHOUR=18'), '09:00'],
    ['of a rule in all its parts', rrule('FREQ=WEEKLY;BYDAY=FR;BYHOUR=18;BYMINUTE=0;BYSECOND=0'), '09:30'],
    ['of a rule that is the library’s', rrule('FREQ=MONTHLY;BYDAY=3FR;BYHOUR=18'), null],
    ['of a cron line', { type: 'cron', cron: '0 18 * * *' }, null],
  ])('that fires once a day keeps the slot of the day when its time is another: one %s', (_whose, rule, localTime) => {
    const [morning] = next(rrule('FREQ=DAILY'), 1).slots;
    const [evening] = next(rule, 1, { localTime }).slots;
    expect(evening!.slot).toBe(morning!.slot);
    expect(evening!.dueAt.toString()).toBe('2027-01-15T23:00:00Z');
  });
});

describe('a day that a month lacks', () => {
  test('is its last day, said so, or none', () => {
    const clamped = next(rrule('FREQ=MONTHLY;BYMONTHDAY=31'), 3).slots;
    expect(clamped.map(({ day, notes }) => [day, ...notes])).toEqual([
      ['2027-01-31'],
      ['2027-02-28', 'clamped to 28: the month has no 31st'],
      ['2027-03-31'],
    ]);
    expect(days(rrule('FREQ=MONTHLY;BYMONTHDAY=31', { clamp: 'skip' }), 3)).toEqual([
      '2027-01-31',
      '2027-03-31',
      '2027-05-31',
    ]);
  });

  test.each<[string, string[]]>([
    ['FREQ=MONTHLY;BYMONTHDAY=31;BYHOUR=9', ['2027-01-31#1', '2027-02-28#1 clamped', '2027-03-31#1']],
    [
      'FREQ=MONTHLY;BYMONTHDAY=31;BYHOUR=9,18',
      ['2027-01-31T09:00', '2027-01-31T18:00', '2027-02-28T09:00 clamped', '2027-02-28T18:00 clamped'],
    ],
    ['FREQ=MONTHLY;BYMONTHDAY=31;BYMONTH=2,3', ['2027-02-28#1 clamped', '2027-03-31#1', '2028-02-29#1 clamped']],
    ['FREQ=DAILY;BYMONTHDAY=31', ['2027-01-31#1', '2027-02-28#1 clamped', '2027-03-31#1']],
    ['FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;BYHOUR=9', ['2027-02-28#1 clamped', '2028-02-29#1']],
  ])('is its last day beside other parts too: %s', (text, expected) => {
    const found = next(rrule(text), expected.length, { localTime: '09:00' }).slots;
    expect(found.map(({ slot, notes }) => [slot, ...notes.map((note) => note.split(' ')[0])].join(' '))).toEqual(
      expected,
    );
    expect(next(rrule(text, { clamp: 'skip' }), expected.length).slots.flatMap(({ notes }) => notes)).toEqual([]);
  });

  test('does not come twice where two days are clamped to one', () => {
    expect(days(rrule('FREQ=MONTHLY;BYMONTHDAY=30,31'), 4)).toEqual([
      '2027-01-30',
      '2027-01-31',
      '2027-02-28',
      '2027-03-30',
    ]);
  });
});

describe('an annual rule', () => {
  const born = (birthDate: string | null) => ({ dates: { birthDate, anniversaryDate: null } });
  const birthday: Rule = { type: 'annual', field: 'birthDate' };

  test('follows the date, its slot being the year', () => {
    expect(next(birthday, 2, born('1950-06-01')).slots.map(({ slot, day }) => [slot, day])).toEqual([
      ['2027', '2027-06-01'],
      ['2028', '2028-06-01'],
    ]);
  });

  test('of 29 February is on the 28th where there is none, or only every fourth year', () => {
    expect(days(birthday, 3, born('2000-02-29'))).toEqual(['2027-02-28', '2028-02-29', '2029-02-28']);
    expect(days({ ...birthday, clamp: 'skip' }, 3, born('2000-02-29'))).toEqual([
      '2028-02-29',
      '2032-02-29',
      '2036-02-29',
    ]);
  });

  test('or on 1 March where there is none, in a leap year on its own day, and once each year', () => {
    const { slots } = next({ ...birthday, clamp: 'next' }, 3, born('2000-02-29'));
    expect(slots.map(({ slot, day }) => [slot, day])).toEqual([
      ['2027', '2027-03-01'],
      ['2028', '2028-02-29'],
      ['2029', '2029-03-01'],
    ]);
  });

  test('without the date, or before it, has nothing', () => {
    expect(days(birthday, 3, born(null))).toEqual([]);
    expect(days(birthday, 1, born('2030-06-01'))).toEqual(['2030-06-01']);
  });
});

describe('every so long', () => {
  const every = (interval: string, options: Partial<Rule> = {}) =>
    ({ type: 'every', interval, anchor: '2027-01-14T22:00:00Z', ...options }) as Rule;

  test('is elapsed time from the anchor: no drift, whatever the clocks do', () => {
    const found = nextSlots(timingOf(every('P1D')), Temporal.Instant.from('2027-03-13T00:00:00Z'), 3).slots;
    expect(found.map(({ slot }) => slot)).toEqual([
      '2027-03-13T22:00:00Z',
      '2027-03-14T22:00:00Z',
      '2027-03-15T22:00:00Z',
    ]);
    expect(next(every('PT90M'), 2).slots.map(({ slot }) => slot)).toEqual([
      '2027-01-15T01:00:00Z',
      '2027-01-15T02:30:00Z',
    ]);
  });

  test('begins with the anchor', () => {
    const later = every('PT1H', { anchor: '2027-01-20T00:00:00Z' } as Partial<Rule>);
    expect(next(later, 1).slots[0]!.slot).toBe('2027-01-20T00:00:00Z');
  });

  test('leaves out excluded dates of its zone, and keeps its rhythm', () => {
    const weekday = every('PT8H', { excludeDates: ['2027-01-15'] });
    expect(next(weekday, 2).slots.map(({ slot }) => slot)).toEqual(['2027-01-16T06:00:00Z', '2027-01-16T14:00:00Z']);
  });
});

describe('what is excluded', () => {
  test('by date, weekend and holiday is left out, and the preview says why', () => {
    const options = { excludeDates: ['2027-01-18'], excludeWeekends: true, excludeHolidays: ['x'] };
    const { slots, skipped } = next(rrule('FREQ=DAILY', options), 2, {
      holidays: new Map([['2027-01-19', 'Town day']]),
    });
    expect(slots.map(({ day }) => day)).toEqual(['2027-01-15', '2027-01-20']);
    expect(skipped.map(({ day, reason }) => `${day} ${reason}`)).toEqual([
      '2027-01-16 a weekend',
      '2027-01-17 a weekend',
      '2027-01-18 an excluded date',
      '2027-01-19 a holiday: Town day',
    ]);
  });

  test('for ever is not searched for ever', () => {
    const begun = performance.now();
    const never = { type: 'cron', cron: '* * * * 6,0', excludeWeekends: true } as Rule;
    expect(next(never, 1).slots).toEqual([]);
    expect(performance.now() - begun).toBeLessThan(5_000);
  });
});

test('once on a local date comes at the schedule’s time of the zone', () => {
  const once: Rule = { type: 'once', localDate: '2027-07-01' };
  expect(next(once, 5).slots).toEqual([
    { slot: '2027-07-01#1', day: '2027-07-01', dueAt: Temporal.Instant.from('2027-07-01T13:00:00Z'), notes: [] },
  ]);
});

test.each(['constructor', 'toString', 'valueOf', 'hasOwnProperty', '__proto__'])(
  'an annual rule that follows a date called %s is laid out for whoever has one',
  (field) => {
    const rule = { type: 'annual', field } as const;
    expect(days(rule, 2, { dates: { birthDate: '1990-01-16' } })).toEqual([]);
    expect(days(rule, 2, { dates: JSON.parse(`{"${field}":"1990-01-16"}`) })).toEqual(['2027-01-16', '2028-01-16']);
  },
);

import type { TimeZone } from '@belfry/kernel/time-zone';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { nextSlots } from './next-slots.ts';
import type { Rule, Slot, Timing } from './rule.ts';
import { layOut, slotsBetween } from './slots.ts';

const newYork = 'America/New_York' as TimeZone;
const sydney = 'Australia/Sydney' as TimeZone;
type TimingHere = Omit<Timing, 'zone'>;
const dates = { birthDate: null, anniversaryDate: null };
const timing = (rule: Rule, localTime: string | null): TimingHere => ({ rule, localTime, dates, holidays: new Map() });
const daily = (localTime: string, options: Partial<Rule> = {}): TimingHere =>
  timing({ type: 'rrule', rrule: 'FREQ=DAILY', startDate: '2000-01-01', ...options } as Rule, localTime);
const once = (at: string): TimingHere => timing({ type: 'once', at }, null);
const cron = (line: string, options: Partial<Rule> = {}) =>
  timing({ type: 'cron', cron: line, ...options } as Rule, null);
const instant = (text: string) => Temporal.Instant.from(text);

function slots(given: TimingHere, zone: TimeZone, from: string, to: string): Slot[] {
  return slotsBetween({ ...given, zone }, instant(from), instant(to));
}

const dueAts = (found: readonly Slot[]) => found.map(({ dueAt }) => dueAt.toString());

// What is computed must not depend on where the server stands.
describe.each(['UTC', 'Asia/Phnom_Penh', 'America/St_Johns'])('on a server in %s', (serverZone) => {
  const before = process.env.TZ;
  beforeAll(() => {
    process.env.TZ = serverZone;
    expect(new Intl.DateTimeFormat().resolvedOptions().timeZone).toBe(serverZone);
  });
  afterAll(() => {
    process.env.TZ = before ?? '';
  });

  test('nine in the morning stays nine over both changes of the clocks in the north', () => {
    expect(dueAts(slots(daily('09:00'), newYork, '2027-03-13T00:00:00Z', '2027-03-16T00:00:00Z'))).toEqual([
      '2027-03-13T14:00:00Z',
      '2027-03-14T13:00:00Z',
      '2027-03-15T13:00:00Z',
    ]);
    expect(dueAts(slots(daily('09:00'), newYork, '2027-11-06T00:00:00Z', '2027-11-09T00:00:00Z'))).toEqual([
      '2027-11-06T13:00:00Z',
      '2027-11-07T14:00:00Z',
      '2027-11-08T14:00:00Z',
    ]);
  });

  test('and in the south', () => {
    expect(dueAts(slots(daily('09:00'), sydney, '2027-04-02T12:00:00Z', '2027-04-05T12:00:00Z'))).toEqual([
      '2027-04-02T22:00:00Z',
      '2027-04-03T23:00:00Z',
      '2027-04-04T23:00:00Z',
    ]);
    expect(dueAts(slots(daily('09:00'), sydney, '2027-10-01T12:00:00Z', '2027-10-04T12:00:00Z'))).toEqual([
      '2027-10-01T23:00:00Z',
      '2027-10-02T22:00:00Z',
      '2027-10-03T22:00:00Z',
    ]);
  });

  test('a time that the clocks jump over comes as much later as they jump', () => {
    const [gap] = slots(daily('02:30'), newYork, '2027-03-14T00:00:00Z', '2027-03-15T00:00:00Z');
    expect(gap).toMatchObject({ slot: '2027-03-14#1', day: '2027-03-14' });
    expect(gap?.dueAt.toZonedDateTimeISO(newYork).toPlainTime().toString()).toBe('03:30:00');
    const halfAnHour = slots(
      daily('02:15'),
      'Australia/Lord_Howe' as TimeZone,
      '2027-10-02T00:00:00Z',
      '2027-10-03T00:00:00Z',
    );
    expect(halfAnHour.map(({ dueAt }) => dueAt.toZonedDateTimeISO('Australia/Lord_Howe').toString())).toEqual([
      '2027-10-03T02:45:00+11:00[Australia/Lord_Howe]',
    ]);
  });

  test('a time that the clocks show twice comes the first time, once', () => {
    expect(dueAts(slots(daily('01:30'), newYork, '2027-11-07T00:00:00Z', '2027-11-08T00:00:00Z'))).toEqual([
      '2027-11-07T05:30:00Z',
    ]);
  });

  test('a gap at midnight pushes the last minutes of a day into the next, and they still belong to their own', () => {
    // Greenland's clocks jump from 23:00 to midnight.
    const nuuk = 'America/Nuuk' as TimeZone;
    const found = slots(daily('23:30'), nuuk, '2027-03-27T12:00:00Z', '2027-03-29T12:00:00Z');
    expect(found.map(({ day, dueAt }) => [day, dueAt.toZonedDateTimeISO(nuuk).toPlainDateTime().toString()])).toEqual([
      ['2027-03-27', '2027-03-28T00:30:00'],
      ['2027-03-28', '2027-03-28T23:30:00'],
    ]);
  });

  test('an instant is filed under the date it has in its zone', () => {
    const late = once('2027-01-15T23:30:00Z');
    const window = ['2027-01-15T00:00:00Z', '2027-01-17T00:00:00Z'] as const;
    expect(slots(late, 'Asia/Phnom_Penh' as TimeZone, ...window)).toMatchObject([
      { slot: '2027-01-15T23:30:00Z', day: '2027-01-16' },
    ]);
    expect(slots(late, newYork, ...window)).toMatchObject([{ slot: '2027-01-15T23:30:00Z', day: '2027-01-15' }]);
  });
});

// Two hemispheres, odd offsets, changes at midnight, none at all.
const zone = fc.constantFrom(
  ...[
    'UTC',
    'America/New_York',
    'Europe/London',
    'Australia/Sydney',
    'Australia/Lord_Howe',
    'America/St_Johns',
    'America/Nuuk',
    'America/Santiago',
    'Africa/Cairo',
    'Asia/Beirut',
    'Asia/Kathmandu',
    'Pacific/Kiritimati',
    'Pacific/Pago_Pago',
    'America/Havana',
  ].map((name) => name as TimeZone),
);
const localTime = fc
  .record({ hour: fc.nat(23), minute: fc.constantFrom(0, 1, 15, 30, 59) })
  .map((time) => Temporal.PlainTime.from(time).toString());
const start = fc
  .integer({ min: 0, max: 1_200 * 24 * 60 })
  .map((minutes) => instant('2026-01-01T00:00:00Z').add({ minutes }));

test('every local day has exactly one slot, in order, at its time or just past a gap', () => {
  fc.assert(
    fc.property(zone, localTime, start, fc.integer({ min: 3, max: 300 }), (where, time, from, days) => {
      const found = slotsBetween({ ...daily(time), zone: where }, from, from.add({ hours: 24 * days }));
      const dates = found.map(({ day }) => Temporal.PlainDate.from(day));
      for (const [index, date] of dates.entries()) {
        if (index > 0) expect(date.equals(dates[index - 1]!.add({ days: 1 }))).toBe(true);
        const local = found[index]!.dueAt.toZonedDateTimeISO(where).toPlainDateTime();
        const lateMinutes = date.toPlainDateTime(time).until(local).total('minutes');
        expect([0, 30, 60]).toContain(lateMinutes);
      }
      expect(Math.abs(found.length - days)).toBeLessThanOrEqual(1);
      expect(new Set(found.map(({ slot }) => slot)).size).toBe(found.length);
    }),
  );
});

test('windows that are cut anywhere give the same slots as one long window', () => {
  const cuts = fc.array(fc.nat(60 * 24 * 40), { maxLength: 8 });
  fc.assert(
    fc.property(zone, localTime, start, cuts, (where, time, from, minutes) => {
      const to = from.add({ hours: 24 * 40 });
      const edges = [from, ...minutes.map((minute) => from.add({ minutes: minute })), to].sort(
        Temporal.Instant.compare,
      );
      const pieces = edges
        .slice(1)
        .flatMap((edge, index) => slotsBetween({ ...daily(time), zone: where }, edges[index]!, edge));
      const whole = slotsBetween({ ...daily(time), zone: where }, from, to);
      expect(pieces.map(({ slot, dueAt }) => `${slot} ${dueAt}`)).toEqual(
        whole.map(({ slot, dueAt }) => `${slot} ${dueAt}`),
      );
    }),
  );
});

const local = (slot: Slot, zone: string) => slot.dueAt.toZonedDateTimeISO(zone).toString({ timeZoneName: 'never' });

describe('where the clocks jump', () => {
  test.each([
    ['Europe/London', '2027-03-28', '01:30', '2027-03-28T02:30:00+01:00'],
    ['America/New_York', '2027-03-14', '02:30', '2027-03-14T03:30:00-04:00'],
    ['Australia/Lord_Howe', '2027-10-03', '02:10', '2027-10-03T02:40:00+11:00'],
    ['America/Santiago', '2027-09-05', '00:30', '2027-09-05T01:30:00-03:00'],
    ['Africa/Casablanca', '2025-04-06', '02:30', '2025-04-06T03:30:00+01:00'],
  ])('%s, %s: %s is as much later as they jump, or left out', (name, date, time, expected) => {
    const zone = name as TimeZone;
    const [from, to] = [`${date}T00:00:00Z`, `${date}T23:59:59Z`].map((text) =>
      instant(text).subtract({ hours: 14 }),
    ) as [Temporal.Instant, Temporal.Instant];
    const on = (given: TimingHere) => layOut({ ...given, zone }, from, to.add({ hours: 28 }));
    const moved = on(daily(time)).slots.find(({ day }) => day === date)!;
    expect(local(moved, zone)).toBe(expected);
    expect(moved.notes).toEqual([`moved to ${expected.slice(11, 16)}: the clocks jump`]);
    const left = on(daily(time, { gap: 'skip' }));
    expect(left.slots.map(({ day }) => day)).not.toContain(date);
    expect(left.skipped).toContainEqual({
      slot: `${date}#1`,
      day: date,
      local: `${date}T${time}:00`,
      reason: 'the clocks jump over it',
    });
  });

  test('an hourly rule does not come twice at three because two was moved there', () => {
    const night = layOut(
      { ...cron('0 * * * *'), zone: newYork },
      instant('2027-03-14T05:00:00Z'),
      instant('2027-03-14T09:00:00Z'),
    );
    expect(night.slots.map(({ slot }) => slot)).toEqual([
      '2027-03-14T00:00',
      '2027-03-14T01:00',
      '2027-03-14T03:00',
      '2027-03-14T04:00',
    ]);
    expect(night.skipped.map(({ slot }) => slot)).toEqual(['2027-03-14T02:00']);
  });

  test('a day that a zone left out at the date line does not come on the next', () => {
    const apia = { ...daily('09:00'), zone: 'Pacific/Apia' as TimeZone };
    const found = layOut(apia, instant('2011-12-28T00:00:00Z'), instant('2012-01-01T12:00:00Z'));
    expect(found.slots.map(({ day }) => day)).toEqual(['2011-12-28', '2011-12-29', '2011-12-31', '2012-01-01']);
    expect(found.skipped).toEqual([
      { slot: '2011-12-30#1', day: '2011-12-30', local: '2011-12-30T09:00:00', reason: 'Pacific/Apia has no such day' },
    ]);
    expect(new Set(dueAts(found.slots)).size).toBe(4);
  });
});

describe('where the clocks show a time twice', () => {
  test.each([
    ['Europe/London', '2027-10-31', '01:30', '+01:00', '+00:00'],
    ['America/New_York', '2027-11-07', '01:30', '-04:00', '-05:00'],
    ['Australia/Lord_Howe', '2027-04-04', '01:40', '+11:00', '+10:30'],
    ['America/Santiago', '2027-04-03', '23:30', '-03:00', '-04:00'],
  ])('%s, %s: %s comes first, second or both', (name, date, time, first, second) => {
    const zone = name as TimeZone;
    const around = (overlap: 'first' | 'second' | 'both') =>
      slots(daily(time, { overlap }), zone, `${date}T00:00:00Z`, `${date}T23:59:59Z`)
        .concat(slots(daily(time, { overlap }), zone, `${date}T23:59:59Z`, '2027-12-31T00:00:00Z'))
        .concat(slots(daily(time, { overlap }), zone, '2027-01-01T00:00:00Z', `${date}T00:00:00Z`))
        .filter(({ day }) => day === date)
        .sort((a, b) => Temporal.Instant.compare(a.dueAt, b.dueAt));
    const at = (offset: string) => `${date}T${time}:00${offset}`;
    expect(around('first').map((slot) => local(slot, zone))).toEqual([at(first)]);
    expect(around('second').map((slot) => local(slot, zone))).toEqual([at(second)]);
    const both = around('both');
    expect(both.map((slot) => local(slot, zone))).toEqual([at(first), at(second)]);
    expect(both.map(({ slot }) => slot)).toEqual([`${date}#1`, `${date}#1~2`]);
    expect(both[1]!.notes).toEqual(['second of two']);
  });
});

test('a zone without changes never says anything', () => {
  const year = slots(daily('09:00'), 'Asia/Phnom_Penh' as TimeZone, '2026-12-31T17:00:00Z', '2027-12-31T17:00:00Z');
  expect(year).toHaveLength(365);
  expect(year.flatMap(({ notes }) => notes)).toEqual([]);
});

describe('a preview', () => {
  test('shows as many as it is asked for, from the present instant on', () => {
    const now = instant('2027-03-13T14:00:00Z');
    expect(dueAts(nextSlots({ ...daily('09:00'), zone: newYork }, now, 3).slots)).toEqual([
      '2027-03-13T14:00:00Z',
      '2027-03-14T13:00:00Z',
      '2027-03-15T13:00:00Z',
    ]);
    fc.assert(
      fc.property(zone, localTime, start, fc.integer({ min: 1, max: 100 }), (where, time, from, count) => {
        expect(nextSlots({ ...daily(time), zone: where }, from, count).slots).toHaveLength(count);
      }),
    );
  });

  test.each([
    ['FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;BYDAY=MO', '2068'],
    ['FREQ=HOURLY;BYMONTH=2;BYMONTHDAY=29;BYDAY=MO;BYHOUR=9', '2049'],
  ])('of what is rare ends somewhere, and says where: %s', (rrule, until) => {
    const timing = {
      ...daily('09:00'),
      rule: { type: 'rrule' as const, rrule, startDate: '2027-01-15' },
      zone: newYork,
    };
    const { slots, searchedUntil } = nextSlots(timing, instant('2027-01-15T10:00:00Z'), 100);
    expect(slots.map(({ day }) => day)).toEqual(['2044-02-29']);
    expect(searchedUntil?.toString().slice(0, until.length)).toBe(until);
    expect(nextSlots(timing, instant('2027-01-15T10:00:00Z'), 1).searchedUntil).toBeNull();
  });

  test('of an instant shows it until it has passed, up to the last day of 9999', () => {
    const last = '9999-12-31T23:59:59.999Z';
    expect(dueAts(nextSlots({ ...once(last), zone: newYork }, instant('2027-01-01T00:00:00Z'), 5).slots)).toEqual([
      last,
    ]);
    expect(
      nextSlots({ ...once('2026-12-31T00:00:00Z'), zone: newYork }, instant('2027-01-01T00:00:00Z'), 5).slots,
    ).toEqual([]);
  });
});

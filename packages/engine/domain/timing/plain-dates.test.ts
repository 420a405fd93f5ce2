import fc from 'fast-check';
import { expect, test } from 'vitest';
import { libraryTimes } from './library-times.ts';
import { parseRRule } from './parse-rrule.ts';
import { hasPlainDates, plainTimes } from './plain-dates.ts';

const weekdays = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];
const interval = fc.integer({ min: 1, max: 5 }).map((n) => `;INTERVAL=${n}`);
const byDay = fc
  .option(fc.uniqueArray(fc.constantFrom(...weekdays), { minLength: 1, maxLength: 4 }))
  .map((days) => (days ? `;BYDAY=${days.join(',')}` : ''));
const weekStart = fc.option(fc.constantFrom(...weekdays)).map((day) => (day ? `;WKST=${day}` : ''));
const monthDay = fc.oneof(fc.integer({ min: 1, max: 31 }), fc.integer({ min: -31, max: -1 }));
const byMonthDay = fc
  .option(fc.uniqueArray(monthDay, { minLength: 1, maxLength: 3 }))
  .map((days) => (days ? `;BYMONTHDAY=${days.join(',')}` : ''));
const byMonth = fc
  .option(fc.uniqueArray(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 3 }))
  .map((months) => (months ? `;BYMONTH=${months.join(',')}` : ''));
const numbersUpTo = (name: string, most: number) =>
  fc
    .option(fc.uniqueArray(fc.nat(most), { minLength: 1, maxLength: 3 }), { freq: 1 })
    .map((list) => (list ? `;${name}=${list.join(',')}` : ''));
const bySecond = fc.option(fc.nat(59)).map((second) => (second === null ? '' : `;BYSECOND=${second}`));
const times = fc.tuple(numbersUpTo('BYHOUR', 23), numbersUpTo('BYMINUTE', 59), bySecond).map((parts) => parts.join(''));
const join = (parts: readonly string[]) => parts.join('');
const rule = fc.oneof(
  fc.tuple(fc.constant('FREQ=DAILY'), interval, byMonth, byDay, times).map(join),
  fc.tuple(fc.constant('FREQ=DAILY'), interval, byMonth, byMonthDay, times).map(join),
  fc.tuple(fc.constant('FREQ=WEEKLY'), interval, byDay, weekStart, times).map(join),
  fc.tuple(fc.constant('FREQ=MONTHLY'), interval, byMonth, byMonthDay, times).map(join),
  fc.tuple(fc.constant('FREQ=YEARLY'), interval, byMonth, byMonthDay, times).map(join),
);
const start = fc
  .tuple(fc.nat(3000), fc.constantFrom(0, 9 * 60 + 30, 23 * 60 + 59))
  .map(([days, minutes]) => Temporal.PlainDateTime.from('2020-01-01').add({ days, minutes }));

test('the fast path names the same times as the library', () => {
  fc.assert(
    fc.property(rule, start, fc.nat(2000), fc.nat(500), (text, from, offset, length) => {
      const parsed = parseRRule(text);
      if (!parsed.ok) throw new Error(parsed.message);
      expect(hasPlainDates(parsed.rrule)).toBe(true);
      const first = from.add({ days: offset - 100 });
      const last = first.add({ days: length });
      const fast = [...plainTimes(parsed.rrule, { start: from, clamp: 'skip', first, last })];
      const slow = libraryTimes(text, { start: from, first, last });
      expect(fast.map(({ local }) => local.toString())).toEqual(slow.map((local) => local.toString()));
    }),
    { numRuns: 500 },
  );
});

test('a window anywhere shows the same times as one that began long before', () => {
  fc.assert(
    fc.property(
      rule,
      start,
      fc.nat(1500),
      fc.constantFrom('clamp' as const, 'skip' as const),
      (text, from, offset, clamp) => {
        const parsed = parseRRule(text);
        if (!parsed.ok) throw new Error(parsed.message);
        const last = from.add({ days: offset + 400 });
        const all = (first: Temporal.PlainDateTime) =>
          [...plainTimes(parsed.rrule, { start: from, clamp, first, last })].map(({ local }) => local);
        const first = from.add({ days: offset });
        const later = all(from).filter((local) => Temporal.PlainDateTime.compare(local, first) >= 0);
        expect(all(first).join()).toBe(later.join());
      },
    ),
  );
});

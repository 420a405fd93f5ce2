import fc from 'fast-check';
import { expect, test } from 'vitest';
import { libraryTimes } from './library-times.ts';
import { parseRRule } from './parse-rrule.ts';
import { hasPlainDates, plainDates } from './plain-dates.ts';

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
const count = fc.option(fc.integer({ min: 1, max: 60 })).map((n) => (n ? `;COUNT=${n}` : ''));
const join = (parts: readonly string[]) => parts.join('');
const rule = fc.oneof(
  fc.tuple(fc.constant('FREQ=DAILY'), interval, byDay, count).map(join),
  fc.tuple(fc.constant('FREQ=WEEKLY'), interval, byDay, weekStart, count).map(join),
  fc.tuple(fc.constant('FREQ=MONTHLY'), interval, byMonthDay, count).map(join),
  fc.tuple(fc.constant('FREQ=YEARLY'), interval, byMonth, byMonthDay, count).map(join),
);
const start = fc.integer({ min: 0, max: 3000 }).map((days) => Temporal.PlainDate.from('2020-01-01').add({ days }));

test('the fast path names the same dates as the library', () => {
  fc.assert(
    fc.property(rule, start, fc.nat(2000), fc.nat(500), (text, from, offset, length) => {
      const parsed = parseRRule(text);
      if (!parsed.ok) throw new Error(parsed.message);
      expect(hasPlainDates(parsed.rrule)).toBe(true);
      const first = from.add({ days: offset - 100 });
      const last = first.add({ days: length });
      const fast = [...plainDates(parsed.rrule, { start: from, clamp: 'skip', first, last })];
      const slow = libraryTimes(text, {
        start: from.toPlainDateTime(),
        first: first.toPlainDateTime(),
        last: last.toPlainDateTime(),
      });
      expect(fast.map(({ date }) => date.toString())).toEqual(slow.map((at) => at.toPlainDate().toString()));
    }),
    { numRuns: 500 },
  );
});

test('a window anywhere shows the same dates as one that began long before', () => {
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
        const all = (first: Temporal.PlainDate) =>
          [...plainDates(parsed.rrule, { start: from, clamp, first, last })].map(({ date }) => date.toString());
        const first = from.add({ days: offset });
        expect(all(first)).toEqual(all(from).filter((date) => date >= first.toString()));
      },
    ),
  );
});

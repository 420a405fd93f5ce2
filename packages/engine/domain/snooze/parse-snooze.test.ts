import type { TimeZone } from '@belfry/kernel/time-zone';
import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { parseSnooze } from './parse-snooze.ts';

const before = process.env.TZ;
const processZones = ['UTC', 'America/New_York', 'Asia/Phnom_Penh', 'Pacific/Apia', 'Australia/Lord_Howe'];

afterEach(() => {
  if (before === undefined) delete process.env.TZ;
  else process.env.TZ = before;
});

/** Wednesday. */
const now = '2027-01-13T14:30:00';

function said(text: string, local = now, zone = 'Europe/London'): string {
  const at = Temporal.PlainDateTime.from(local).toZonedDateTime(zone).toInstant();
  const result = parseSnooze(text, { now: at, zone: zone as TimeZone });
  if (!result.ok) return result.code;
  return result.until.toZonedDateTimeISO(zone).toPlainDateTime().toString({ smallestUnit: 'minute' });
}

describe.each(processZones)('in a process that runs in %s', (processZone) => {
  test.each([
    ['for 3 days', '2027-01-16T14:30'],
    ['1h', '2027-01-13T15:30'],
    ['1 hour', '2027-01-13T15:30'],
    ['for an hour', '2027-01-13T15:30'],
    ['1h30m', '2027-01-13T16:00'],
    ['1.5 hours', '2027-01-13T16:00'],
    ['2 hours and 15 minutes', '2027-01-13T16:45'],
    ['half an hour', '2027-01-13T15:00'],
    ['in 20 min', '2027-01-13T14:50'],
    ['for two weeks', '2027-01-27T14:30'],
    ['a month', '2027-02-13T14:30'],
    ['until 5pm', '2027-01-13T17:00'],
    ['until 5 p.m.', '2027-01-13T17:00'],
    ['until 5.30pm', '2027-01-13T17:30'],
    ['until 5.30 p.m.', '2027-01-13T17:30'],
    ['tomorrow at 8.15 am', '2027-01-14T08:15'],
    ['until the day after tomorrow', '2027-01-15T09:00'],
    ['day after tomorrow at 3', '2027-01-15T15:00'],
    ['the day after tomorrow in the evening', '2027-01-15T20:00'],
    ['until 5', '2027-01-13T17:00'],
    ['until 17:45', '2027-01-13T17:45'],
    ['until 17h', '2027-01-13T17:00'],
    ['until 9am', '2027-01-14T09:00'],
    ['until 9', '2027-01-13T21:00'],
    ['until 09:00', '2027-01-14T09:00'],
    ['until noon', '2027-01-14T12:00'],
    ['until midnight', '2027-01-14T00:00'],
    ['until tomorrow', '2027-01-14T09:00'],
    ['tomorrow', '2027-01-14T09:00'],
    ['until tomorrow at 8', '2027-01-14T08:00'],
    ['until tomorrow at 3', '2027-01-14T15:00'],
    ['tomorrow afternoon', '2027-01-14T15:00'],
    ['tomorrow evening at 7', '2027-01-14T19:00'],
    ['tonight', '2027-01-13T20:00'],
    ['until tonight at 9', '2027-01-13T21:00'],
    ['until this evening', '2027-01-13T20:00'],
    ['until Friday', '2027-01-15T09:00'],
    ['until Friday at 3pm', '2027-01-15T15:00'],
    ['until fri 15:00', '2027-01-15T15:00'],
    ['until Wednesday', '2027-01-20T09:00'],
    ['until Wednesday at 5pm', '2027-01-13T17:00'],
    ['until Monday', '2027-01-18T09:00'],
    ['until Sunday', '2027-01-17T09:00'],
    ['Sunday at 11', '2027-01-17T11:00'],
    ['until Saturday January 16', '2027-01-16T09:00'],
    ['until next Friday', '2027-01-22T09:00'],
    ['next Tuesday at noon', '2027-01-19T12:00'],
    ['until December 25', '2027-12-25T09:00'],
    ['until 25 December', '2027-12-25T09:00'],
    ['until Dec 25 at 17:30', '2027-12-25T17:30'],
    ['until January 10', '2028-01-10T09:00'],
    ['until 2027-02-03', '2027-02-03T09:00'],
    ['until next week', '2027-01-18T09:00'],
    ['until next week at 10am', '2027-01-18T10:00'],
    ['until next month', '2027-02-01T09:00'],
    ['until the weekend', '2027-01-16T09:00'],
    ['Snooze until 5PM!', '2027-01-13T17:00'],
    ['1h 30', '2027-01-13T16:00'],
    ['1h30', '2027-01-13T16:00'],
    ['for 2 hours 5', '2027-01-13T16:35'],
    ['an hour and a half', '2027-01-13T16:00'],
    ['for two and a half hours', '2027-01-13T17:00'],
    ['1 hour and a half', '2027-01-13T16:00'],
    ['a day and a half', '2027-01-15T02:30'],
    ['until 17.30', '2027-01-13T17:30'],
    ['until 9.00', '2027-01-13T21:00'],
    ['until 5:15', '2027-01-13T17:15'],
    ['until 05:15', '2027-01-14T05:15'],
    ['tomorrow at 3:20', '2027-01-14T15:20'],
    ['until December 25 at 5', '2027-12-25T17:00'],
    ['until 2027-02-03 at 3', '2027-02-03T15:00'],
    ['tomorrow at 17.45', '2027-01-14T17:45'],
    ['until the 20th', '2027-01-20T09:00'],
    ['until the 20th at 5pm', '2027-01-20T17:00'],
    ['the 13th', '2027-02-13T09:00'],
    ['the 13th at 5pm', '2027-01-13T17:00'],
    ['until the 1st', '2027-02-01T09:00'],
    ['until the 20th of December', '2027-12-20T09:00'],
    ['until January 20th', '2027-01-20T09:00'],
    ['until Saturday night', '2027-01-16T20:00'],
    ['until Saturday night at 12', '2027-01-17T00:00'],
    ['until Saturday night at 11', '2027-01-16T23:00'],
    ['until tonight at 12', '2027-01-14T00:00'],
    ['until tonight at midnight', '2027-01-14T00:00'],
    ['tonight at 1', '2027-01-14T01:00'],
    ['tonight at 1:30am', '2027-01-14T01:30'],
    ['tonight at 5', '2027-01-13T17:00'],
  ])('«%s» is %s', (text, expected) => {
    process.env.TZ = processZone;
    expect(said(text)).toBe(expected);
  });

  test.each([
    ['0 minutes', 'snooze.zero'],
    ['for 0h', 'snooze.zero'],
    ['until yesterday', 'snooze.in-the-past'],
    ['until January 10 2027', 'snooze.in-the-past'],
    ['for 400 days', 'snooze.too-far'],
    ['for 999999 weeks', 'snooze.too-far'],
    ['for 999999 months 999999 months 999999 months 999999 months', 'snooze.too-far'],
    ['until December 25 2030', 'snooze.too-far'],
    ['until the year 10358', 'snooze.not-understood'],
    ['until the end of the concert', 'snooze.needs-calendar'],
    ['end of my shift', 'snooze.needs-calendar'],
    ['', 'snooze.not-understood'],
    ['until', 'snooze.not-understood'],
    ['for ever', 'snooze.not-understood'],
    ['for tomorrow', 'snooze.not-understood'],
    ['until I say so', 'snooze.not-understood'],
    ['until 5/6', 'snooze.not-understood'],
    ['until February 30', 'snooze.not-understood'],
    ['tomorrow or Friday', 'snooze.not-understood'],
    ['until 25', 'snooze.not-understood'],
    ['-1 hour', 'snooze.not-understood'],
    ['last Friday', 'snooze.not-understood'],
  ])('«%s» is refused: %s', (text, code) => {
    process.env.TZ = processZone;
    expect(said(text)).toBe(code);
  });
});

test('what was understood is said, whether it is taken or refused', () => {
  const zone = 'Asia/Phnom_Penh' as TimeZone;
  const where = { now: Temporal.Instant.from('2027-01-13T07:30:00Z'), zone };
  expect(parseSnooze('until Friday at 3pm', where)).toMatchObject({
    understood: 'Friday 15 January 2027, 15:00 (Asia/Phnom_Penh)',
  });
  expect(parseSnooze('until January 1 2027', where)).toMatchObject({
    reason: 'It was understood as Friday 1 January 2027, 09:00 (Asia/Phnom_Penh), which is past.',
    meant: Temporal.Instant.from('2027-01-01T02:00:00Z'),
  });
  expect(parseSnooze('for 0h', where)).toMatchObject({
    reason: 'It was understood as 0 minutes, which is no time at all.',
  });
  expect(parseSnooze('for 400 days and 1 hour', where)).toMatchObject({
    reason: 'It was understood as 400 days 1 hour, which is more than a year.',
  });
});

test.each([
  ['until Friday', '2027-01-22T09:00'],
  ['until Friday at 9am', '2027-01-15T09:00'],
  ['until Friday morning', '2027-01-15T09:00'],
  ['until the 15th', '2027-02-15T09:00'],
  ['until the 15th at 9', '2027-01-15T09:00'],
])('«%s», said on that day before nine, is %s', (text, expected) => {
  expect(said(text, '2027-01-15T07:00')).toBe(expected);
});

test.each([
  ['2027-01-17T00:30', 'tonight at 1', '2027-01-17T01:00'],
  ['2027-01-17T00:30', 'tonight at 5am', '2027-01-17T05:00'],
  ['2027-01-17T00:30', 'tonight at 12', '2027-01-18T00:00'],
  ['2027-01-17T00:30', 'tonight at 9', '2027-01-17T21:00'],
  ['2027-01-17T02:30', 'tonight at 1', '2027-01-18T01:00'],
  ['2027-01-17T00:30', 'until Saturday night at 1', '2027-01-17T01:00'],
  ['2027-01-16T23:30', 'until Saturday night at 1', '2027-01-17T01:00'],
  ['2027-01-17T02:30', 'until Saturday night at 1', '2027-01-24T01:00'],
  ['2027-01-17T00:30', 'until Sunday night at 1', '2027-01-18T01:00'],
  ['2027-01-18T00:30', 'until Sunday night at 1', '2027-01-18T01:00'],
  ['2027-01-18T00:30', 'until next Sunday night at 1', '2027-02-01T01:00'],
  ['2027-02-01T00:30', 'until the 31st at night at 1', '2027-02-01T01:00'],
  ['2027-01-01T00:30', 'until December 31 at night at 1', '2027-01-01T01:00'],
])('at %s the night before goes on: «%s» is %s', (local, text, expected) => {
  expect(said(text, local)).toBe(expected);
});

test.each([
  ['2027-06-01T07:00', 'Feb 29', '2028-02-29T09:00'],
  ['2028-02-01T07:00', '29 February', '2028-02-29T09:00'],
  ['2027-01-13T07:00', 'until February 29', 'snooze.too-far'],
  ['2028-03-01T07:00', 'until February 29', 'snooze.too-far'],
  ['2027-01-31T10:00', 'until the 30th', '2027-03-30T09:00'],
  ['2027-01-13T07:00', 'until the 32nd', 'snooze.not-understood'],
  ['2027-01-13T07:00', 'until 17.10', 'snooze.not-understood'],
  ['2027-01-13T07:00', 'until 1.2.30', 'snooze.not-understood'],
  ['2027-01-13T07:00', 'Friday the 20th', 'snooze.not-understood'],
])('on %s «%s» is %s', (local, text, expected) => {
  expect(said(text, local)).toBe(expected);
});

test('tonight, said late in the evening, is past', () => {
  expect(said('tonight', '2027-01-13T21:00:00')).toBe('snooze.in-the-past');
});

test('a week over the spring change keeps the time of day, and 24 hours do not', () => {
  expect(said('for 1 day', '2027-03-27T10:00:00')).toBe('2027-03-28T10:00');
  expect(said('for 24 hours', '2027-03-27T10:00:00')).toBe('2027-03-28T11:00');
});

test('a time that the clocks jump over comes as much later as they jump', () => {
  expect(said('until tomorrow at 02:30', '2027-03-13T10:00:00', 'America/New_York')).toBe('2027-03-14T03:30');
});

const zones = ['Europe/London', 'America/New_York', 'Asia/Phnom_Penh', 'Pacific/Kiritimati', 'Australia/Lord_Howe'];
const anInstant = fc
  .integer({ min: Date.parse('2020-01-01'), max: Date.parse('2035-01-01') })
  .map((ms) => Temporal.Instant.fromEpochMilliseconds(ms));
const aSentence = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc
    .array(
      fc.constantFrom(
        ...'for until 5 5pm 17:30 tomorrow tonight friday next week at december 25 1h 3 days noon last in the end of'.split(
          ' ',
        ),
      ),
      { maxLength: 6 },
    )
    .map((words) => words.join(' ')),
);

test('whatever is said, the answer is in the coming year or a refusal, and the process has no say in it', () => {
  fc.assert(
    fc.property(aSentence, anInstant, fc.constantFrom(...zones), (text, at, zone) => {
      const answers = processZones.map((processZone) => {
        process.env.TZ = processZone;
        return parseSnooze(text, { now: at, zone: zone as TimeZone });
      });
      expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
      const [answer] = answers;
      if (!answer?.ok) return;
      expect(Temporal.Instant.compare(answer.until, at)).toBe(1);
      expect(at.until(answer.until).total('hours')).toBeLessThanOrEqual(366 * 24);
    }),
    { numRuns: 1500 },
  );
});

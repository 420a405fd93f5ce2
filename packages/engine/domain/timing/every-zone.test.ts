import type { TimeZone } from '@belfry/kernel/time-zone';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Rule } from './rule.ts';
import { slotsBetween } from './slots.ts';

/** Beside those that the runtime lists: old names and fixed offsets, which it takes too. */
const otherNames = [
  ...[
    'UTC',
    'Etc/UTC',
    'Etc/GMT',
    'Etc/GMT+12',
    'Etc/GMT-14',
    'EST5EDT',
    'CET',
    'US/Eastern',
    'US/Pacific',
    'Asia/Calcutta',
  ],
  ...[
    'Asia/Saigon',
    'Asia/Kathmandu',
    'Europe/Kiev',
    'Europe/Kyiv',
    'America/Buenos_Aires',
    'Pacific/Kanton',
    'GB',
    'Japan',
  ],
];
const zones = [...new Set([...Intl.supportedValuesOf('timeZone'), ...otherNames])] as TimeZone[];
const year = 2027;
const dates = { birthDate: '1952-02-29', anniversaryDate: null };
const daily: Rule = { type: 'rrule', rrule: 'FREQ=DAILY', startDate: '2026-01-01' };
const birthday: Rule = { type: 'annual', field: 'birthDate' };

/** Every third zone: three servers see them all between them. */
describe.each([
  [0, 'UTC'],
  [1, 'Pacific/Kiritimati'],
  [2, 'America/St_Johns'],
])('on a server of its own, part %i', (part, serverZone) => {
  const before = process.env.TZ;
  beforeAll(() => {
    process.env.TZ = serverZone;
  });
  afterAll(() => {
    process.env.TZ = before ?? '';
  });

  test('a simulated year in every IANA zone has a daily nine and a birthday, once each, at nine', () => {
    const [from, to] = [`${year - 1}-12-30T00:00:00Z`, `${year + 1}-01-03T00:00:00Z`].map((text) =>
      Temporal.Instant.from(text),
    ) as [Temporal.Instant, Temporal.Instant];
    const wrong: string[] = [];
    for (const zone of zones.filter((_, index) => index % 3 === part)) {
      const timing = { localTime: '09:00:00', zone, dates, holidays: new Map<string, string>() };
      const days = slotsBetween({ ...timing, rule: daily }, from, to).filter(({ day }) => day.startsWith(`${year}-`));
      const births = slotsBetween({ ...timing, rule: birthday }, from, to);
      const found = [...days, ...births].map(({ dueAt }) => dueAt.toZonedDateTimeISO(zone).toPlainTime().toString());
      if (new Set(days.map(({ day }) => day)).size !== 365 || days.length !== 365) wrong.push(`${zone} days`);
      if (births.length !== 1 || births[0]?.day !== `${year}-02-28`) wrong.push(`${zone} birthday`);
      if (found.some((time) => time !== '09:00:00')) wrong.push(`${zone} time`);
    }
    expect(wrong).toEqual([]);
  });
});

test('all zones of the runtime are among them', () => {
  expect(zones.length).toBeGreaterThan(400);
});

import { expect, test } from 'vitest';
import { shiftsFrom, stopsFrom } from './stops.ts';

const zones = { grandmother: 'Asia/Phnom_Penh', daughter: 'Europe/London' };
const iso = (ms: number) => new Date(ms).toISOString();

test('the nights of London are found to the minute, whichever comes first', () => {
  expect(shiftsFrom(Date.parse('2026-11-20T12:00:00Z'), 'Europe/London').map((s) => [s.kind, iso(s.shiftMs)])).toEqual([
    ['gap', '2027-03-28T01:00:00.000Z'],
    ['overlap', '2027-10-31T01:00:00.000Z'],
  ]);
  expect(shiftsFrom(Date.parse('2027-06-01T00:00:00Z'), 'Europe/London').map((s) => [s.kind, iso(s.shiftMs)])).toEqual([
    ['overlap', '2027-10-31T01:00:00.000Z'],
    ['gap', '2028-03-26T01:00:00.000Z'],
  ]);
});

test('a zone whose clocks never change has no such night', () => {
  expect(shiftsFrom(Date.parse('2026-11-20T12:00:00Z'), 'Asia/Phnom_Penh')).toEqual([]);
});

test('the stops lie ahead and in order, each in the zone of whom it concerns', () => {
  const stops = stopsFrom(Date.parse('2026-11-20T12:01:00Z'), zones);
  expect(stops.map(({ kind, atMs }) => [kind, iso(atMs)])).toEqual([
    ['tomorrow', '2026-11-21T09:00:00.000Z'],
    ['evening', '2026-11-21T12:00:00.000Z'],
    ['gap', '2027-03-28T01:00:00.000Z'],
    ['overlap', '2027-10-31T01:00:00.000Z'],
  ]);
});

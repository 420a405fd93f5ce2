import { expect, test } from 'vitest';
import { findZones } from './find-zones.ts';

const zones = ['America/New_York', 'America/North_Dakota/New_Salem', 'Asia/Phnom_Penh', 'Europe/London', 'UTC'];

test('words are found wherever they stand, spaces for underscores', () => {
  expect(findZones(zones, 'new york')).toEqual(['America/New_York']);
  expect(findZones(zones, 'euro lon')).toEqual(['Europe/London']);
});

test('a city that begins with the word comes before one that contains it', () => {
  expect(findZones(['Asia/Kuala_Lumpur', 'America/Lima', 'Asia/Omsk_Lim'], 'lim')[0]).toBe('America/Lima');
});

test('without words all are offered', () => {
  expect(findZones(zones, ' ')).toEqual(zones);
});

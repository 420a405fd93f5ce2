import { expect, test } from 'vitest';
import { formatDate, formatDistance, formatOffset, formatTime, zoneCity } from './format-instant.ts';

const at = Date.parse('2027-01-15T14:30:05Z');

test('a time is shown on a 24-hour clock in the zone asked for', () => {
  expect(formatTime(at, 'America/New_York', 'en')).toBe('09:30');
  expect(formatTime(at, 'Asia/Phnom_Penh', 'en', true)).toBe('21:30:05');
});

test('midnight is 00:00, not 24:00', () => {
  expect(formatTime(Date.parse('2027-01-15T00:00:00Z'), 'UTC', 'en')).toBe('00:00');
});

test('the year appears when it is not the present one', () => {
  expect(formatDate(at, 'UTC', 'en', at)).not.toContain('2027');
  expect(formatDate(at, 'UTC', 'en', Date.parse('2026-12-31T00:00:00Z'))).toContain('2027');
});

test('offsets keep their quarter hours and their sign', () => {
  expect(formatOffset(at, 'Asia/Kathmandu')).toBe('UTC+5:45');
  expect(formatOffset(at, 'America/New_York')).toBe('UTC−5');
  expect(formatOffset(at, 'Europe/London')).toBe('UTC');
});

test('a zone is called by its city', () => {
  expect(zoneCity('America/Argentina/Buenos_Aires')).toBe('Buenos Aires');
});

test('a distance is told in its largest sensible unit', () => {
  expect(formatDistance(at, at + 5 * 60_000, 'en')).toBe('in 5 minutes');
  expect(formatDistance(at, at - 26 * 3_600_000, 'en')).toBe('yesterday');
});

import { expect, test } from 'vitest';
import type { Persona } from './persona.ts';
import { reachabilityOf } from './reachability.ts';

const night = (from: string, to: string, zone = 'America/New_York'): Persona => ({
  name: 'unreachable-at-night',
  from,
  to,
  zone,
});
const until = (persona: Persona, at: string) => {
  const reachability = reachabilityOf(persona, Temporal.Instant.from(at));
  return reachability.isReachable ? 'reachable' : (reachability.until?.toString() ?? 'never');
};

test.each([
  ['2027-01-16T02:59:59Z', 'reachable'],
  ['2027-01-16T03:00:00Z', '2027-01-16T12:00:00Z'],
  ['2027-01-16T11:59:59Z', '2027-01-16T12:00:00Z'],
  ['2027-01-16T12:00:00Z', 'reachable'],
])('22:00 to 07:00 in New York, at %s: %s', (at, expected) => {
  expect(until(night('22:00', '07:00'), at)).toBe(expected);
});

test('a nap within one day, and the short night in spring', () => {
  expect(until(night('13:00', '15:00'), '2027-01-15T19:00:00Z')).toBe('2027-01-15T20:00:00Z');
  expect(until(night('13:00', '15:00'), '2027-01-15T20:00:00Z')).toBe('reachable');
  expect(until(night('22:00', '07:00'), '2027-03-14T04:00:00Z')).toBe('2027-03-14T11:00:00Z');
});

test('whoever is unreachable is so for good, and everybody else never', () => {
  expect(until({ name: 'unreachable', errorCode: 30003, status: 'undelivered' }, '2027-01-15T14:30:00Z')).toBe('never');
  expect(until({ name: 'person' }, '2027-01-15T03:00:00Z')).toBe('reachable');
});

import { expect, test } from 'vitest';
import { reachabilityOf } from './reachability.ts';

test('one address that still wants messages is enough to be reached', () => {
  expect(reachabilityOf([{ isOptedOut: true }, { isOptedOut: false }])).toBe('reachable');
});

test('without an address, or with none that wants messages, nobody can be reached', () => {
  expect(reachabilityOf([])).toBe('no-address');
  expect(reachabilityOf([{ isOptedOut: true }])).toBe('all-opted-out');
});

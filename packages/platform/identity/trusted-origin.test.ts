import { expect, it } from 'vitest';
import { isTrustedOrigin } from './trusted-origin.ts';

const from = (origin?: string) =>
  isTrustedOrigin(new Headers(origin ? { origin } : {}), 'https://belfry.example/console');

it('trusts the own origin alone', () => {
  expect(from('https://belfry.example')).toBe(true);
  expect(from('https://belfry.example.evil.test')).toBe(false);
  expect(from('http://belfry.example')).toBe(false);
  expect(from('https://belfry.example:8443')).toBe(false);
});

it('trusts no request that does not say where it comes from', () => {
  expect(from()).toBe(false);
  expect(from('null')).toBe(false);
});

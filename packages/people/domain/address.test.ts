import { describe, expect, it } from 'vitest';
import { normaliseAddress } from './address.ts';

describe('an address', () => {
  it.each([
    ['sms', '+12025550101', '+12025550101'],
    ['sms', ' +44 20 7946-0123 ', '+442079460123'],
    ['sms', '+1 (202) 555.0101', '+12025550101'],
    ['email', ' Ann.Archer@Example.COM ', 'ann.archer@example.com'],
  ] as const)('by %s as %s is kept as %s', (channel, given, address) => {
    expect(normaliseAddress(channel, given)).toEqual({ ok: true, address });
  });

  it.each([
    ['without its country', 'sms', '2025550101'],
    ['with a prefix for abroad in place of +', 'sms', '0012025550101'],
    ['too short', 'sms', '+1202'],
    ['too long', 'sms', '+120255501011234567'],
    ['with words behind it', 'sms', '+12025550101 call after six'],
    ['with an extension', 'sms', '+12025550101 ext. 5'],
    ['of nobody', 'email', '@example.com'],
    ['nowhere', 'email', 'ann@'],
    ['with a line too many', 'email', 'ann@example.com\nBcc: bob@example.com'],
    ['endless', 'email', `${'a'.repeat(250)}@example.com`],
  ] as const)('%s is none', (_, channel, given) => {
    expect(normaliseAddress(channel, given)).toMatchObject({ ok: false });
  });
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { normaliseAddress } from './address.ts';

const addressOf = (channel: 'sms' | 'email', text: string) => {
  const result = normaliseAddress(channel, text);
  return result.ok ? result.address : null;
};

describe('a phone number', () => {
  test.each(['+12025550101', ' +1 202 555 0101 ', '+1-202-555-0101', '+1 (202) 555.0101'])(
    '%j is +12025550101',
    (text) => {
      expect(addressOf('sms', text)).toBe('+12025550101');
    },
  );

  test.each(['', '2025550101', '0012025550101', '+', '+1', '+1202', 'phone', '+1202555010155555', 'tel:+12025550101'])(
    '%j is none, and says what one looks like',
    (text) => {
      expect(normaliseAddress('sms', text)).toEqual({ ok: false, message: expect.stringContaining('+12025550101') });
    },
  );
});

describe('an email address', () => {
  test('has one spelling, so that it is found again', () => {
    expect(addressOf('email', ' Ann.Archer@Example.COM ')).toBe('ann.archer@example.com');
  });

  test.each([
    '',
    'ann',
    'ann@',
    '@example.com',
    'a b@example.com',
    `${'a'.repeat(250)}@example.com`,
    'a@b@example.com',
  ])('%j is none', (text) => {
    expect(addressOf('email', text)).toBeNull();
  });
});

test('normalising what is normal changes nothing', () => {
  fc.assert(
    fc.property(fc.constantFrom('sms', 'email'), fc.oneof(fc.emailAddress(), fc.string()), (channel, text) => {
      const once = addressOf(channel as 'sms' | 'email', text);
      if (once !== null) expect(addressOf(channel as 'sms' | 'email', once)).toBe(once);
    }),
  );
});

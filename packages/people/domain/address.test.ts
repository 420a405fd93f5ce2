import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isLocalHttp, normaliseAddress } from './address.ts';

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

describe('a URL', () => {
  test.each([
    ['https://Example.COM/Hook?a=1', 'https://example.com/Hook?a=1'],
    ['http://localhost:8080/hook', 'http://localhost:8080/hook'],
    ['http://127.0.0.1/', 'http://127.0.0.1/'],
  ])('%j is %j', (text, url) => {
    expect(normaliseAddress('webhook', text)).toEqual({ ok: true, address: url });
    expect(isLocalHttp(url)).toBe(!url.startsWith('https'));
  });

  test.each([
    'http://example.com/',
    'http://localhost.example.com/',
    'http://127.0.0.1.example.com/',
    'https://ann:sesame@example.com/',
    'https://example.com/#part',
    'https://exa mple.com/',
    'https://',
    'ftp://example.com/',
    'javascript:alert(1)',
    `https://example.com/${'x'.repeat(2048)}`,
  ])('%j is none, and the refusal repeats no secret of it', (text) => {
    const result = normaliseAddress('webhook', text);
    expect(result).toEqual({ ok: false, message: expect.stringContaining('https://example.com/hook') });
    expect(JSON.stringify(result)).not.toContain('sesame');
  });
});

test('the inbox has one address', () => {
  expect(normaliseAddress('inbox', 'inbox')).toEqual({ ok: true, address: 'inbox' });
  expect(normaliseAddress('inbox', 'ann')).toMatchObject({ ok: false });
});

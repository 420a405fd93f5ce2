import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readAttemptKey, signAttemptKey } from './attempt-key.ts';

const secret = 'a secret of this installation';

describe('an attempt key', () => {
  test('gives back any payload that was signed, and fits into a URL path as it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (payload) => {
        const token = signAttemptKey(secret, payload);
        expect(token).toMatch(/^[A-Za-z0-9_-]*\.[A-Za-z0-9_-]{22}$/);
        expect(readAttemptKey(secret, token)).toBe(payload);
      }),
    );
  });

  test('is worth nothing with one character changed, added or taken away, wherever that is', () => {
    const token = signAttemptKey(secret, '2027-01-15/occurrence/0/1');
    const characters = fc.constantFrom(...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.=+/ ');
    const edit = fc.record({
      at: fc.nat(token.length - 1),
      insert: fc.string({ unit: characters, maxLength: 2 }),
      remove: fc.nat(1),
    });
    fc.assert(
      fc.property(edit, ({ at, insert, remove }) => {
        const forged = token.slice(0, at) + insert + token.slice(at + remove);
        fc.pre(forged !== token);
        expect(readAttemptKey(secret, forged)).toBeNull();
      }),
      { numRuns: 1000 },
    );
  });

  test('of another installation is worth nothing', () => {
    expect(readAttemptKey(secret, signAttemptKey('another secret', 'payload'))).toBeNull();
  });

  test.each(['', '.', 'payload', `.${'A'.repeat(22)}`, `cGF5bG9hZA.${'é'.repeat(22)}`])('is not %j', (text) => {
    expect(readAttemptKey(secret, text)).toBeNull();
  });
});

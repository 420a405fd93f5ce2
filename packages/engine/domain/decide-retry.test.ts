import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decideRetry, deferCall } from './decide-retry.ts';

const now = Temporal.Instant.from('2027-01-15T09:00:00Z');
const tries = (spent: number, attemptId = 'attempt', notCalled = 0) => ({ attemptId, spent, notCalled });
const secondsUntil = (at: Temporal.Instant | null) => at && now.until(at).total('seconds');
const anId = fc.string({ maxLength: 40 });

describe('the wait before the next try', () => {
  test('is drawn from one second up to 30 s, 2 and 8 minutes; after the fourth try there is none', () => {
    fc.assert(
      fc.property(anId, fc.nat(6), (id, spent) => {
        const wait = secondsUntil(decideRetry({ retryable: true }, tries(spent, id), now));
        if (spent >= 3) {
          expect(wait).toBeNull();
          return;
        }
        expect(wait).toBeGreaterThanOrEqual(1);
        expect(wait).toBeLessThanOrEqual(30 * 4 ** spent);
      }),
    );
  });

  test('is the same whenever the same attempt asks, and spreads those that failed together', () => {
    const wait = (id: string) => secondsUntil(decideRetry({ retryable: true }, tries(2, id), now))!;
    expect(wait('one')).toBe(wait('one'));
    const waits = Array.from({ length: 300 }, (_, index) => wait(`attempt ${index}`));
    for (const third of [0, 160, 320]) {
      const inThird = waits.filter((seconds) => seconds > third && seconds <= third + 160).length;
      expect(inThird).toBeGreaterThan(60);
    }
  });

  test('begins when the provider’s Retry-After has passed, and is short then', () => {
    fc.assert(
      fc.property(anId, fc.nat(2), fc.integer({ min: 1, max: 80_000_000 }), (id, spent, retryAfterMs) => {
        const wait = secondsUntil(decideRetry({ retryable: true, retryAfterMs }, tries(spent, id), now))!;
        expect(wait).toBeGreaterThan(retryAfterMs / 1000);
        expect(wait).toBeLessThanOrEqual(retryAfterMs / 1000 + 30);
      }),
    );
  });
});

test('what the provider refused for good is not tried again', () => {
  expect(decideRetry({ retryable: false }, tries(0), now)).toBeNull();
});

test('whatever number a provider sends, there is an instant within a day or none', () => {
  const asked = fc.oneof(fc.double({ min: 0, noNaN: true }), fc.nat());
  fc.assert(
    fc.property(asked, fc.nat(2), (retryAfterMs, spent) => {
      const at = decideRetry({ retryable: true, retryAfterMs }, tries(spent), now);
      const waitMs = at && now.until(at).total('milliseconds');
      if (retryAfterMs > 86_400_000) expect(waitMs).toBeNull();
      else expect(waitMs).toBeGreaterThanOrEqual(retryAfterMs);
      expect(waitMs ?? 0).toBeLessThanOrEqual(86_400_000);
    }),
  );
});

describe('where nobody was called', () => {
  test('there is always a next time, further off the longer it lasts, and at most 15 minutes off', () => {
    fc.assert(
      fc.property(anId, fc.nat(100_000), (id, notCalled) => {
        const wait = secondsUntil(deferCall({ retryable: true }, tries(0, id, notCalled), now))!;
        expect(wait).toBeGreaterThanOrEqual(1);
        expect(wait).toBeLessThanOrEqual(Math.min(900, 30 * 2 ** notCalled));
      }),
    );
  });

  test('a provider that asked for patience gets it', () => {
    const wait = secondsUntil(deferCall({ retryable: true, retryAfterMs: 90_000 }, tries(0), now));
    expect(wait).toBeGreaterThan(90);
    expect(wait).toBeLessThanOrEqual(120);
  });
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decideRetry } from './decide-retry.ts';

const now = Temporal.Instant.from('2027-01-15T09:00:00Z');
const secondsUntil = (retryAt: Temporal.Instant | null) => retryAt && now.until(retryAt).total('seconds');

test('each try waits four times as long as the one before, and the fourth is the last', () => {
  const waits = [0, 1, 2, 3, 4].map((attempt) => secondsUntil(decideRetry({ retryable: true }, attempt, now)));
  expect(waits).toEqual([30, 120, 480, null, null]);
});

test('what the provider refused for good is not tried again', () => {
  expect(decideRetry({ retryable: false }, 0, now)).toBeNull();
});

test('never sooner than the provider asked', () => {
  expect(secondsUntil(decideRetry({ retryable: true, retryAfterMs: 5_000 }, 0, now))).toBe(30);
  expect(secondsUntil(decideRetry({ retryable: true, retryAfterMs: 600_000 }, 0, now))).toBe(600);
  expect(secondsUntil(decideRetry({ retryable: true, retryAfterMs: 600_000 }, 2, now))).toBe(600);
});

test('whatever number a provider sends, there is an instant within a day or none', () => {
  const wait = fc.oneof(fc.double({ min: 0, noNaN: true }), fc.nat());
  fc.assert(
    fc.property(wait, fc.nat(2), (retryAfterMs, attempt) => {
      const retryAt = decideRetry({ retryable: true, retryAfterMs }, attempt, now);
      const waitMs = retryAt && now.until(retryAt).total('milliseconds');
      if (retryAfterMs > 86_400_000) expect(waitMs).toBeNull();
      else expect(waitMs).toBeGreaterThanOrEqual(retryAfterMs);
      expect(waitMs ?? 0).toBeLessThanOrEqual(86_400_000);
    }),
  );
});

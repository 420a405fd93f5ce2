import { expect, test } from 'vitest';
import { isWithdrawn } from './withdrawal.ts';

test('a signal that nobody aborted withdraws nothing', () => {
  expect(isWithdrawn(new AbortController().signal)).toBe(false);
});

test('an abort withdraws, whatever its reason', () => {
  expect(isWithdrawn(AbortSignal.abort())).toBe(true);
  expect(isWithdrawn(AbortSignal.abort('answered meanwhile'))).toBe(true);
  expect(isWithdrawn(AbortSignal.abort(new Error('answered meanwhile')))).toBe(true);
});

test('a time-out does not, alone or among other signals', async () => {
  const timeOut = AbortSignal.timeout(0);
  await new Promise((resolve) => timeOut.addEventListener('abort', resolve));
  expect(isWithdrawn(timeOut)).toBe(false);
  expect(isWithdrawn(AbortSignal.any([new AbortController().signal, timeOut]))).toBe(false);
});

import { expect, test } from 'vitest';
import { canAcknowledge, canComplete, canSkip, canSnooze } from './what-can-be-done.ts';

const offered = (state: string) =>
  [
    canAcknowledge(state) && 'acknowledge',
    canComplete(state) && 'complete',
    canSnooze(state) && 'snooze',
    canSkip(state) && 'skip',
  ].filter(Boolean);

test('what waits can be answered in every way', () => {
  expect(offered('open')).toEqual(['acknowledge', 'complete', 'snooze', 'skip']);
});

test('nobody can have seen what has not fired, but it can be dealt with ahead of time', () => {
  expect(offered('planned')).toEqual(['complete', 'snooze', 'skip']);
});

test('a late answer is an answer', () => {
  expect(offered('missed')).toEqual(['acknowledge', 'complete', 'snooze']);
  expect(offered('exhausted')).toEqual(['acknowledge', 'complete', 'snooze', 'skip']);
});

test('what ended by somebody’s word stays as they said', () => {
  for (const state of ['completed', 'cancelled', 'skipped']) expect(offered(state), state).toEqual([]);
});

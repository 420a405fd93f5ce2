import { expect, test } from 'vitest';
import { nextStep } from './next-step.ts';

const minute = 60_000;

test('short waits are played minute by minute', () => {
  expect(nextStep(0, [5 * minute])).toBe(minute);
  expect(nextStep(60 * minute, [60 * minute, 70 * minute])).toBe(61 * minute);
});

test('a long wait is passed over to its last minute, but not before one has seen what happened', () => {
  expect(nextStep(0, [60 * minute])).toBe(59 * minute);
  expect(nextStep(4 * minute, [0, 60 * minute])).toBe(5 * minute);
  expect(nextStep(5 * minute, [0, 60 * minute])).toBe(59 * minute);
});

test('with nothing ahead the clock still moves', () => {
  expect(nextStep(0, [])).toBe(minute);
});

import { expect, test } from 'vitest';
import { nestsAtMost } from './nesting.ts';

test.each([
  ['a word', 0, true],
  [{}, 1, true],
  [{ a: 1 }, 1, true],
  [{ a: [] }, 1, false],
  [{ a: [] }, 2, true],
  [[{ a: { b: 1 } }], 2, false],
])('%j within %i levels: %s', (value, levels, isWithin) => {
  expect(nestsAtMost(value, levels)).toBe(isWithin);
});

test('what is deeper than any stack is measured all the same', () => {
  let deep: unknown = {};
  for (let level = 0; level < 200_000; level++) deep = [deep];
  expect(nestsAtMost(deep, 64)).toBe(false);
});

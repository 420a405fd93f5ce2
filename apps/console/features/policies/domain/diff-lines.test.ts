import fc from 'fast-check';
import { expect, test } from 'vitest';
import { diffLines } from './diff-lines.ts';

test('what stayed is kept, what changed is told as removed and added', () => {
  expect(diffLines(['one', 'two', 'three'], ['one', 'deux', 'three', 'four'])).toEqual([
    { kind: 'same', text: 'one' },
    { kind: 'removed', text: 'two' },
    { kind: 'added', text: 'deux' },
    { kind: 'same', text: 'three' },
    { kind: 'added', text: 'four' },
  ]);
});

test('without its additions a difference is what was, without its removals what is', () => {
  const text = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 12 });
  fc.assert(
    fc.property(text, text, (before, after) => {
      const lines = diffLines(before, after);
      const without = (kind: string) => lines.filter((line) => line.kind !== kind).map((line) => line.text);
      expect(without('added')).toEqual(before);
      expect(without('removed')).toEqual(after);
      if (before.join() === after.join()) expect(lines.every(({ kind }) => kind === 'same')).toBe(true);
    }),
  );
});

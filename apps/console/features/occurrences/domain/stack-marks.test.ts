import fc from 'fast-check';
import { expect, test } from 'vitest';
import { stackMarks } from './stack-marks.ts';

test('marks apart share a row, marks that overlap do not', () => {
  expect(
    stackMarks([
      { fromPx: 0, toPx: 10 },
      { fromPx: 5, toPx: 15 },
      { fromPx: 10, toPx: 20 },
    ]),
  ).toEqual([0, 1, 0]);
});

test('no two marks of one row ever overlap', () => {
  const extent = fc.tuple(fc.nat(1000), fc.integer({ min: 1, max: 60 }));
  fc.assert(
    fc.property(fc.array(extent, { maxLength: 60 }), (pairs) => {
      const extents = pairs
        .map(([fromPx, width]) => ({ fromPx, toPx: fromPx + width }))
        .sort((a, b) => a.fromPx - b.fromPx);
      const rows = stackMarks(extents);
      for (const [i, a] of extents.entries())
        for (const [j, b] of extents.entries())
          if (i < j && rows[i] === rows[j]) expect(a.toPx).toBeLessThanOrEqual(b.fromPx);
    }),
  );
});

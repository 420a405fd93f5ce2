import { expect, test } from 'vitest';
import { Pace } from './pace.ts';

test('follows how fast a count grows, and forgets how it was', () => {
  const pace = new Pace(0);
  let count = 0;
  let nowMs = 0;
  const pass = (perMs: number, looks: number) => {
    let shown = 0;
    for (let i = 0; i < looks; i++) {
      nowMs += 20;
      count += perMs * 20;
      shown = pace.perMs(count, nowMs);
    }
    return shown;
  };
  expect(pass(8, 10)).toBeCloseTo(8, 1);
  expect(pass(0, 10)).toBeCloseTo(0, 1);
});

test('two looks at one moment are one', () => {
  const pace = new Pace(0);
  const first = pace.perMs(100, 20);
  expect(pace.perMs(200, 21)).toBe(first);
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createTimeScale, ticksOf } from './time-scale.ts';

const start = Date.parse('2027-01-15T14:30:00Z');
const minutes = (n: number) => start + n * 60_000;
const anyInstants = fc.array(fc.integer({ min: 0, max: 30 * 86_400_000 }), { minLength: 1, maxLength: 40 });

test('later is never further left, and everything lies within the width', () => {
  fc.assert(
    fc.property(anyInstants, (instants) => {
      const scale = createTimeScale(instants);
      const xs = [...instants].sort((a, b) => a - b).map(scale.x);
      for (const [i, x] of xs.entries()) {
        expect(x).toBeGreaterThanOrEqual(i === 0 ? 0 : xs[i - 1]!);
        expect(x).toBeLessThanOrEqual(1 + 1e-9);
      }
    }),
  );
});

test('without long waits equal times take equal widths', () => {
  const { x } = createTimeScale([minutes(0), minutes(5), minutes(15)]);
  expect((x(minutes(15)) - x(minutes(0))) / (x(minutes(5)) - x(minutes(0)))).toBeCloseTo(3);
});

test('a wait of three days becomes a break, and the minutes around it stay readable', () => {
  const scale = createTimeScale([minutes(0), minutes(15), minutes(3 * 1440), minutes(3 * 1440 + 15)]);
  expect(scale.stretches.map((stretch) => stretch.isBreak)).toEqual([false, true, false]);
  expect(scale.x(minutes(15)) - scale.x(minutes(0))).toBeGreaterThan(0.3);
});

test('ticks are round, few, and none lies in a break', () => {
  const scale = createTimeScale([minutes(0), minutes(15), minutes(3 * 1440)]);
  const ticks = ticksOf(scale, 6, 0);
  const broken = scale.stretches.filter((stretch) => stretch.isBreak);
  expect(ticks.length).toBeGreaterThan(1);
  expect(ticks.length).toBeLessThanOrEqual(8);
  for (const tick of ticks) {
    expect(tick % 60_000).toBe(0);
    expect(broken.some((stretch) => tick > stretch.fromMs && tick < stretch.toMs)).toBe(false);
  }
});

test('where the clock is a quarter of an hour off, ticks are round on that clock', () => {
  const kathmanduMs = (5 * 60 + 45) * 60_000;
  const ticks = ticksOf(createTimeScale([minutes(0), minutes(300)]), 6, kathmanduMs);
  expect(ticks.length).toBeGreaterThan(2);
  for (const tick of ticks) expect((tick + kathmanduMs) % 3_600_000).toBe(0);
});

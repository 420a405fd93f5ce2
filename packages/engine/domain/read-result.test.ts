import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { laneResult, shareReads, unseenAfter } from './read-result.ts';
import { unseenFrom } from './unseen.ts';

const now = Temporal.Instant.from('2027-01-15T09:00:00Z');
const due = ['a', 'b', 'c'];

describe('a read of a lane of which everything was handled', () => {
  test('moves the cursor past it, and has seen all until now', () => {
    const result = laneResult({ due, most: 10 }, new Set(), now);
    expect(result).toEqual({ handled: due, isFull: false, readUntil: now });
  });

  test('and that was full may have left out what is due', () => {
    expect(laneResult({ due, most: 3 }, new Set(), now)).toMatchObject({ handled: due, isFull: true, readUntil: null });
  });
});

test('a read of which something is left over moves the cursor to the row before it', () => {
  const left = { isFull: true, readUntil: null };
  expect(laneResult({ due, most: 10 }, new Set(['b', 'c']), now)).toEqual({ handled: ['a'], ...left });
  expect(laneResult({ due, most: 10 }, new Set(['a', 'b', 'c']), now)).toEqual({ handled: [], ...left });
});

test('late rows are looked for of the same transactions again, if one is left over or there may be more', () => {
  const read = { late: ['x', 'y'], unseen: unseenFrom(70n), most: 10 };
  expect(unseenAfter(read, new Set(['a']))).toBe(read.unseen);
  expect(unseenAfter(read, new Set(['y']))).toBeNull();
  expect(unseenAfter({ ...read, most: 2 }, new Set())).toBeNull();
});

describe('how much is asked for in each lane', () => {
  test('fills the room from the lanes that have more, however few they are', () => {
    expect(shareReads([true, false, false, false], 1000)[0]).toBeGreaterThanOrEqual(1000);
  });

  test('is never much more than there is room for, and never nothing', () => {
    fc.assert(
      fc.property(
        fc.array(fc.boolean(), { minLength: 1, maxLength: 128 }),
        fc.integer({ min: 1, max: 5000 }),
        (lanes, room) => {
          const shares = shareReads(lanes, room);
          expect(Math.min(...shares)).toBeGreaterThan(0);
          const fromFull = shares.filter((_, index) => lanes[index]).reduce((a, b) => a + b, 0);
          if (lanes.some(Boolean)) expect(fromFull).toBeGreaterThanOrEqual(room);
          expect(shares.reduce((a, b) => a + b, 0)).toBeLessThan(2.25 * room + 5 * lanes.length + 1);
        },
      ),
    );
  });
});

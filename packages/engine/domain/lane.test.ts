import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bulkLane, laneFor, mostPromptInShard, promptLane, shareSlots } from './lane.ts';

const rows = (prompt: number, bulk: number) => [
  ...Array.from({ length: prompt }, (_, n) => ({ lane: promptLane, n })),
  ...Array.from({ length: bulk }, (_, n) => ({ lane: bulkLane, n })),
];
const countOf = (taken: readonly { lane: number }[], lane: number) => taken.filter((row) => row.lane === lane).length;

test('a tenant with little due stays in the prompt lane, one with much goes into the other', () => {
  expect([laneFor(1), laneFor(mostPromptInShard), laneFor(mostPromptInShard + 1)]).toEqual([0, 0, 1]);
});

describe('slots are shared so that', () => {
  test('bulk is sure of a quarter, and the prompt lane of the rest', () => {
    const taken = shareSlots(rows(1000, 1000), 64);
    expect([countOf(taken, promptLane), countOf(taken, bulkLane)]).toEqual([48, 16]);
  });

  test('each has what the other does not need', () => {
    expect(shareSlots(rows(0, 1000), 64)).toHaveLength(64);
    expect(shareSlots(rows(1000, 3), 64)).toHaveLength(64);
    expect(countOf(shareSlots(rows(2, 1000), 64), bulkLane)).toBe(62);
  });

  test('a single free slot goes to the prompt lane', () => {
    expect(shareSlots(rows(5, 5), 1)).toEqual([{ lane: promptLane, n: 0 }]);
  });

  test('nothing is left free while something waits, and each lane keeps its order', () => {
    fc.assert(
      fc.property(fc.nat(100), fc.nat(100), fc.integer({ min: 1, max: 80 }), (prompt, bulk, slots) => {
        const taken = shareSlots(rows(prompt, bulk), slots);
        expect(taken).toHaveLength(Math.min(slots, prompt + bulk));
        for (const lane of [promptLane, bulkLane]) {
          const ns = taken.filter((row) => row.lane === lane).map(({ n }) => n);
          expect(ns).toEqual(ns.map((_, index) => index));
        }
      }),
    );
  });
});

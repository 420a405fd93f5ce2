import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareInstants, earlierOf, laterOf } from './instants.ts';

/** Close to one another as often as not. */
const instants = fc
  .tuple(fc.bigInt(-8_640_000_000_000n, 8_640_000_000_000n), fc.bigInt(0n, 3n))
  .map(([ms, ns]) => Temporal.Instant.fromEpochNanoseconds(ms * 1_000_000n + ns));

test('instants are in the order that Temporal gives them, down to the nanosecond', () => {
  fc.assert(
    fc.property(instants, fc.bigInt(-2n, 2n), instants, (a, by, b) => {
      const near = Temporal.Instant.fromEpochNanoseconds(a.epochNanoseconds + by);
      for (const [one, other] of [
        [a, near],
        [a, b],
      ] as const) {
        expect(compareInstants(one, other)).toBe(Temporal.Instant.compare(one, other));
        expect(compareInstants(earlierOf(one, other), laterOf(one, other))).toBeLessThanOrEqual(0);
      }
    }),
  );
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bulkLane, type Lane, promptLane } from '../../domain/lane.ts';
import { WaitingCalls } from './waiting-calls.ts';

const lane = fc.constantFrom<Lane>(promptLane, bulkLane);

test('whoever is prompt goes first, and within a lane whoever came first', () => {
  const steps = fc.array(fc.option(lane), { maxLength: 200 });
  fc.assert(
    fc.property(steps, (given) => {
      const waiting = new WaitingCalls<string>();
      /** The same by sorting. */
      let expected: { lane: Lane; call: string }[] = [];
      for (const [index, added] of given.entries()) {
        if (added !== null) {
          waiting.add(`${index}`, added);
          expected = [...expected, { lane: added, call: `${index}` }].toSorted((a, b) => a.lane - b.lane);
        } else if (expected.length > 0) {
          waiting.removeFirst();
          expected = expected.slice(1);
        }
        expect(waiting.first()).toBe(expected[0]?.call);
        expect(waiting.all()).toEqual(expected.map(({ call }) => call));
        expect(waiting.count).toBe(expected.length);
        expect(waiting.countIn(promptLane)).toBe(expected.filter((one) => one.lane === promptLane).length);
      }
    }),
  );
});

import type { PersonId } from '@belfry/kernel/ids';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { elapsed, firstStepOutOfOrder, nextMoment, type Policy } from './policy.ts';

const base = Temporal.Instant.from('2027-03-14T06:00:00Z');
const targets = [{ person: 'self' as 'self' | PersonId, channels: ['sms'] }];
const policyOf = (...afters: string[]): Policy => ({
  steps: afters.map((after) => ({ after, targets, message: null })),
  onUnknown: 'again',
});

describe('a policy', () => {
  const policy = policyOf('PT0S', 'PT5M', 'P1D');

  test('takes its steps as long after the occurrence fired as each says', () => {
    expect([0, 1, 2].map((taken) => nextMoment(policy, taken, base))).toEqual([
      { kind: 'step', dueAt: base },
      { kind: 'step', dueAt: base.add({ minutes: 5 }) },
      // A day is 24 hours, although the clocks of New York change in it.
      { kind: 'step', dueAt: base.add({ hours: 24 }) },
    ]);
  });

  test('waits for half an hour after its last step and then gives up', () => {
    expect(nextMoment(policy, 3, base)).toEqual({ kind: 'close', dueAt: base.add({ hours: 24, minutes: 30 }) });
  });
});

describe('a duration', () => {
  test.each([
    ['PT0S', 0],
    ['PT15M', 900_000],
    ['P1D', 86_400_000],
    ['P1W', 604_800_000],
    ['P3660D', 316_224_000_000],
    ['PT0.0005S', 1],
    ['PT1.0004S', 1000],
    ['PT0.000000001S', 0],
  ])('%s is %i whole milliseconds', (text, milliseconds) => {
    expect(elapsed(text).total('milliseconds')).toBe(milliseconds);
  });

  test('can be added to an instant, however finely it was given', () => {
    fc.assert(
      fc.property(fc.nat(10_000), fc.nat(999_999_999), (seconds, nanoseconds) => {
        const after = elapsed(Temporal.Duration.from({ seconds, nanoseconds }).toString());
        const exactMs = seconds * 1000 + nanoseconds / 1e6;
        expect(Math.abs(base.until(base.add(after)).total('milliseconds') - exactMs)).toBeLessThanOrEqual(0.5);
      }),
    );
  });
});

test('a step before the one in front of it is found', () => {
  expect(firstStepOutOfOrder(policyOf('PT0S', 'PT0S', 'PT5M').steps)).toBe(-1);
  expect(firstStepOutOfOrder(policyOf('PT0S', 'PT60M', 'PT59M', 'PT1S').steps)).toBe(2);
  expect(firstStepOutOfOrder(policyOf('P1D', 'PT24H', 'PT23H').steps)).toBe(2);
  expect(firstStepOutOfOrder([])).toBe(-1);
});

import type { PersonId } from '@belfry/kernel/ids';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  elapsed,
  firstStepOutOfOrder,
  mayTellOthers,
  nextMoment,
  type Policy,
  readStoredPolicy,
  repageMoment,
  whereTooOften,
} from './policy.ts';

const base = Temporal.Instant.from('2027-03-14T06:00:00Z');
const targets = [{ person: 'self' as 'self' | PersonId, channels: ['sms'] }];
const policyOf = (...afters: string[]): Policy => ({
  steps: afters.map((after) => ({ after, targets, message: null, repeat: null })),
  fallback: null,
  repageAfter: null,
  patience: 'PT30M',
  onUnknown: 'again',
});

describe('a policy', () => {
  const policy = policyOf('PT0S', 'PT5M', 'P1D');

  test('takes its steps as long after the occurrence fired as each says', () => {
    expect([0, 1, 2].map((taken) => nextMoment(policy, { stepsTaken: taken, repeatsTaken: 0 }, base))).toEqual([
      { kind: 'step', dueAt: base },
      { kind: 'step', dueAt: base.add({ minutes: 5 }) },
      // A day is 24 hours, although the clocks of New York change in it.
      { kind: 'step', dueAt: base.add({ hours: 24 }) },
    ]);
  });

  test('tells others by a step or by its fallback', () => {
    const others = [{ person: 'role:caregiver' as const, channels: ['sms'] }];
    const [to, only] = [policy.steps[0]!, { person: 'self' as const, channels: ['sms'] }];
    expect(mayTellOthers(policy)).toBe(false);
    expect(mayTellOthers({ ...policy, fallback: only })).toBe(false);
    expect(mayTellOthers({ ...policy, fallback: others[0]! })).toBe(true);
    expect(mayTellOthers({ ...policy, steps: [...policy.steps, { ...to, targets: others }] })).toBe(true);
  });

  test('waits for half an hour after its last step and then gives up', () => {
    expect(nextMoment(policy, { stepsTaken: 3, repeatsTaken: 0 }, base)).toEqual({
      kind: 'close',
      dueAt: base.add({ hours: 24, minutes: 30 }),
    });
  });
});

describe('repeats', () => {
  const stepsOf = (times: number) =>
    policyOf('PT0S', 'PT10M').steps.map((step) => ({ ...step, repeat: { every: 'PT3M', times } }));
  const momentsOf = (policy: Policy) => {
    const moments: string[] = [];
    let progress = { stepsTaken: 0, repeatsTaken: 0 };
    for (;;) {
      const { kind, dueAt } = nextMoment(policy, progress, base);
      moments.push(`${kind} ${base.until(dueAt).total('minutes')}`);
      if (kind === 'close') return moments;
      progress =
        kind === 'step'
          ? { stepsTaken: progress.stepsTaken + 1, repeatsTaken: 0 }
          : { ...progress, repeatsTaken: progress.repeatsTaken + 1 };
    }
  };

  test('come in between, until the next step ends them or they are used up, and patience counts from the last', () => {
    expect(momentsOf({ ...policyOf(), steps: stepsOf(2) })).toEqual([
      'step 0',
      'repeat 3',
      'repeat 6',
      'step 10',
      'repeat 13',
      'repeat 16',
      'close 46',
    ]);
    expect(momentsOf({ ...policyOf(), steps: stepsOf(5) }).slice(0, 5)).toEqual([
      'step 0',
      'repeat 3',
      'repeat 6',
      'repeat 9',
      'step 10',
    ]);
  });

  test('at the very instant of the next step give way to it', () => {
    const [first, second] = stepsOf(9);
    const policy = { ...policyOf(), steps: [{ ...first!, repeat: { every: 'PT5M', times: 9 } }, second!] };
    expect(momentsOf(policy).slice(0, 3)).toEqual(['step 0', 'repeat 5', 'step 10']);
  });
});

test('what was acknowledged fires again after the time that the policy names, or never', () => {
  expect(repageMoment({ ...policyOf('PT0S'), repageAfter: 'PT2H' }, base)).toEqual(base.add({ hours: 2 }));
  expect(repageMoment(policyOf('PT0S'), base)).toBeNull();
});

test('what was stored before a part of a policy existed does without it', () => {
  const { repeat: _, ...step } = policyOf('PT0S').steps[0]!;
  expect(readStoredPolicy({ onUnknown: 'ask', steps: [step] })).toEqual({ ...policyOf('PT0S'), onUnknown: 'ask' });
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

test('what would come again within a minute is found', () => {
  const [step] = policyOf('PT0S').steps;
  const repeated = (every: string) => ({ ...policyOf(), steps: [step!, { ...step!, repeat: { every, times: 100 } }] });
  expect(['PT0.0004S', 'PT59.9S', 'PT1M', 'P1D'].map((every) => whereTooOften(repeated(every)))).toEqual([
    'steps.1.repeat.every',
    'steps.1.repeat.every',
    null,
    null,
  ]);
  expect(whereTooOften({ ...policyOf('PT0S'), repageAfter: 'PT30S' })).toBe('repageAfter');
  expect(whereTooOften({ ...policyOf('PT0S'), repageAfter: 'PT1M' })).toBeNull();
});

test('a step before the one in front of it is found', () => {
  expect(firstStepOutOfOrder(policyOf('PT0S', 'PT0S', 'PT5M').steps)).toBe(-1);
  expect(firstStepOutOfOrder(policyOf('PT0S', 'PT60M', 'PT59M', 'PT1S').steps)).toBe(2);
  expect(firstStepOutOfOrder(policyOf('P1D', 'PT24H', 'PT23H').steps)).toBe(2);
  expect(firstStepOutOfOrder([])).toBe(-1);
});

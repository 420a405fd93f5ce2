import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type AttemptStatus, attemptStatuses, canFollow, highest } from './attempt-status.ts';

const status = fc.constantFrom(...attemptStatuses);
const [sending] = attemptStatuses;

/** As the engine records callbacks: one after another, each only if it may follow what is there. */
function record(heard: readonly AttemptStatus[]): AttemptStatus[] {
  const recorded: AttemptStatus[] = [sending];
  for (const next of heard) {
    if (canFollow(recorded.at(-1) as AttemptStatus, next)) recorded.push(next);
  }
  return recorded;
}

describe('callbacks in any order and any number', () => {
  const heardTwice = fc
    .array(status, { maxLength: 12 })
    .chain((heard) => fc.tuple(fc.constant(heard), fc.shuffledSubarray([...heard, ...heard, ...heard])))
    .filter(([heard, again]) => heard.every((one) => again.includes(one)));

  test('end in the same status', () => {
    fc.assert(
      fc.property(heardTwice, ([heard, again]) => {
        expect(record(again).at(-1)).toBe(record(heard).at(-1));
        expect(highest(sending, ...again)).toBe(record(heard).at(-1));
      }),
    );
  });

  test('never bring back a status that was left', () => {
    fc.assert(
      fc.property(heardTwice, ([, again]) => {
        const recorded = record(again);
        expect(new Set(recorded).size).toBe(recorded.length);
      }),
    );
  });

  test('change nothing when they are repeated', () => {
    for (const one of attemptStatuses) expect(canFollow(one, one)).toBe(false);
  });
});

describe('a status', () => {
  const followers = (current: AttemptStatus) => attemptStatuses.filter((next) => canFollow(current, next));

  test('that is unknown may turn into whatever the provider says of it', () => {
    expect(followers('unknown')).toEqual(
      expect.arrayContaining(['accepted', 'sent', 'delivered', 'answered', 'failed']),
    );
    expect(followers('unknown')).not.toContain('sending');
  });

  test('that is known never becomes unknown again', () => {
    const known = attemptStatuses.filter((one) => one !== 'sending');
    expect(known.filter((one) => canFollow(one, 'unknown'))).toEqual([]);
  });

  test('goes the way of a message: sending, accepted, sent, delivered, answered', () => {
    const way = ['sending', 'accepted', 'sent', 'delivered', 'answered'] as const;
    for (const [index, current] of way.entries()) {
      expect(followers(current)).toEqual(expect.arrayContaining(way.slice(index + 1)));
      expect(way.slice(0, index).filter((earlier) => canFollow(current, earlier))).toEqual([]);
    }
  });

  test('of failure is not taken back by a late word of progress, only by proof of arrival', () => {
    for (const failure of ['failed', 'undelivered'] as const) {
      expect(canFollow(failure, 'accepted')).toBe(false);
      expect(canFollow(failure, 'sent')).toBe(false);
      expect(canFollow(failure, 'delivered')).toBe(true);
      expect(canFollow('delivered', failure)).toBe(false);
    }
  });

  test('of an attempt that was never made stays', () => {
    expect(followers('suppressed')).toEqual([]);
  });
});

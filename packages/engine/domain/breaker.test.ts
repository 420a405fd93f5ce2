import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Breaker, type CallEnd, closedBreaker, endCall, enterCall } from './breaker.ts';

const after = (breaker: Breaker, ends: CallEnd[], nowMs = 0) =>
  ends.reduce((now, end) => endCall(now, end, nowMs), breaker);
const silent = (count: number): CallEnd[] => Array(count).fill('silent');
const open = after(closedBreaker, silent(5));

describe('a breaker', () => {
  test('opens when five calls in a row got no answer, and an answer between them starts the count anew', () => {
    expect(after(closedBreaker, silent(4)).state).toBe('closed');
    expect(open).toEqual({ state: 'open', untilMs: 5000, reopenings: 0 });
    expect(after(closedBreaker, [...silent(4), 'answered', ...silent(4)]).state).toBe('closed');
  });

  test('learns nothing from a call that was not made, and lets the next one try instead', () => {
    expect(after(closedBreaker, [...silent(4), 'not-made', 'silent']).state).toBe('open');
    const unmade = endCall(enterCall(open, 5000).breaker, 'not-made', 5500);
    expect(enterCall(unmade, 5500)).toMatchObject({ mayCall: true, breaker: { state: 'half-open' } });
  });

  test('lets no call through while it is open, then one, and no other until that has ended', () => {
    expect(enterCall(open, 4999).mayCall).toBe(false);
    const probe = enterCall(open, 5000);
    expect(probe).toMatchObject({ mayCall: true, breaker: { state: 'half-open' } });
    expect(enterCall(probe.breaker, 5001).mayCall).toBe(false);
  });

  test('closes with the first answer, and stays open twice as long without, up to a minute', () => {
    const { breaker } = enterCall(open, 5000);
    expect(endCall(breaker, 'answered', 6000)).toEqual(closedBreaker);
    let now: Breaker = open;
    const waits: number[] = [];
    for (let time = 5000, i = 0; i < 6; i++) {
      now = endCall(enterCall(now, time).breaker, 'silent', time);
      if (now.state !== 'open') throw new Error('It should be open.');
      waits.push(now.untilMs - time);
      time = now.untilMs;
    }
    expect(waits).toEqual([10_000, 20_000, 40_000, 60_000, 60_000, 60_000]);
  });
});

test('whatever happens, it never stays shut to all: a minute after the last call has ended one may begin', () => {
  const step = fc.record({ waitMs: fc.nat(30_000), end: fc.constantFrom<CallEnd>('answered', 'silent', 'not-made') });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      let breaker: Breaker = closedBreaker;
      let nowMs = 0;
      let failuresInARow = 0;
      for (const { waitMs, end } of steps) {
        nowMs += waitMs;
        const entered = enterCall(breaker, nowMs);
        breaker = entered.breaker;
        if (!entered.mayCall) {
          expect(failuresInARow).toBeGreaterThanOrEqual(5);
          continue;
        }
        breaker = endCall(breaker, end, nowMs);
        if (end === 'silent') failuresInARow += 1;
        if (end === 'answered') failuresInARow = 0;
      }
      expect(enterCall(breaker, nowMs + 60_000).mayCall).toBe(true);
    }),
  );
});

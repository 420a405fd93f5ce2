import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decideFollowUp, type FailedAttempt, isDeadLetter, type Standing } from './decide-follow-up.ts';

const now = Temporal.Instant.from('2027-01-15T09:00:00Z');
const failed = (given: Partial<FailedAttempt> = {}): FailedAttempt => ({
  channel: 'email',
  afterFailure: { retryable: true },
  notCalled: false,
  hasUntried: false,
  reserve: [],
  tries: { attemptId: 'attempt', spent: 0, notCalled: 0 },
  standing: 'here',
  now,
  ...given,
});
const spent = (count: number) => ({ attemptId: 'attempt', spent: count, notCalled: 0 });
const permanent = { retryable: false };

describe('after a failure', () => {
  test('the next channel is taken at once where there is one; what failed for now stays in reserve', () => {
    const followUp = decideFollowUp(failed({ hasUntried: true }));
    expect(followUp).toMatchObject({ kind: 'next-channel', at: now, reserve: [{ channel: 'email' }] });
    expect(Temporal.Instant.compare(followUp!.reserve![0]!.at, now)).toBe(1);
    const out = decideFollowUp(failed({ hasUntried: true, afterFailure: permanent }));
    expect(out).toEqual({ kind: 'next-channel', at: now, reserve: [] });
  });

  test('the same channel is tried again, later, where there is no other and it may pass', () => {
    const followUp = decideFollowUp(failed());
    expect(followUp?.kind).toBe('retry');
    expect(Temporal.Instant.compare(followUp!.at, now)).toBe(1);
    expect(decideFollowUp(failed({ afterFailure: permanent }))).toBeNull();
    expect(decideFollowUp(failed({ tries: spent(3) }))).toBeNull();
  });

  test('what certainly did not go out, or is to be sent again, is sent on the same channel at once, and then in its time', () => {
    const again = { afterFailure: 'again', hasUntried: true } as const;
    expect(decideFollowUp(failed(again))).toMatchObject({ kind: 'retry', at: now });
    expect(decideFollowUp(failed({ ...again, tries: spent(1) }))).toMatchObject({
      kind: 'next-channel',
      at: now,
      reserve: [{ channel: 'email' }],
    });
    const waiting = decideFollowUp(failed({ ...again, hasUntried: false, tries: spent(1) }));
    expect(waiting?.kind).toBe('retry');
    expect(Temporal.Instant.compare(waiting!.at, now)).toBe(1);
    expect(decideFollowUp(failed({ ...again, tries: spent(3) }))).toMatchObject({ kind: 'next-channel', at: now });
    expect(decideFollowUp(failed({ ...again, hasUntried: false, tries: spent(3) }))).toBeNull();
  });

  test('before anybody was called, however often, it never ends as a dead letter', () => {
    fc.assert(
      fc.property(fc.nat(1000), fc.nat(20), fc.boolean(), (notCalled, tried, isOurs) => {
        const attempt = failed({
          notCalled: true,
          afterFailure: isOurs ? 'again' : { retryable: true },
          tries: { attemptId: 'attempt', spent: tried, notCalled },
        });
        const followUp = decideFollowUp(attempt);
        expect(followUp?.kind).toBe('retry');
        expect(isDeadLetter(attempt, followUp)).toBe(false);
      }),
    );
  });

  describe('once every channel has been tried', () => {
    const sms = { channel: 'sms', at: now.add({ seconds: 20 }) };
    const push = { channel: 'push', at: now.add({ minutes: 10 }) };

    test('the one that may be called first is tried again, in its own time, and the others wait behind it', () => {
      const followUp = decideFollowUp(failed({ afterFailure: permanent, reserve: [push, sms] }));
      expect(followUp).toEqual({ kind: 'earlier-channel', at: sms.at, reserve: [sms, push] });
    });

    test('and its time has passed, it is tried at once', () => {
      const early = { ...sms, at: now.subtract({ minutes: 5 }) };
      expect(decideFollowUp(failed({ afterFailure: permanent, reserve: [early] }))?.at).toEqual(now);
    });

    test('the one that failed waits its own turn beside them', () => {
      const afterFailure = { retryable: true, retryAfterMs: 60_000 };
      expect(decideFollowUp(failed({ afterFailure, reserve: [push] }))).toMatchObject({
        kind: 'retry',
        reserve: [push],
      });
      const followUp = decideFollowUp(failed({ afterFailure, reserve: [sms] }));
      expect(followUp).toMatchObject({ kind: 'earlier-channel', at: sms.at, reserve: [sms, { channel: 'email' }] });
      const ownAt = followUp!.reserve![1]!.at;
      expect(Temporal.Instant.compare(ownAt, now.add({ milliseconds: 60_000 }))).toBe(1);
    });

    test('and nobody was called, it costs no try and is in reserve all the same', () => {
      const followUp = decideFollowUp(failed({ notCalled: true, tries: spent(3), reserve: [push] }));
      expect(followUp).toMatchObject({ kind: 'retry', reserve: [push] });
    });

    test('nothing follows where none may pass', () => {
      expect(decideFollowUp(failed({ afterFailure: permanent }))).toBeNull();
      expect(decideFollowUp(failed({ tries: spent(3) }))).toBeNull();
    });
  });

  test.each<Standing>(['retried', 'moved-on', 'answered', 'ended'])('nothing follows where it is %s', (standing) => {
    expect(decideFollowUp(failed({ standing, hasUntried: true }))).toBeNull();
    expect(decideFollowUp(failed({ standing, afterFailure: 'again' }))).toBeNull();
  });
});

describe('somebody has to look', () => {
  const looks = (given: Partial<FailedAttempt>) => isDeadLetter(failed(given), decideFollowUp(failed(given)));

  test('when nothing follows', () => {
    expect(looks({})).toBe(false);
    expect(looks({ tries: spent(3) })).toBe(true);
    expect(looks({ afterFailure: permanent })).toBe(true);
    expect(looks({ standing: 'ended' })).toBe(true);
  });

  test('not when somebody answered, or the same target is being tried again', () => {
    expect(looks({ standing: 'answered', afterFailure: permanent })).toBe(false);
    expect(looks({ standing: 'retried', afterFailure: permanent })).toBe(false);
  });

  test('when the policy has gone on: only about what could not have been tried again', () => {
    expect(looks({ standing: 'moved-on' })).toBe(false);
    expect(looks({ standing: 'moved-on', afterFailure: permanent })).toBe(true);
  });
});

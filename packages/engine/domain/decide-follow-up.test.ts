import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decideFollowUp, type FailedAttempt, isDeadLetter, type Standing } from './decide-follow-up.ts';

const now = Temporal.Instant.from('2027-01-15T09:00:00Z');
const failed = (given: Partial<FailedAttempt> = {}): FailedAttempt => ({
  afterFailure: { retryable: true },
  notCalled: false,
  hasAlternatives: false,
  tries: { attemptId: 'attempt', spent: 0, notCalled: 0 },
  standing: 'here',
  now,
  ...given,
});
const spent = (count: number) => ({ attemptId: 'attempt', spent: count, notCalled: 0 });
const permanent = { retryable: false };

describe('after a failure', () => {
  test('the next channel is taken at once where there is one', () => {
    expect(decideFollowUp(failed({ hasAlternatives: true }))).toEqual({ kind: 'next-channel', at: now });
    expect(decideFollowUp(failed({ hasAlternatives: true, afterFailure: permanent }))).toEqual({
      kind: 'next-channel',
      at: now,
    });
  });

  test('the same channel is tried again, later, where there is no other and it may pass', () => {
    const followUp = decideFollowUp(failed());
    expect(followUp?.kind).toBe('retry');
    expect(Temporal.Instant.compare(followUp!.at, now)).toBe(1);
    expect(decideFollowUp(failed({ afterFailure: permanent }))).toBeNull();
    expect(decideFollowUp(failed({ tries: spent(3) }))).toBeNull();
  });

  test('what certainly did not go out, or is to be sent again, is sent on the same channel at once', () => {
    const again = { afterFailure: 'again', hasAlternatives: true } as const;
    expect(decideFollowUp(failed(again))).toEqual({ kind: 'retry', at: now });
    expect(decideFollowUp(failed({ ...again, tries: spent(3) }))).toEqual({ kind: 'next-channel', at: now });
    expect(decideFollowUp(failed({ ...again, hasAlternatives: false, tries: spent(3) }))).toBeNull();
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

  test.each<Standing>(['retried', 'moved-on', 'answered', 'ended'])('nothing follows where it is %s', (standing) => {
    expect(decideFollowUp(failed({ standing, hasAlternatives: true }))).toBeNull();
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

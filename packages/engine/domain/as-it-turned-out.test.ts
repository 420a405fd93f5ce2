import { describe, expect, test } from 'vitest';
import { asItTurnedOut } from './as-it-turned-out.ts';
import type { OccurrenceState } from './occurrence.ts';

const at = Temporal.Instant.from('2027-01-15T09:00:00Z');
const contactOf = (target: number, more: object = {}) => ({ target, problem: null, ...more }) as never;
const turn = (seq: number, state: OccurrenceState = 'open', stepsTaken = 1, contacts = [contactOf(0)]) => ({
  seq,
  kind: 'step' as const,
  state,
  at: at.add({ minutes: seq }),
  round: 0,
  stepsTaken,
  repeatsTaken: 0,
  contacts,
});
const retry = { kind: 'retry', at } as const;
const known = { seq: 0, target: 0, at, followUp: retry };

describe('an unknown end', () => {
  const reason = 'The policy wants it sent once more.';
  const again = { ...known, status: 'unknown', code: 'sent-again', reason } as const;

  test('that was sent once more, or still will be, says so', () => {
    expect(asItTurnedOut([turn(0)], again)).toBe(again);
    expect(asItTurnedOut([turn(0), turn(1)], again)).toBe(again);
    expect(asItTurnedOut([turn(0), turn(1), turn(2, 'acknowledged', 1, [])], again)).toBe(again);
  });

  test('that an answer kept from being sent once more says that', () => {
    expect(asItTurnedOut([turn(0), turn(1, 'completed', 1, [])], again)).toMatchObject({
      code: 'not-sent-again',
      reason: expect.stringContaining('somebody answered'),
      followUp: null,
    });
  });

  test('that the next step overtook says that', () => {
    expect(asItTurnedOut([turn(0), turn(1, 'open', 2)], again)).toMatchObject({ code: 'not-sent-again' });
  });
});

describe('what was replayed or held back', () => {
  const replayed = { ...known, status: 'failed', code: 'dead-letter.replayed', reason: 'Ann asked for it.' } as const;
  const held = { ...known, status: 'suppressed', code: 'contact.quiet-hours', reason: 'Ann sleeps.' } as const;
  const asleep = turn(0, 'open', 1, [contactOf(0, { problem: { until: '2027-01-15T10:00:00Z' } })]);
  const answered = turn(1, 'acknowledged', 1, []);
  const made = turn(1, 'open', 2, [contactOf(1, { replayOf: '0.0' })]);

  test('is on its way until it is made, whatever step is taken meanwhile', () => {
    expect(asItTurnedOut([turn(0), turn(1, 'open', 2, [])], replayed)).toBe(replayed);
    expect(asItTurnedOut([asleep, turn(1, 'open', 2, [])], held)).toBe(held);
    expect(asItTurnedOut([asleep, made, turn(2, 'acknowledged', 2, [])], held)).toBe(held);
  });

  test('says that somebody answered before', () => {
    const reason = 'It did not go out: it was acknowledged before.';
    expect(asItTurnedOut([turn(0), answered], replayed)).toMatchObject({
      reason: `Ann asked for it. ${reason}`,
      followUp: null,
    });
    expect(asItTurnedOut([asleep, answered], held)).toMatchObject({ reason: `Ann sleeps. ${reason}`, followUp: null });
  });

  test('of before a snooze is over; replayed after it is not', () => {
    const chain = [turn(0), turn(1, 'snoozed', 1, []), { ...turn(2, 'open', 1, []), round: 1 }];
    expect(asItTurnedOut(chain, replayed)).toMatchObject({ followUp: null });
    const later = { ...replayed, at: at.add({ minutes: 3 }) };
    expect(asItTurnedOut(chain, later)).toBe(later);
  });

  test('says so where its schedule was stopped', () => {
    const exhausted = turn(1, 'exhausted', 2, []);
    const stopped = { ...turn(2, 'exhausted', 2, []), kind: 'closed' as const };
    expect(asItTurnedOut([asleep, exhausted], held)).toBe(held);
    expect(asItTurnedOut([asleep, exhausted, stopped], held).reason).toBe(
      'Ann sleeps. It did not go out: it was stopped before.',
    );
  });
});

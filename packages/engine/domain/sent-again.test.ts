import { expect, test } from 'vitest';
import type { OccurrenceState } from './occurrence.ts';
import { asItTurnedOut } from './sent-again.ts';

const turn = (seq: number, state: OccurrenceState = 'open', stepsTaken = 1, targets = [0]) => ({
  seq,
  state,
  round: 0,
  stepsTaken,
  repeatsTaken: 0,
  contacts: targets.map((target) => ({ target }) as never),
});
const again = { seq: 0, target: 0, code: 'sent-again', reason: 'The policy wants it sent once more.' };

test('what was sent once more, or still will be, says so', () => {
  expect(asItTurnedOut([turn(0)], again)).toBe(again);
  expect(asItTurnedOut([turn(0), turn(1)], again)).toBe(again);
  expect(asItTurnedOut([turn(0), turn(1), turn(2, 'acknowledged', 1, [])], again)).toBe(again);
});

test('what an answer kept from being sent once more says that', () => {
  expect(asItTurnedOut([turn(0), turn(1, 'completed', 1, [])], again)).toMatchObject({
    code: 'not-sent-again',
    reason: expect.stringContaining('somebody answered'),
  });
});

test('what the next step overtook says that', () => {
  expect(asItTurnedOut([turn(0), turn(1, 'open', 2)], again)).toMatchObject({ code: 'not-sent-again' });
});

import { describe, expect, test } from 'vitest';
import { decideAction } from './decide-action.ts';
import { occurrenceStates } from './occurrence.ts';

describe('acknowledging', () => {
  test.each(['open', 'snoozed', 'exhausted', 'missed', 'failed'] as const)('ends what is %s', (state) => {
    expect(decideAction('acknowledge', state)).toEqual({ type: 'act', kind: 'acknowledged', state: 'acknowledged' });
  });

  test.each(['acknowledged', 'completed'] as const)('what is %s changes nothing', (state) => {
    expect(decideAction('acknowledge', state)).toEqual({ type: 'already' });
  });
});

describe('completing', () => {
  test.each(['open', 'snoozed', 'exhausted', 'missed', 'failed', 'acknowledged'] as const)(
    'ends what is %s, for it says more than having seen it',
    (state) => {
      expect(decideAction('complete', state)).toEqual({ type: 'act', kind: 'completed', state: 'completed' });
    },
  );

  test('what is completed changes nothing', () => {
    expect(decideAction('complete', 'completed')).toEqual({ type: 'already' });
  });
});

test.each(['planned', 'due', 'cancelled', 'skipped'] as const)(
  'what is %s can be neither, and is told why',
  (state) => {
    for (const action of ['acknowledge', 'complete'] as const) {
      expect(decideAction(action, state)).toMatchObject({ type: 'refuse', reason: expect.stringMatching(/\.$/) });
    }
  },
);

test('acting twice is acting once, from every state', () => {
  for (const action of ['acknowledge', 'complete'] as const) {
    for (const state of occurrenceStates) {
      const decision = decideAction(action, state);
      if (decision.type === 'act') expect(decideAction(action, decision.state)).toEqual({ type: 'already' });
    }
  }
});

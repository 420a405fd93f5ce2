import { describe, expect, test } from 'vitest';
import { type Action, actions, decideAction } from './decide-action.ts';
import { occurrenceStates } from './occurrence.ts';

/** Column by column as in the documentation: acts (+), has been done (=), is refused (-). */
const expected = `
              acknowledge complete snooze skip cancel
planned       -           +        +      +    +
due           -           +        +      +    +
open          +           +        +      +    +
acknowledged  =           +        +      +    +
completed     =           =        -      -    -
snoozed       +           +        +      +    +
exhausted     +           +        +      +    +
cancelled     -           -        -      -    =
skipped       -           -        -      =    -
missed        +           +        +      -    -
failed        +           +        +      -    -`;

const sign = { act: '+', already: '=', refuse: '-' } as const;
const [head, ...lines] = expected.trim().split('\n');
const columns = head!.trim().split(/\s+/);
const cells = lines.flatMap((line) => {
  const [state, ...signs] = line.trim().split(/\s+/);
  return signs.map((cell, index) => ({ state: state!, action: columns[index] as Action, cell }));
});

test('the table has every action in every state', () => {
  expect(cells).toHaveLength(actions.length * occurrenceStates.length);
  expect(new Set(cells.map(({ state }) => state))).toEqual(new Set(occurrenceStates));
  expect(columns).toEqual([...actions]);
});

test.each(cells)('to $action what is $state: $cell', ({ state, action, cell }) => {
  const decision = decideAction(action, state as (typeof occurrenceStates)[number]);
  expect(sign[decision.type]).toBe(cell);
  if (decision.type === 'refuse') expect(decision.reason).toMatch(/^It .*\.$/);
});

describe('acting twice', () => {
  test.each(['acknowledge', 'complete', 'skip', 'cancel'] as const)(
    'to %s is acting once, from every state',
    (action) => {
      for (const state of occurrenceStates) {
        const decision = decideAction(action, state);
        if (decision.type === 'act') expect(decideAction(action, decision.kind)).toEqual({ type: 'already' });
      }
    },
  );

  test('to snooze moves what is snoozed', () => {
    expect(decideAction('snooze', 'snoozed')).toEqual({ type: 'act', kind: 'snoozed' });
  });
});

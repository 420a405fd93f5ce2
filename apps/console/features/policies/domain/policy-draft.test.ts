import type { Policy } from '@belfry/sdk';
import { expect, test } from 'vitest';
import { emptyPolicy, isWhole, newStep, policyDraftFieldOf, toNewPolicy, toPolicyDraft } from './policy-draft.ts';

const policy: Policy = {
  id: 'p1',
  name: 'Urgent',
  version: 2,
  steps: [
    {
      after: 'PT0S',
      targets: [{ person: 'self', channels: ['push', 'sms'] }],
      message: null,
      repeat: { every: 'PT5M', times: 2 },
    },
    {
      after: 'PT1H30M',
      targets: [{ person: 'role:daughter', channels: ['sms'] }],
      message: 'Please call.',
      repeat: null,
    },
  ],
  fallback: { person: 'bob', channels: ['email'] },
  repageAfter: 'PT2H',
  patience: 'PT30M',
  onUnknown: 'ask',
  createdAt: '2027-01-01T00:00:00Z',
  warnings: [],
};

test('a policy that goes through the form unchanged comes out as it was', () => {
  expect(toNewPolicy(toPolicyDraft(policy))).toEqual({
    name: 'Urgent',
    steps: [
      { after: 'PT0M', targets: [{ person: 'self', channels: ['push', 'sms'] }], repeat: { every: 'PT5M', times: 2 } },
      { after: 'PT90M', targets: [{ person: 'role:daughter', channels: ['sms'] }], message: 'Please call.' },
    ],
    fallback: { person: 'bob', channels: ['email'] },
    repageAfter: 'PT120M',
    patience: 'PT30M',
    onUnknown: 'ask',
  });
});

test('seconds that the form cannot show are kept', () => {
  const draft = toPolicyDraft({ ...policy, patience: 'PT90S' });
  expect(toNewPolicy(draft).patience).toBe('PT90S');
});

test('the first two steps reach the person, the third asks whom', () => {
  const draft = emptyPolicy();
  const third = newStep(draft.steps);
  expect(draft.steps.map((step) => step.targets[0]?.person)).toEqual(['self', 'self']);
  expect([third.afterMinutes, third.targets[0]?.person]).toEqual([20, null]);
  expect(isWhole(draft)).toBe(true);
  expect(isWhole({ ...draft, steps: [...draft.steps, third] })).toBe(false);
});

test('an error finds its step', () => {
  expect(['name', 'steps.1.targets.0.person', 'steps', 'repageAfter', 'weather'].map(policyDraftFieldOf)).toEqual([
    'name',
    'step 1',
    'steps',
    'repage',
    null,
  ]);
});

import { expect, test } from 'vitest';
import { isStale, policyFieldOf, scheduleFieldOf } from './reminder-field.ts';

test('what the API refuses in a schedule finds its field', () => {
  expect(['personId', 'title', 'rule.at', 'localTime', 'policyId', 'kind'].map(scheduleFieldOf)).toEqual([
    'person',
    'title',
    'when',
    'when',
    'ladder',
    null,
  ]);
});

test('what it refuses in a step finds the rung', () => {
  expect(['name', 'steps', 'steps.2.targets.0.person', 'fallback'].map(policyFieldOf)).toEqual([
    'policyName',
    'ladder',
    'rung 2',
    null,
  ]);
});

test('an error goes when its field is changed, and stays when another one is', () => {
  expect(isStale('rung 2', new Set(['rungs']))).toBe(true);
  expect(isStale('when', new Set(['timing']))).toBe(true);
  expect(isStale('title', new Set(['timing', 'rungs']))).toBe(false);
});

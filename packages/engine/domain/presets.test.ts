import { expect, test } from 'vitest';
import { elapsed } from './policy.ts';
import { presets } from './presets.ts';

test.each([
  ['Gentle', [0, 60, 180], []],
  ['Urgent', [0, 5, 15, 30], [4]],
  ['Critical', [0, 2, 5, 10, 15], [2, 3, 4, 5]],
])('%s takes its steps after %j minutes and reaches the contacts at steps %j', (name, minutes, withContacts) => {
  const steps = presets.find((preset) => preset.name === name)!.policy.steps;
  expect(steps.map(({ after }) => elapsed(after).total('minutes'))).toEqual(minutes);
  expect(steps.every(({ targets }) => targets[0]?.person === 'self')).toBe(true);
  const numbers = steps.flatMap(({ targets }, index) =>
    targets.some((t) => t.person === 'role:contact') ? [index + 1] : [],
  );
  expect(numbers).toEqual(withContacts);
});

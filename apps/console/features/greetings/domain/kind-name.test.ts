import { expect, test } from 'vitest';
import { kindNameOf } from './kind-name.ts';

test.each([
  ['Name day', 'name-day'],
  ['  Première journée! ', 'premiere-journee'],
  ['100 days', 'days'],
  ['x'.repeat(60), 'x'.repeat(40)],
])('%s is %s', (title, name) => expect(kindNameOf(title, [], 'k3f9')).toBe(name));

test.each([
  ['ខួប', [], 'occasion-k3f9'],
  ['2027', ['occasion'], 'occasion-k3f9'],
  ['Name day', ['name-day'], 'name-day-k3f9'],
  ['x'.repeat(60), ['x'.repeat(40)], `${'x'.repeat(35)}-k3f9`],
])('%s beside %j is %s, as no other is called, nor was', (title, taken, name) =>
  expect(kindNameOf(title, taken, 'k3f9')).toBe(name),
);

import { expect, test } from 'vitest';
import { kindNameOf } from './kind-name.ts';

test.each([
  ['Name day', 'name-day'],
  ['  Première journée! ', 'premiere-journee'],
  ['100 days', 'days'],
  ['ខួប', 'occasion'],
  ['x'.repeat(60), 'x'.repeat(40)],
])('%s is %s', (title, name) => expect(kindNameOf(title)).toBe(name));

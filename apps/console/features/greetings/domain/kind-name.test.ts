import { expect, test } from 'vitest';
import { kindNameOf } from './kind-name.ts';

test.each([
  ['Name day', 'name-day'],
  ['  Première journée! ', 'premiere-journee'],
  ['100 days', 'days'],
  ['ខួប', 'occasion'],
  ['x'.repeat(60), 'x'.repeat(40)],
])('%s is %s', (title, name) => expect(kindNameOf(title, [])).toBe(name));

test.each([
  ['ថ្ងៃឈ្មោះ', ['birthday', 'occasion'], 'occasion-2'],
  ['記念日', ['occasion', 'occasion-2', 'occasion-4'], 'occasion-3'],
  ['Именины', ['occasion-2'], 'occasion'],
  ['Name day', ['name-day'], 'name-day-2'],
  ['x'.repeat(60), ['x'.repeat(40)], `${'x'.repeat(38)}-2`],
])('%s beside %j is %s', (title, taken, name) => expect(kindNameOf(title, taken)).toBe(name));

import { expect, test } from 'vitest';
import { matchesName } from './matches-name.ts';

test('a name is found by its words in any order, and without its accents', () => {
  for (const typed of ['', 'jose', 'alv jos', 'JOSÉ ÁLVAREZ', ' álvarez ']) {
    expect(matchesName('José Álvarez', typed)).toBe(true);
  }
  expect(matchesName('José Álvarez', 'jose baker')).toBe(false);
});

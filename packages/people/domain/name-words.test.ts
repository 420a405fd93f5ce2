import { expect, test } from 'vitest';
import { wordsOf } from './name-words.ts';

test.each([
  [
    ['Ada Archer', 'Ada', 'Archer'],
    ['ada', 'archer'],
  ],
  [["Zoë O'Brien-Ávila"], ['zoe', 'o', 'brien', 'avila']],
  [['ЖУК Пётр'], ['жук', 'петр']],
  [['ម៉ាលី សុភា'], ['ម៉ាលី', 'សុភា']],
  [[null, '  ', '…'], []],
  [['x'.repeat(50)], ['x'.repeat(40)]],
])('%j has the words %j', (names, words) => {
  expect(wordsOf(...names)).toEqual(words);
});

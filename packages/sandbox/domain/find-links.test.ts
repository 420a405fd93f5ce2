import { expect, test } from 'vitest';
import { findLinks } from './find-links.ts';

const origin = 'http://127.0.0.1:8400';

test('only links of the one origin are found, each once, without what stands behind them', () => {
  const html = `<a href="${origin}/a/t0k-en?x=1&amp;y=2">Done</a> <a href='https://example.com/a/other'>x</a>`;
  expect(findLinks([`See ${origin}/a/t0k-en?x=1&y=2. (${origin}/b)`, null, html], origin)).toEqual([
    `${origin}/a/t0k-en?x=1&y=2`,
    `${origin}/b`,
  ]);
  expect(findLinks([`{"link":"${origin}/a/1"}`], origin)).toEqual([`${origin}/a/1`]);
  expect(findLinks([`${origin}0/a/1`, 'no link', `${origin}.evil.example/a/1`], origin)).toEqual([]);
});

import { expect, test } from 'vitest';
import { countRows } from './count-rows.ts';

test.each([
  ['', 0],
  ['name\n', 0],
  ['name', 0],
  ['name\nAnn\nBen\n', 2],
  ['name\r\nAnn\r\nBen', 2],
])('%j has %i rows', async (text, rows) => {
  expect(await countRows(new Blob([text]))).toBe(rows);
});

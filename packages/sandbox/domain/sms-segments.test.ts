import { expect, test } from 'vitest';
import { countSegments } from './sms-segments.ts';

test.each([
  ['nothing', '', 1],
  ['160 characters of the GSM alphabet', 'a'.repeat(160), 1],
  ['one more', 'a'.repeat(161), 2],
  ['two full joined segments', 'a'.repeat(306), 2],
  ['80 characters of the extension', '€'.repeat(80), 1],
  ['81 of them', '€'.repeat(81), 2],
  ['70 Khmer letters', 'ក'.repeat(70), 1],
  ['71 Khmer letters', 'ក'.repeat(71), 2],
  ['36 emoji, two units each', '👋'.repeat(36), 2],
])('%s', (_what, text, segments) => {
  expect(countSegments(text)).toBe(segments);
});

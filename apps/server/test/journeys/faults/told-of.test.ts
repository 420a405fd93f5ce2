import { expect, test } from 'vitest';
import { isAsItShould } from './told-of.ts';

const [text, email, neighbour] = ['sms +12025550101', 'email ann@example.com', 'sms +12025550102'];
const all = [text, email, neighbour, text];

test('whom nobody has answered for is told all there is, in whatever order', () => {
  expect(isAsItShould('never answers', [email, text, text, neighbour], all)).toBe(true);
  expect(isAsItShould('never answers', [text, email, neighbour], all)).toBe(false);
  expect(isAsItShould('never answers', [...all, neighbour], all)).toBe(false);
  expect(isAsItShould('told', [], [text])).toBe(false);
});

test('whoever answers is told no more than that, and never that nobody has answered', () => {
  expect(isAsItShould('answers by API', [], all)).toBe(true);
  expect(isAsItShould('answers by link', [text, email], all)).toBe(true);
  expect(isAsItShould('answers by text', [text, text], all)).toBe(false);
  expect(isAsItShould('answers by text', ['sms +12025550103'], all)).toBe(false);
});

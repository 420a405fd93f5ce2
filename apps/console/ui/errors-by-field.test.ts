import { ProblemError } from '@belfry/sdk';
import { expect, test } from 'vitest';
import { errorsByField, needsNote } from './errors-by-field.ts';

const refused = (...paths: string[]) =>
  new ProblemError({
    status: 400,
    code: 'request.invalid',
    title: 'Invalid',
    detail: 'Invalid',
    errors: paths.map((path) => ({ path, message: `${path} is wrong` })),
    requestId: null,
  });
const fieldOf = (path: string) => (path === 'title' ? 'title' : null);

test('an error stands at its field', () => {
  const errors = errorsByField(refused('title'), fieldOf);
  expect(errors).toEqual({ of: { title: 'title is wrong' }, rest: [] });
  expect(needsNote(refused('title'), errors)).toBe(false);
});

test('an error of no field is not lost', () => {
  const error = refused('title', 'shard');
  expect(errorsByField(error, fieldOf).rest.map((one) => one.path)).toEqual(['shard']);
  expect(needsNote(error, errorsByField(error, fieldOf))).toBe(true);
});

test('a failure without fields needs a note', () => {
  expect(needsNote(refused(), errorsByField(refused(), fieldOf))).toBe(true);
  expect(needsNote(null, errorsByField(null, fieldOf))).toBe(false);
});

import type { OpenAPI3 } from 'openapi-typescript';
import { expect, test } from 'vitest';
import { generateTypes } from './generate.ts';

const document = (paths: string[]): OpenAPI3 => ({
  openapi: '3.1.0',
  info: { title: 'Sample', version: '1' },
  paths: Object.fromEntries(paths.map((path) => [path, { get: { responses: { 200: { description: 'ok' } } } }])),
  components: {
    schemas: {
      Sample: {
        type: 'object',
        required: ['a'],
        properties: { a: { type: 'string' }, b: { type: 'string', default: 'x' } },
      },
    },
  },
});

test('the order in which a server registers its routes does not change the file', async () => {
  expect(await generateTypes(document(['/a', '/b']))).toBe(await generateTypes(document(['/b', '/a'])));
});

test('what has a default may be left out of a request', async () => {
  const text = await generateTypes(document([]));
  expect(text).toMatch(/a: string;/);
  expect(text).toMatch(/b\?: string;/);
});

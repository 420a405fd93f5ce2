import fc from 'fast-check';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { timeZone } from './fields.ts';
import { unstorableIn } from './storable-text.ts';
import { issuesOf } from './validation.ts';

function issues(schema: z.ZodType, value: unknown) {
  const result = schema.safeParse(value);
  return result.success ? [] : issuesOf(result.error);
}

const rule = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('once'), at: z.string() }),
  z.strictObject({ type: z.literal('every'), interval: z.string() }),
]);

it('of several shapes, the one that the value says it has is explained', () => {
  expect(issues(z.object({ rule }), { rule: { type: 'once', att: 1 } }).map((issue) => issue.path)).toEqual([
    'rule.at',
    'rule.att',
  ]);
  expect(issues(z.object({ rule }), { rule: { type: 'never' } })).toMatchObject([{ path: 'rule.type' }]);
});

it('of several shapes without a name, the closest is explained', () => {
  const target = z.union([z.literal('self'), z.strictObject({ person: z.strictObject({ id: z.uuid() }) })]);
  expect(issues(z.array(target), [{ person: { id: 'x' } }])).toMatchObject([{ path: '0.person.id' }]);
});

it('of several plain values, all are offered at one path', () => {
  const zone = z.object({ timeZone: z.union([z.literal('person'), timeZone]) });
  const [issue, ...others] = issues(zone, { timeZone: 'Mars/Phobos' });
  expect(others).toEqual([]);
  expect(issue).toMatchObject({ path: 'timeZone', message: expect.stringMatching(/person.*; or .*IANA/) });
});

it('whatever JSON holds a NUL or half a pair is found, and nothing else is', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.constantFrom('\0', 'a\ud800', '\udc00b', 'fine', '😀'), (value, word) => {
      const clean = JSON.parse(JSON.stringify(value).replaceAll(/\\u(0000|d[89a-f]..)/g, ''));
      expect(unstorableIn(clean)).toEqual([]);
      const found = unstorableIn([clean, { deep: [word] }]);
      expect(found.map((issue) => issue.path)).toEqual(word === 'fine' || word === '😀' ? [] : ['1.deep.0']);
    }),
  );
});

it('nesting deeper than the stack does no harm', () => {
  let nested: unknown = 'a\0';
  for (let depth = 0; depth < 20_000; depth++) nested = [nested];
  expect(unstorableIn(nested)).toHaveLength(1);
});

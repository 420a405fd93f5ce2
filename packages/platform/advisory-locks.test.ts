import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { lockSpaces, soleLocks } from './advisory-locks.ts';

const house = join(import.meta.dirname, '../..');

test('no two locks have one number', () => {
  const numbers = [...Object.values(lockSpaces), ...Object.values(soleLocks)];
  expect(new Set(numbers).size).toBe(numbers.length);
});

test('what greetings are planned by is locked by the numbers that earlier versions lock it by', () => {
  expect(lockSpaces).toMatchObject({ occasions: 7_301, greetedPeople: 7_302 });
});

test('the functions in the database take no number that has no name here', () => {
  const named = new Set<number>(Object.values(soleLocks));
  const taken = globSync('apps/server/migrations/*.sql', { cwd: house }).flatMap((file) =>
    [...readFileSync(join(house, file), 'utf8').matchAll(/pg_advisory_\w+\((\d+)\)/g)].map(([, number]) =>
      Number(number),
    ),
  );
  expect(taken.length).toBeGreaterThan(0);
  expect(taken.filter((number) => !named.has(number))).toEqual([]);
});

test('a statement of ours gets its number from here', () => {
  const sources = globSync('{apps,packages,systems}/**/*.ts', {
    cwd: house,
    exclude: (name) => name.includes('node_modules') || name.endsWith('.test.ts'),
  });
  const literal = /pg_(?:try_)?advisory_\w+\(\s*\d/;
  expect(sources.filter((file) => literal.test(readFileSync(join(house, file), 'utf8')))).toEqual([]);
});

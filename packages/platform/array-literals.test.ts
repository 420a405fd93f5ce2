import { testDatabase } from '@belfry/testkit/test-database';
import fc from 'fast-check';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { instantArray, plainArray, textArray } from './array-literals.ts';

let client: pg.Client;
let close: () => Promise<void>;

beforeAll(async () => {
  const database = await testDatabase();
  close = database.close;
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
});

afterAll(async () => {
  await client.end();
  await close();
});

const readBack = async (type: string, literal: string) =>
  (await client.query(`SELECT array_to_json($1::${type}[]) AS read`, [literal])).rows[0].read;

test('any text comes back as it was, and nothing as nothing', async () => {
  const texts = fc.array(fc.option(fc.string({ unit: 'grapheme' }).map((text) => text.replaceAll('\0', ''))));
  await fc.assert(
    fc.asyncProperty(texts, async (given) => {
      const wellFormed = given.map((text) => text?.toWellFormed() ?? null);
      expect(await readBack('text', textArray(wellFormed))).toEqual(wellFormed);
    }),
    { examples: [[['', 'NULL', 'null', '"', '\\', '{a,b}', ' ', '\\"', 'a\nb']]] },
  );
});

test('so do numbers, words, UUIDs, instants and booleans', async () => {
  expect(await readBack('int', plainArray([1, -2, null]))).toEqual([1, -2, null]);
  expect(await readBack('bool', plainArray([true, false, null]))).toEqual([true, false, null]);
  expect(await readBack('timestamptz', plainArray(['2027-01-15T09:00:00.123456Z', null]))).toHaveLength(2);
  const [a, b] = ['2027-01-15T09:00:00.123456Z', '2027-01-15T09:00:01Z'].map((text) => Temporal.Instant.from(text));
  const instants = [a!, a!, b!, a!];
  const read: string[] = await readBack('timestamptz', instantArray(instants));
  expect(read.map((text) => Temporal.Instant.from(text).toString())).toEqual(instants.map(String));
  const id = 'a1b2c3d4-0000-7000-8000-000000000001';
  expect(await readBack('uuid', plainArray([id]))).toEqual([id]);
  expect(await readBack('text', plainArray([]))).toEqual([]);
});

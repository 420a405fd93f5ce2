import { testDatabase } from '@belfry/testkit/test-database';
import fc from 'fast-check';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { dayArray, instantArray, plainArray, textArray, uuidArray } from './array-parameters.ts';

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

const readBack = async (type: string, literal: string | Buffer) =>
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

test('so do numbers, words, booleans, and instants and dates as text', async () => {
  expect(await readBack('int', plainArray([1, -2, null]))).toEqual([1, -2, null]);
  expect(await readBack('bool', plainArray([true, false, null]))).toEqual([true, false, null]);
  expect(await readBack('timestamptz', plainArray(['2027-01-15T09:00:00.123456Z', null]))).toHaveLength(2);
  expect(await readBack('text', plainArray([]))).toEqual([]);
});

test('and UUIDs, in whichever case', async () => {
  const ids = fc.array(fc.option(fc.uuid()));
  await fc.assert(
    fc.asyncProperty(ids, async (given) => {
      expect(await readBack('uuid', uuidArray(given))).toEqual(given);
    }),
  );
  const id = 'A1B2C3D4-0000-7000-8000-00000000000F';
  expect(await readBack('uuid', uuidArray([id]))).toEqual([id.toLowerCase()]);
});

test('what is no UUID is refused, and not taken for another', () => {
  const id = 'a1b2c3d4-0000-7000-8000-000000000001';
  for (const wrong of ['', id.slice(1), `${id}0`, id.replace('a', 'g'), id.replace('a', 'é'), id.replaceAll('-', '')])
    expect(() => uuidArray([id, wrong]), wrong).toThrow('is no UUID');
});

test('and instants, to the microsecond, as PostgreSQL would read their text', async () => {
  const [least, most] = ['0001-01-01T00:00:00Z', '9999-12-31T23:59:59Z'].map((text) => Date.parse(text));
  const instants = fc
    .record({ ms: fc.integer({ min: least!, max: most! }), microseconds: fc.nat(999) })
    .map(({ ms, microseconds }) => Temporal.Instant.fromEpochMilliseconds(ms).add({ microseconds }));
  await fc.assert(
    fc.asyncProperty(fc.array(instants), async (given) => {
      const twice = given.flatMap((instant) => [instant, instant]);
      const { rows } = await client.query('SELECT $1::timestamptz[] = $2::timestamptz[] AS same', [
        instantArray(twice),
        plainArray(twice.map(String)),
      ]);
      expect(rows).toEqual([{ same: true }]);
    }),
  );
});

test('and dates', async () => {
  const days = fc.array(
    fc.option(fc.date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true })),
  );
  await fc.assert(
    fc.asyncProperty(days, async (given) => {
      const texts = given.flatMap((date) => [date?.toISOString().slice(0, 10) ?? null, '2024-02-29']);
      expect(await readBack('date', dayArray(texts))).toEqual(texts);
    }),
  );
  for (const wrong of ['', '2027-02-30', '15.1.2027', '2027-1-5'])
    expect(() => dayArray([wrong]), wrong).toThrow('is no date');
});

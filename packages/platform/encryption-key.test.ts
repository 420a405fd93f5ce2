import { type TestDatabase, testDatabase } from '@belfry/testkit/test-database';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { requireEncryptionKey, secretsInUse } from './encryption-key.ts';

const one = 'one secret of thirty-two characters or more';
const two = 'two, which is another of as many characters';
const refused = { code: 'config.encryption-key-differs' };
let database: TestDatabase;

beforeEach(async () => {
  database = await testDatabase();
});

afterEach(() => database.close());

const start = (secret: string, previous: string[] = []) => requireEncryptionKey(database.url, { secret, previous });

test('the first secret is held to, at every start', async () => {
  await start(one);
  await start(one);
  await expect(start(two)).rejects.toMatchObject(refused);
  await expect(start(two, ['a third one'])).rejects.toMatchObject(refused);
});

test('who knows the secret before may change it, and nobody goes back without saying so', async () => {
  await start(one);
  await start(two, [one]);
  await start(two);
  await expect(start(one)).rejects.toMatchObject(refused);
  await start(one, [two]);
});

test('of many that start at once with different secrets, one sort goes on', async () => {
  const starts = Array.from({ length: 10 }, (_, i) => start(i % 2 === 0 ? one : two));
  const ends = await Promise.allSettled(starts);
  const wentOn = ends.flatMap(({ status }, i) => (status === 'fulfilled' ? [i % 2] : []));
  expect(wentOn).toHaveLength(5);
  expect(new Set(wentOn).size).toBe(1);
});

test('no secret stands in a refusal', async () => {
  await start(one);
  await expect(start(two)).rejects.toThrow(/^ENCRYPTION_KEY \(.*\) is not (?!.*(one secret|two, which)).*$/);
});

test('a command goes by the key that the servers go by, and notes none', async () => {
  const given = { secret: two, previous: [one] };
  expect(await secretsInUse(database.url, given)).toEqual(given);
  await start(one);
  expect(await secretsInUse(database.url, given)).toEqual({ secret: one, previous: [two] });
  await start(one);
  await start(two, [one]);
  expect(await secretsInUse(database.url, given)).toEqual(given);
  await expect(secretsInUse(database.url, { secret: one, previous: [] })).rejects.toMatchObject(refused);
});

import pg from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../test-database.ts';
import { type DatabaseWire, startDatabaseWire } from './database-wire.ts';

let database: TestDatabase;
let wire: DatabaseWire;
let owner: pg.Client;
let client: pg.Client;

beforeEach(async () => {
  database = await testDatabase();
  wire = await startDatabaseWire(database.url);
  owner = await connected(database.url);
  await owner.query('CREATE TABLE noted (what text, UNIQUE (what) DEFERRABLE INITIALLY DEFERRED)');
  client = await connected(wire.url);
});

afterEach(async () => {
  await Promise.all([client.end(), owner.end()]);
  await wire[Symbol.asyncDispose]();
  await database.close();
});

async function connected(url: string): Promise<pg.Client> {
  const one = new pg.Client({ connectionString: url });
  one.on('error', () => {});
  await one.connect();
  return one;
}

const note = (what: string) => client.query('INSERT INTO noted VALUES ($1)', [what]);
const noted = async () => (await owner.query('SELECT what FROM noted ORDER BY what')).rows.map(({ what }) => what);

test('of a statement by itself the answer is lost and the row is kept', async () => {
  const lost = wire.loseCommits('INSERT INTO noted', 1);
  await expect(note('alone')).rejects.toThrow('Connection terminated');
  expect([await noted(), lost.end()]).toEqual([['alone'], 1]);
});

test('so it is of one that was prepared long before', async () => {
  const kept = (what: string) => client.query({ name: 'kept', text: 'INSERT INTO noted VALUES ($1)', values: [what] });
  await kept('before');
  const lost = wire.loseCommits('INSERT INTO noted', 1);
  await expect(kept('now')).rejects.toThrow('Connection terminated');
  expect([await noted(), lost.end()]).toEqual([['before', 'now'], 1]);
});

test('of a transaction it is the answer to its commit, and to nothing before', async () => {
  const lost = wire.loseCommits('INSERT INTO noted', 1);
  await client.query('BEGIN');
  await note('within');
  await client.query('SELECT 1');
  await expect(client.query('COMMIT')).rejects.toThrow('Connection terminated');
  expect([await noted(), lost.end()]).toEqual([['within'], 1]);
});

test('what PostgreSQL does not keep is answered: rolled back, refused at once, refused at its commit', async () => {
  await note('taken');
  const lost = wire.loseCommits('INSERT INTO noted', 1);
  await client.query('BEGIN');
  await note('rolled back');
  await client.query('ROLLBACK');
  await expect(client.query('INSERT INTO noted VALUES (1 / 0)')).rejects.toThrow('division by zero');
  await expect(note('taken')).rejects.toThrow('duplicate key');
  expect([await noted(), lost.end()]).toEqual([['taken'], 0]);
});

test('everything else passes as it is, however large', async () => {
  wire.loseCommits('INSERT INTO noted', 1);
  const { rows } = await client.query(`SELECT n, repeat('x', 100) AS text FROM generate_series(1, 50000) n`);
  expect([rows.length, rows.at(-1)]).toEqual([50_000, { n: 50_000, text: 'x'.repeat(100) }]);
});

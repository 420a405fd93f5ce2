import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { requireEncryptionKey } from '@belfry/platform/encryption-key';
import { runBelfry } from '@belfry/testkit/program';
import { startRedis } from '@belfry/testkit/redis-server';
import { type TestDatabase, testDatabase } from '@belfry/testkit/test-database';
import pg from 'pg';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';

let database: TestDatabase;
let dataDir: string;

beforeAll(async () => {
  database = await testDatabase();
  dataDir = await mkdtemp(join(tmpdir(), 'belfry-journey-'));
});

afterAll(async () => {
  await database.close();
  await rm(dataDir, { recursive: true, force: true });
});

/** @returns the lines it ended with; it must not have started */
async function refused(env: Record<string, string>): Promise<string[]> {
  const program = await runBelfry(['serve'], { BELFRY_DATA: dataDir, PORT: '0', DATABASE_URL: database.url, ...env });
  expect(await program.ended, program.log()).toEqual({ code: 1, signal: null });
  expect(program.log()).not.toMatch(/ready at|^ {4}at /m);
  return program.log().trim().split('\n');
}

test('a wrong variable is one clear line that names it', async () => {
  expect(await refused({ PORT: 'eighty' })).toEqual(['PORT must be a whole number from 0 to 65535, not «eighty».']);
});

test('several wrong variables are a line each, and no secret is repeated', async () => {
  const lines = await refused({
    PORT: '-1',
    DB_POOL_MIN: '9',
    DB_POOL_MAX: '3',
    BELFRY_CLOCK: 'sundial',
    BELFRY_CHANNELS: 'pigeons',
    BELFRY_TRANSPORT: 'rabbitmq',
    BELFRY_PROVIDER_TIMEOUT_MS: '1.5',
    BELFRY_URL: 'belfry.example.com',
    LOG_LEVEL: 'loud',
    DATABASE_URL: 'mysql://root:sesame@localhost/belfry',
    ENCRYPTION_KEY: 'sesame',
    TWILIO_AUTH_TOKEN: 'sesame',
    SMTP_URL: 'sesame@localhost',
  });
  expect(lines.map((line) => line.split(' ')[0]).toSorted()).toEqual([
    'BELFRY_CHANNELS',
    'BELFRY_CLOCK',
    'BELFRY_PROVIDER_TIMEOUT_MS',
    'BELFRY_URL',
    'DATABASE_URL',
    'DB_POOL_MIN',
    'ENCRYPTION_KEY',
    'LOG_LEVEL',
    'PORT',
    'RABBITMQ_URL',
    'SMTP_URL',
    'TWILIO_AUTH_TOKEN',
  ]);
  expect(lines.join('\n')).not.toContain('sesame');
});

test('a Redis that may throw away what it holds is refused, with what to set', async () => {
  await using redis = await startRedis({ 'maxmemory-policy': 'allkeys-lru' });
  const lines = await refused({ BELFRY_TRANSPORT: 'bullmq', QUEUE_REDIS_URL: redis.url });
  expect(lines).toEqual([expect.stringMatching(/QUEUE_REDIS_URL has maxmemory-policy allkeys-lru .*noeviction/)]);
});

test('a pool that the database cannot serve is said at start, with both figures', async () => {
  expect(await refused({ DB_POOL_MAX: '1000' })).toEqual([
    expect.stringMatching(
      /^DB_POOL_MAX is 1000, for which this process needs \d+ connections; the server offers \d+\.$/,
    ),
  ]);
});

test('a database that nobody answers for is one line that names DATABASE_URL', async () => {
  const lines = await refused({ DATABASE_URL: 'postgres://belfry:sesame@127.0.0.1:1/belfry' });
  expect(lines).toEqual([expect.stringMatching(/^DATABASE_URL: the database cannot be reached: /)]);
  expect(lines.join('\n')).not.toContain('sesame');
});

test('a wrong password of the database is one line that names DATABASE_URL', async () => {
  const url = new URL(database.url);
  url.password = 'sesame';
  const lines = await refused({ DATABASE_URL: url.href });
  expect(lines).toEqual([expect.stringMatching(/^DATABASE_URL: the database cannot be reached: /)]);
  expect(lines.join('\n')).not.toContain('sesame');
});

test('a port that somebody else has is one line that names PORT', async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const address = other.address();
  const port = typeof address === 'object' ? String(address?.port) : '';
  expect(await refused({ PORT: port })).toEqual([expect.stringMatching(`^PORT or HOST: .*${port}`)]);
  await new Promise((resolve) => other.close(resolve));
});

test('another key than the one the database was set up with is one line that names ENCRYPTION_KEY', async () => {
  const used = await testDatabase();
  const secret = 'sesame, which is long enough to be a key';
  await requireEncryptionKey(used.url, { secret, previous: [] });
  const line = /^ENCRYPTION_KEY .*is not the key of this database: .*ENCRYPTION_KEY_PREVIOUS\.$/;
  for (const env of [{ ENCRYPTION_KEY: secret.replace('sesame', 'parsley') }, {}]) {
    const lines = await refused({ ...env, DATABASE_URL: used.url });
    expect(lines).toEqual([expect.stringMatching(line)]);
    expect(lines.join()).not.toMatch(/sesame|parsley/);
  }
  await used.close();
});

test('SIGTERM ends a start that waits for somebody else to migrate', async () => {
  const other = new pg.Client({ connectionString: database.url });
  await other.connect();
  try {
    await other.query('BEGIN');
    // The lock that whoever migrates holds (migrate.ts).
    await other.query('SELECT pg_advisory_xact_lock(7310911842)');
    const program = await runBelfry(['serve'], { BELFRY_DATA: dataDir, PORT: '0', DATABASE_URL: database.url });
    await vi.waitFor(() => expect(program.log()).toContain('which is waited for'), { timeout: 60_000 });
    program.kill('SIGTERM');
    expect(await program.ended, program.log()).toEqual({ code: 0, signal: null });
    expect(program.log()).toMatch(/stopped before it was ready\n$/);
  } finally {
    await other.end();
  }
});

test('a worker alone without a broker, which would do nothing for ever, is one line that names BELFRY_TRANSPORT', async () => {
  const program = await runBelfry(['serve', '--role', 'worker'], { BELFRY_DATA: dataDir });
  expect(await program.ended).toEqual({ code: 1, signal: null });
  expect(program.log()).toMatch(/^BELFRY_TRANSPORT is postgres[^\n]+\n$/);
});

test('a system that is not there yet is said to be that', async () => {
  const program = await runBelfry(['serve', '--as', 'reminders'], { BELFRY_DATA: dataDir });
  expect(await program.ended).toEqual({ code: 1, signal: null });
  expect(program.log()).toContain('--as takes greetings. Not there yet: reminders, adherence, companion, frontdesk.');
});

test('an unknown role is one line', async () => {
  const program = await runBelfry(['serve', '--role', 'api,bell-ringer'], { BELFRY_DATA: dataDir });
  expect(await program.ended).toEqual({ code: 1, signal: null });
  expect(program.log()).toBe('--role takes api, engine, worker, separated by commas; api,bell-ringer is not that.\n');
});

import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tryInstance } from '@belfry/platform/data-directory-instance';
import pg from 'pg';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { callApiOf } from './call-api.ts';
import { createPlaygroundService, type PlaygroundService } from './playground-service.ts';
import { readTally } from './read-tally.ts';
import { runChild } from './run-child.ts';

/** A database is made and two programs start: much of it is waiting for a busy machine. */
const patience = { timeout: 120_000, interval: 100 };
const problems: unknown[] = [];
/** What was being done at each change. */
const told: (string | null)[] = [];
let directory: string;
let service: PlaygroundService;

const open = (idleMs?: number) =>
  createPlaygroundService({
    directory,
    onChange: () => told.push(service?.state().doing ?? null),
    onError: (error) => problems.push(error),
    ...(idleMs === undefined ? {} : { idleMs }),
  });

const untilReady = (of: PlaygroundService) => vi.waitFor(() => of.scene(), patience);

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'belfry-playground-'));
  service = open();
  await service.start();
  await untilReady(service);
}, 130_000);

afterAll(async () => {
  await service.stop();
  await rm(directory, { recursive: true, force: true });
  expect(problems).toEqual([]);
}, 60_000);

/** That nobody holds a directory proves that the program which worked in it has ended. */
async function isFree(path: string): Promise<boolean> {
  const instance = await tryInstance(path, 'command');
  await instance?.release();
  return instance !== null;
}

/** The playground's own, and those of the programs of its scenes. */
async function foldersOf(): Promise<string[]> {
  const scenes = (await readdir(directory)).filter((name) => name.startsWith('scene-'));
  expect(scenes).not.toEqual([]);
  return ['', ...scenes.flatMap((scene) => [join(scene, 'api'), join(scene, 'engine')])];
}

async function expectNothingLeft({ baseUrl, databaseUrl }: { baseUrl: string; databaseUrl: string }): Promise<void> {
  await vi.waitFor(async () => {
    for (const part of await foldersOf()) expect([part, await isFree(join(directory, part))]).toEqual([part, true]);
    await expect(fetch(`${baseUrl}/health`)).rejects.toThrow('fetch failed');
    await expect(new pg.Client({ connectionString: databaseUrl }).connect()).rejects.toThrow();
  }, patience);
}

test('a household has moved in, two minutes before the evening', async () => {
  const call = callApiOf(service.scene());
  const { data: people } = await call<{ data: { name: string }[] }>('GET', '/v1/people');
  expect(people.map(({ name }) => name).sort()).toEqual(['Dara', 'Grandmother Maly', 'Sophea']);
  const { now } = await call<{ now: string }>('GET', '/sandbox/clock');
  const { data: occurrences } = await call<{ data: { dueAt: string; state: string }[] }>('GET', '/v1/occurrences');
  expect(occurrences.map(({ state }) => state)).toEqual(['planned']);
  expect(Date.parse(occurrences[0]!.dueAt) - Date.parse(now)).toBe(120_000);
});

test('an engine that is killed comes back, and what was due meanwhile leaves once', async () => {
  const call = callApiOf(service.scene());
  service.killEngine();
  await vi.waitFor(() => expect(service.state().engine).toBe('dead'), patience);
  await call('POST', '/sandbox/clock', { advance: 'PT3M' });
  expect(service.state()).toMatchObject({ phase: 'ready', engineKills: 1 });
  const messages = await call<{ to: string }[]>('GET', '/sandbox/messages');
  expect(messages.map(({ to }) => to)).toEqual([service.scene().household.grandmother.address]);
  await vi.waitFor(() => expect(service.state().engine).toBe('running'), patience);
  expect(await readTally(service.scene().databaseUrl)).toMatchObject({ messages: 1, twice: 0, lost: 0, underWay: 0 });
}, 130_000);

test('the tally sees what was sent twice and what was lost', async () => {
  const { databaseUrl } = service.scene();
  const owner = new pg.Client({ connectionString: databaseUrl });
  await owner.connect();
  try {
    await owner.query(`CREATE TEMP TABLE again AS SELECT * FROM sandbox.message WHERE direction = 'outbound' LIMIT 1`);
    await owner.query(`ALTER TABLE again DROP COLUMN id`);
    await owner.query(`UPDATE again SET provider_id = 'SM' || md5('again')`);
    const { rows } = await owner.query<{ columns: string }>(
      `SELECT string_agg(quote_ident(attname), ', ') AS columns FROM pg_attribute
       WHERE attrelid = 'again'::regclass AND attnum > 0 AND NOT attisdropped`,
    );
    await owner.query(`INSERT INTO sandbox.message (${rows[0]!.columns}) SELECT ${rows[0]!.columns} FROM again`);
    expect(await readTally(databaseUrl)).toMatchObject({ messages: 2, twice: 1, lost: 0 });
    await owner.query(`DELETE FROM sandbox.delivery`);
    await owner.query(`DELETE FROM sandbox.message`);
    // What the engine calls sent, and nobody took.
    expect(await readTally(databaseUrl)).toMatchObject({ messages: 0, twice: 0, lost: 1 });
  } finally {
    await owner.end();
  }
});

test('a reset makes another scene with another database, as it was in the beginning', async () => {
  const before = service.scene();
  service.reset();
  expect(service.state().phase).toBe('starting');
  const after = await untilReady(service);
  expect(problems).toEqual([]);
  expect(after.number).toBe(before.number + 1);
  expect(after.databaseUrl).not.toBe(before.databaseUrl);
  expect(await readTally(after.databaseUrl)).toMatchObject({ messages: 0, lost: 0 });
  await expect(fetch(`${before.baseUrl}/health`)).rejects.toThrow('fetch failed');
}, 130_000);

test('the next scene stands ready, so that a reset starts no program', async () => {
  const { number, databaseUrl } = service.scene();
  const next = databaseUrl.replace(/_\d+$/, `_${number + 1}`);
  await vi.waitFor(async () => expect(await scheduledIn(next)).toBe(1), patience);
  told.length = 0;
  service.reset();
  const after = await untilReady(service);
  expect(after.databaseUrl).toBe(next);
  expect(told).not.toContain('programs');
  const call = callApiOf(after);
  await call('POST', '/sandbox/clock', { advance: 'PT3M' });
  expect(await readTally(next)).toMatchObject({ messages: 1, twice: 0, lost: 0 });
  // Its engine is the one that is killed from now on.
  service.killEngine();
  await vi.waitFor(() => expect(service.state()).toMatchObject({ engineKills: 1, engine: 'dead' }), patience);
}, 130_000);

/** How many reminders there are; 0 where there is no such database yet. */
async function scheduledIn(databaseUrl: string): Promise<number> {
  const owner = new pg.Client({ connectionString: databaseUrl });
  try {
    await owner.connect();
    return (await owner.query<{ count: number }>('SELECT count(*)::int AS count FROM engine.schedule')).rows[0]!.count;
  } catch {
    return 0;
  } finally {
    await owner.end();
  }
}

test('nobody looks at it any more: it stops by itself, and starts again when it is asked for', async () => {
  await service.stop();
  service = open(2_000);
  const endUse = service.use();
  await service.start();
  const scene = await untilReady(service);
  endUse();
  await vi.waitFor(() => expect(service.state().phase).toBe('idle'), patience);
  await expectNothingLeft(scene);
}, 200_000);

test('when its parent is killed, nothing of it is left running', async () => {
  await service.stop();
  const parent = await runChild(join(import.meta.dirname, 'test/keep-playground.ts'), [directory], {});
  const scene = await new Promise<{ baseUrl: string; databaseUrl: string }>((resolve) =>
    parent.process.once('message', (told: { baseUrl: string; databaseUrl: string }) => resolve(told)),
  );
  expect((await fetch(`${scene.baseUrl}/health`)).status).toBe(200);
  parent.kill();
  await expectNothingLeft(scene);
}, 200_000);

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { readConnection } from '@belfry/platform/data-directory-connection';
import { isAlive } from '@belfry/platform/is-alive';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { accepts } from './server-group.ts';
import { testDatabase } from './test-database.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'belfry-end-with-parent-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const ends = { timeout: 12_000, interval: 50 };

/** A stand-in for a process of vitest's, killed as soon as it has said its first line. */
async function killAfterFirstLine(program: string, env: Record<string, string>): Promise<string> {
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
    cwd: import.meta.dirname,
    env: { PATH: process.env.PATH ?? '', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = await once(createInterface(child.stdout), 'line');
  child.kill('SIGKILL');
  await once(child, 'close');
  return line;
}

test('a program stops when the test that started it is killed', async () => {
  const database = await testDatabase();
  const program = `
    import { runBelfry } from './program.ts';
    const { DATABASE_URL, BELFRY_DATA } = process.env;
    const { pid } = await runBelfry(['serve'], { DATABASE_URL, BELFRY_DATA, PORT: '0', DB_POOL_MAX: '2', DB_POOL_MIN: '0' });
    setInterval(async () => {
      const { readConnection } = await import('@belfry/platform/data-directory-connection');
      if ((await readConnection(BELFRY_DATA))?.serverUrl) console.log(pid);
    }, 50);`;
  const pid = Number(await killAfterFirstLine(program, { DATABASE_URL: database.url, BELFRY_DATA: folder }));
  await expect.poll(() => isAlive(pid), ends).toBe(false);
  expect(await readConnection(folder)).toBeNull();
  await database.close();
});

test('the database of the run ends, and every temporary file goes, when vitest is killed', async () => {
  const program = `
    import { setup } from './global-setup.ts';
    const given = {};
    await setup({ provide: (name, value) => (given[name] = value) });
    console.log(await (await fetch(given.databaseServer)).text());
    setInterval(() => {}, 1000);`;
  const template = JSON.parse(await killAfterFirstLine(program, { TMPDIR: folder }));
  expect(template.name).toMatch(/^belfry_test_/);
  expect(await readdir(folder)).toEqual([expect.stringMatching(/^belfry-test-/)]);
  await expect.poll(() => readdir(folder), ends).toEqual([]);
});

test('a server of a test ends when the test that started it is killed', async () => {
  const program = `
    import { startRedis } from './redis-server.ts';
    const { url } = await startRedis();
    console.log(url);
    setInterval(() => {}, 1000);`;
  const url = new URL(await killAfterFirstLine(program, { TMPDIR: folder }));
  await expect.poll(() => accepts(Number(url.port)), ends).toBe(false);
});

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openDataDirectory } from './data-directory.ts';
import { readConnection } from './data-directory-connection.ts';
import { acquireInstance, tryInstance } from './data-directory-instance.ts';

let parent: string;
let path: string;

beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'belfry-data-'));
  path = join(parent, 'data');
});
afterEach(() => rm(parent, { recursive: true }));

const modeOf = async (file: string) => ((await stat(file)).mode & 0o777).toString(8);

/** Another process that holds the directory until it is killed. */
async function otherHolder(holder: 'server' | 'command') {
  await openDataDirectory(path);
  const program = `
    import { tryInstance } from '${join(import.meta.dirname, 'data-directory-instance.ts')}';
    const instance = await tryInstance(process.env.DATA, '${holder}');
    await instance.publish({ serverUrl: 'http://127.0.0.1:8400' });
    console.log('held');
    process.stdin.on('end', () => instance.release()).resume();`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
    env: { DATA: path },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  await once(createInterface(child.stdout), 'line');
  const exit = once(child, 'exit');
  return {
    pid: child.pid,
    async kill() {
      child.kill('SIGKILL');
      await exit;
    },
    async end() {
      child.stdin.end();
      await exit;
    },
  };
}

describe('the directory', () => {
  test('is closed to others, as is every file in it', async () => {
    const directory = await openDataDirectory(path);
    const instance = await acquireInstance(directory);
    expect(await modeOf(path)).toBe('700');
    const files = await readdir(path);
    expect(files.toSorted()).toEqual(['connection.json', 'instance-id', 'instance.lock', 'secret']);
    for (const file of files) expect(await modeOf(join(path, file))).toBe('600');
    await instance.release();
  });

  test('is closed where it was made by others and empty, and left alone where it holds their files', async () => {
    await mkdir(path);
    await chmod(path, 0o755);
    await openDataDirectory(path);
    expect(await modeOf(path)).toBe('700');
    const home = join(parent, 'home');
    await mkdir(home);
    await writeFile(join(home, 'letter.txt'), '');
    await chmod(home, 0o755);
    await openDataDirectory(home);
    expect(await modeOf(home)).toBe('755');
  });

  test('keeps its identity and its secret, whoever opens it first', async () => {
    const opened = await Promise.all([openDataDirectory(path), openDataDirectory(path), openDataDirectory(path)]);
    expect(opened[0].secret).toMatch(/^[0-9a-f]{64}$/);
    expect(opened[0].instanceId).toMatch(/^[0-9a-f-]{36}$/);
    expect(await openDataDirectory(path)).toEqual(opened[0]);
    expect(opened[1]).toEqual(opened[0]);
    expect(opened[2]).toEqual(opened[0]);
  });

  test('that cannot be made is one line that names it and its variable', async () => {
    await writeFile(path, '');
    await expect(openDataDirectory(path)).rejects.toMatchObject({
      code: 'data-directory.unusable',
      message: expect.stringContaining(`${path} (BELFRY_DATA)`),
    });
  });
});

describe('the instance', () => {
  test('is one: a second server is told in one line which process and address has the data', async () => {
    const other = await otherHolder('server');
    const second = acquireInstance(await openDataDirectory(path));
    await expect(second).rejects.toMatchObject({
      code: 'instance.running',
      message: `Belfry is already running at http://127.0.0.1:8400 on the data in ${path} (process ${other.pid}); stop it first, or set BELFRY_DATA and PORT.`,
    });
    await other.end();
  });

  test('is free at once after its process was killed, though its files are still there', async () => {
    const other = await otherHolder('server');
    await other.kill();
    expect(await readdir(path)).toContain('connection.json');
    expect(await readConnection(path)).toBeNull();
    const instance = await acquireInstance(await openDataDirectory(path));
    expect(await readConnection(path)).toEqual({
      pid: process.pid,
      holder: 'server',
      databaseUrl: null,
      serverUrl: null,
      clock: null,
    });
    await instance.release();
  });

  test('is waited for while only a command has it', async () => {
    const other = await otherHolder('command');
    const waiting = acquireInstance(await openDataDirectory(path));
    expect(await tryInstance(path, 'server')).toBeNull();
    await other.end();
    await (await waiting).release();
  });

  test('leaves no connection file behind when it is released', async () => {
    const instance = await acquireInstance(await openDataDirectory(path));
    await instance.publish({ databaseUrl: 'postgresql://127.0.0.1:1/belfry' });
    await instance.publish({ serverUrl: 'http://127.0.0.1:2' });
    expect(await readConnection(path)).toMatchObject({
      databaseUrl: 'postgresql://127.0.0.1:1/belfry',
      serverUrl: 'http://127.0.0.1:2',
    });
    await instance.release();
    expect(await readConnection(path)).toBeNull();
    await (await acquireInstance(await openDataDirectory(path))).release();
  });
});

import { execFileSync, spawn } from 'node:child_process';
import { appendFile, chmod, cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';

/** A clone of a project as small as can be: its Node is this one, its Vite notes that it was called. Its npm is real. */
let made: string;
let clone: string;

const scripts = join(import.meta.dirname, '..');
const env = { ...process.env, npm_config_offline: 'true' };
const npm = (...args: string[]) => execFileSync('npm', args, { cwd: clone, env, stdio: 'pipe' });
const write = (file: string, text: string) => writeFile(join(clone, file), text);
const writeManifest = (...packages: string[]) =>
  write(
    'package.json',
    JSON.stringify({
      private: true,
      dependencies: Object.fromEntries(packages.map((name) => [name, `file:./${name}`])),
    }),
  );

beforeAll(async () => {
  made = await mkdtemp(join(tmpdir(), 'belfry-set-up-made-'));
  clone = made;
  await cp(scripts, join(made, 'scripts'), { recursive: true });
  for (const folder of ['node/bin', 'vite/bin', 'extra', 'apps/server', 'apps/console', 'packages/sdk']) {
    await mkdir(join(made, folder), { recursive: true });
  }
  for (const name of ['node', 'vite', 'extra'])
    await write(`${name}/package.json`, JSON.stringify({ name, version: '1.0.0' }));
  await write('node/bin/node', `#!/bin/sh\nexec '${process.execPath}' "$@"\n`);
  await chmod(join(made, 'node/bin/node'), 0o755);
  await write('vite/bin/vite.js', `require('node:fs').mkdirSync('dist', { recursive: true })\n`);
  await write(
    'apps/server/main.ts',
    `process.on('SIGTERM', () => process.exit(console.log('drained')));
     console.log(['main', ...process.argv.slice(2)].join(' '), process.env.FROM_FILE, process.env.FROM_BOTH);
     if (process.argv.includes('--wait')) setInterval(() => {}, 1000);\n`,
  );
  await write('apps/console/main.tsx', '');
  await writeManifest('node', 'vite');
  npm('install', '--package-lock-only');
});
afterAll(() => rm(made, { recursive: true }));

beforeEach(async () => {
  clone = await mkdtemp(join(tmpdir(), 'belfry-set-up-'));
  await cp(made, clone, { recursive: true });
});
afterEach(() => rm(clone, { recursive: true }));

function spawnInClone(file: string, args: string[], more: Record<string, string> = {}) {
  const child = spawn(file, args, { cwd: clone, env: { ...env, ...more } });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (output += data));
  const closed = new Promise<number | null>((resolve) => child.once('close', resolve));
  return { child, closed, output: () => output };
}

async function start(...args: string[]): Promise<{ code: number | null; output: string }> {
  const { closed, output } = spawnInClone(process.execPath, ['scripts/start.mjs', ...args]);
  return { code: await closed, output: output() };
}

/** The lines that tell of something finished, without their times. */
const done = (output: string) =>
  output
    .split('\n')
    .filter((line) => line.startsWith('✓'))
    .map((line) => line.split(',')[0]);

test('the first start installs, builds and serves; the second only serves', async () => {
  const first = await start('--as', 'greetings');
  expect(first).toMatchObject({
    code: 0,
    output: expect.stringContaining('main serve --playground ahead --as greetings'),
  });
  expect(done(first.output)).toEqual(['✓ packages', '✓ console']);
  const second = await start();
  expect(second).toMatchObject({ code: 0, output: expect.stringContaining('main serve --playground ahead ') });
  expect(done(second.output)).toEqual(['✓ packages and console are up to date']);
});

test('a change of the console builds it again, and installs nothing', async () => {
  await start();
  await appendFile(join(clone, 'apps/console/main.tsx'), '// changed\n');
  expect(done((await start()).output)).toEqual(['✓ console']);
});

test('a package more in the lock is installed, and what was there stays', async () => {
  await start();
  await write('node_modules/.mark', '');
  await writeManifest('node', 'vite', 'extra');
  npm('install', '--package-lock-only');
  expect(done((await start()).output)).toEqual(['✓ packages', '✓ console']);
  expect(await readFile(join(clone, 'node_modules/extra/package.json'), 'utf8')).toContain('extra');
  expect(await readFile(join(clone, 'node_modules/.mark'), 'utf8')).toBe('');
});

test('packages that were installed by hand are good enough', async () => {
  npm('install');
  expect(done((await start()).output)).toEqual(['✓ console']);
});

test('what an interrupted installation left is thrown away', async () => {
  await mkdir(join(clone, 'node_modules/half'), { recursive: true });
  await write('node_modules/half/package.json', '{');
  expect(done((await start()).output)).toEqual(['✓ packages', '✓ console']);
  await expect(readFile(join(clone, 'node_modules/half/package.json'))).rejects.toThrow('ENOENT');
});

test('two starts at once set up once', async () => {
  const both = await Promise.all([start(), start()]);
  expect(both.map(({ code }) => code)).toEqual([0, 0]);
  expect(done(both.map(({ output }) => output).join('')).filter((line) => line === '✓ packages')).toHaveLength(1);
});

test.each([
  ['has ended', 2 ** 22 + 1],
  ['has given its id to another', process.pid],
])('a set-up that was killed does not stand in the way when its process %s', async (_, pid) => {
  await mkdir(join(clone, '.belfry'));
  await write('.belfry/set-up.lock', JSON.stringify({ pid, startedAt: '1' }));
  expect((await start()).code).toBe(0);
});

test('an installation that fails ends with 1, npm’s own words and no server', async () => {
  await write('package.json', JSON.stringify({ private: true, dependencies: { missing: '1.0.0' } }));
  const { code, output } = await start();
  expect(code).toBe(1);
  expect(output).toMatch(/npm error/);
  expect(output).toMatch(/^✗ packages: failed/m);
  expect(output).not.toContain('main serve');
});

test('a .env in the root is read, and the environment wins over it', async () => {
  await write('.env', 'FROM_FILE=file\nFROM_BOTH=file\n');
  const { closed, output } = spawnInClone(process.execPath, ['scripts/start.mjs'], { FROM_BOTH: 'environment' });
  await closed;
  expect(output()).toContain('main serve --playground ahead file environment');
});

test.each([
  ['SIGTERM to it', 'exec "$0" scripts/start.mjs --wait'],
  ['the death of the shell by which npm started it', '"$0" scripts/start.mjs --wait; exit 9'],
])('%s lets the server drain', async (_, script) => {
  const { child, closed, output } = spawnInClone('sh', ['-c', script, process.execPath], {
    npm_lifecycle_event: 'start',
  });
  await expect.poll(output, { timeout: 10_000, interval: 20 }).toContain('main serve --playground ahead --wait');
  child.kill('SIGTERM');
  await closed;
  expect(output()).toContain('drained');
});

test('the command of a clone that was never started says in one line what to do', () => {
  const command = `import('./scripts/project-node.mjs').then(({ becomeBelfry }) => becomeBelfry(['doctor']))`;
  expect(() => execFileSync(process.execPath, ['-e', command], { cwd: clone, stdio: 'pipe' })).toThrow(
    'Belfry is not completely installed here: `npm start` installs what is missing.',
  );
});

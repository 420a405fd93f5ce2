import { execFileSync } from 'node:child_process';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { chooseRunAs } from './run-as.ts';

let closed: string;
let program: string;

/** A program that, as PostgreSQL's do, asks access(2) about itself. */
beforeEach(async () => {
  closed = await mkdtemp(join(tmpdir(), 'belfry-closed-'));
  program = join(closed, 'program');
  await writeFile(program, '#!/bin/sh\ntest -x "$0" && id -u\n');
  await chmod(program, 0o755);
  await chmod(closed, 0o700);
});
afterEach(() => rm(closed, { recursive: true }));

async function runProgram(clusterPath: string): Promise<string> {
  const runAs = await chooseRunAs(clusterPath, [program]);
  const { file, args, options } = runAs.command(program, []);
  return execFileSync(file, args, { ...options, encoding: 'utf8' }).trim();
}

const isRoot = process.getuid?.() === 0;

test('a program under a parent of mode 0700 runs, and never as root', async () => {
  const uid = Number(await runProgram(join(closed, 'none-yet')));
  expect(uid).toBeGreaterThan(0);
  if (!isRoot) expect(uid).toBe(process.getuid?.());
});

if (isRoot) {
  test('as root, it runs as the owner of the cluster that exists', async () => {
    const clusterPath = join(closed, 'cluster');
    await mkdir(clusterPath);
    execFileSync('chown', ['4711:4711', clusterPath]);
    expect(await runProgram(clusterPath)).toBe('4711');
  });

  test('as root, what the other user cannot reach is an error that names it', async () => {
    const missing = join(closed, 'missing', 'program');
    await expect(chooseRunAs(join(closed, 'none-yet'), [missing])).rejects.toMatchObject({
      code: 'embedded-postgres.unreachable',
      message: expect.stringMatching(/as user \d+, who cannot pass \/\S*belfry-\S+:/),
    });
  });
}

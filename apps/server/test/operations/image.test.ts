import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, matchesGlob, relative } from 'node:path';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { root } from './read-operations.ts';

/** No Docker here: each stage is put together by its COPY lines, and its RUN lines run, but for npm's. */
interface Stage {
  name: string;
  from: string;
  copies: { from: string | null; sources: string[]; target: string }[];
  runs: string[];
  entrypoint: string[];
}

const run = promisify(execFile);
const read = (file: string) => readFileSync(join(root, file), 'utf8');
const ignored = read('.dockerignore').trim().split('\n');
const { packages } = JSON.parse(read('package-lock.json')) as {
  packages: Record<string, { dev?: boolean; link?: boolean; resolved?: string }>;
};

function readStages(dockerfile: string): Stage[] {
  const [, ...texts] = dockerfile.replaceAll('\\\n', '').split(/^FROM /m);
  return texts.map((text) => {
    const all = (instruction: string) =>
      [...text.matchAll(RegExp(`^${instruction} (.+)$`, 'gm'))].map(([, rest]) => rest!);
    const [, from, name] = /^(\S+)(?: AS (\S+))?/.exec(text)!;
    const copies = all('COPY').map((line) => {
      const [, from = null, paths] = /^(?:--from=(\S+) )?(.+)$/.exec(line)!;
      const sources = paths!.split(' ').map((path) => path.replace('/belfry/', ''));
      return { from, sources, target: sources.pop()! };
    });
    const entrypoint = JSON.parse(all('ENTRYPOINT')[0] ?? '[]') as string[];
    return { name: name ?? 'the image', from: from!, copies, runs: all('RUN'), entrypoint };
  });
}

/** @param made the folders of the stages before */
async function assemble({ from, copies, runs }: Stage, made: ReadonlyMap<string, string>): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'belfry-image-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const base = made.get(from);
  if (base) cpSync(base, folder, { recursive: true, verbatimSymlinks: true });
  for (const { from: stage, sources, target } of copies) {
    for (const source of sources) copy(join(stage ? made.get(stage)! : root, source), join(folder, target), source);
  }
  for (const line of runs) {
    if (line.startsWith('npm install')) install(folder, line.includes('--omit=dev'));
    else await run('sh', ['-c', line], { cwd: folder });
  }
  return folder;
}

/** As Docker does: of a folder its contents, a file into a folder or under another name. */
function copy(from: string, to: string, source: string): void {
  const isInto = to.endsWith('/') && !statSync(from).isDirectory();
  const isSent = (path: string) => !ignored.some((pattern) => matchesGlob(relative(root, path), pattern));
  cpSync(from, isInto ? join(to, basename(source)) : to, { recursive: true, filter: isSent });
}

/** The packages that are installed here; and of the workspaces links, as npm makes them, whether they are there or not. */
function install(folder: string, withoutDev: boolean): void {
  for (const [path, { dev, link, resolved }] of Object.entries(packages)) {
    const [, workspace] = /^(?:(.+)\/)?node_modules\/(?:@[^/]+\/)?[^/]+$/.exec(path) ?? [];
    const isAsked = path.match(/node_modules/g)?.length === 1 && existsSync(join(folder, workspace ?? ''));
    if (!isAsked || (withoutDev && dev) || !(link || existsSync(join(root, path)))) continue;
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    symlinkSync(join(link ? folder : root, link ? resolved! : path), join(folder, path));
  }
}

test('the image has all that its build and its commands need', async () => {
  const stages = readStages(read('deploy/Dockerfile'));
  const made = new Map<string, string>();
  for (const stage of stages) made.set(stage.name, await assemble(stage, made));
  const image = made.get('the image')!;
  expect(existsSync(join(image, 'apps/console/dist/index.html'))).toBe(true);
  expect(statSync(join(image, 'usr/local/bin/belfry')).mode & 0o111).not.toBe(0);
  const [node, ...args] = stages.at(-1)!.entrypoint;
  for (const command of ['serve', 'migrate']) {
    const { stdout: help } = await run(node!, [...args, command, '--help'], { cwd: image });
    expect(help).toContain(`Usage: belfry ${command}`);
  }
}, 120_000);

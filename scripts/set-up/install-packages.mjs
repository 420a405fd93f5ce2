import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { projectNode, root } from '../project-node.mjs';
import { narrate, SetUpFailure } from './narrate.mjs';

const stampFile = join(root, 'node_modules/.belfry-installed');

/** By a hash of what says which packages there should be; without one, by npm's own record of what it installed. */
export function packagesAreInstalled() {
  if (!existsSync(projectNode)) return false;
  const wanted = readLock(join(root, 'package-lock.json'));
  const stamp = stampOf(wanted);
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return true;
  if (!agreesWithManifests(wanted) || !agreesWithInstalled(wanted)) return false;
  writeFileSync(stampFile, stamp);
  return true;
}

/**
 * `npm install --no-save` and not `npm ci`: both follow the lock and leave it alone, but `npm ci` refuses a lock in
 * which an optional package of another platform is missing, as it is when a mirror of the registry lacks it, and it
 * throws everything away when one package is new. What an interrupted installation left is thrown away here as well.
 */
export async function installPackages() {
  const packages = readLock(join(root, 'package-lock.json'));
  if (!existsSync(stampFile)) removeModules(packages);
  rmSync(stampFile, { force: true });
  const npm = npmCommand();
  const flags = ['--no-save', '--include=dev', '--loglevel=http', '--no-audit', '--no-fund', '--no-update-notifier'];
  await narrate({
    title: 'packages',
    doing: 'npm install by package-lock.json; the first time takes a minute or two',
    file: npm.file,
    args: [...npm.args, 'install', ...flags],
    cwd: root,
    progress: (output) => `${output.match(/npm http .*\.tgz/g)?.length ?? 0} fetched, `,
    isNoise: (line) => /^npm (http|warn) /.test(line),
  });
  if (!existsSync(projectNode)) {
    throw new SetUpFailure(
      'packages: the project’s Node is missing, for npm ran no install scripts: `npm rebuild node --ignore-scripts=false`',
    );
  }
  writeFileSync(stampFile, stampOf(packages));
}

function removeModules(packages) {
  for (const workspace of workspacesOf(packages)) {
    rmSync(join(root, workspace, 'node_modules'), { recursive: true, force: true });
  }
}

/**
 * The npm that runs us, by the Node that runs it, else the one on the PATH. Under npm our own Node may well be the one
 * in node_modules, which npm puts first on the PATH and which is about to be replaced.
 */
function npmCommand() {
  const { npm_execpath: npm = '', npm_node_execpath: node = process.execPath } = process.env;
  return basename(npm) === 'npm-cli.js' ? { file: node, args: [npm] } : { file: 'npm', args: [] };
}

function readLock(file) {
  return JSON.parse(readFileSync(file, 'utf8')).packages;
}

/** The lock names every workspace, by its folder. */
function workspacesOf(packages) {
  return Object.keys(packages).filter((path) => !/(^|\/)node_modules\//.test(path));
}

function manifestOf(workspace) {
  const file = join(root, workspace, 'package.json');
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
}

const wantedBy = ['dependencies', 'devDependencies', 'optionalDependencies'];

function stampOf(packages) {
  const hash = createHash('sha256').update(readFileSync(join(root, 'package-lock.json')));
  for (const workspace of workspacesOf(packages)) {
    const manifest = manifestOf(workspace);
    hash.update(JSON.stringify([workspace, ...wantedBy.map((kind) => manifest[kind])]));
  }
  return hash.digest('hex');
}

/** Whether the lock was made from these manifests; where it was not, npm has to look. */
function agreesWithManifests(packages) {
  return workspacesOf(packages).every((workspace) => {
    const manifest = manifestOf(workspace);
    return wantedBy.every((kind) => isDeepStrictEqual(packages[workspace][kind] ?? {}, manifest[kind] ?? {}));
  });
}

/**
 * Whether `npm install` was run by hand: what it installed need not be thrown away and installed again. npm's record
 * says that it came to the end, but also names what `npm install --package-lock-only` never installed: hence the look.
 */
function agreesWithInstalled(packages) {
  const file = join(root, 'node_modules/.package-lock.json');
  if (!existsSync(file)) return false;
  const recorded = readLock(file);
  return Object.entries(packages).every(([path, { version, link, optional }]) => {
    if (!/(^|\/)node_modules\//.test(path)) return true;
    if (optional && !recorded[path]) return true;
    if (link) return recorded[path]?.link === true && existsSync(join(root, path));
    return recorded[path]?.version === version && manifestOf(path).version === version;
  });
}

import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectNode, root } from '../project-node.mjs';
import { narrate } from './narrate.mjs';

const sources = ['apps/console', 'packages/sdk'];
const stampFile = join(root, 'apps/console/dist/.belfry-built');

export function consoleIsBuilt() {
  return existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stampOfSources();
}

export async function buildConsole() {
  const stamp = stampOfSources();
  await narrate({
    title: 'console',
    doing: 'vite build',
    file: projectNode,
    args: [join(root, 'node_modules/vite/bin/vite.js'), 'build'],
    cwd: join(root, 'apps/console'),
  });
  writeFileSync(stampFile, stamp);
}

/** A hash of every source by name and content, and of the lock, for a new Vite or React builds something else. */
function stampOfSources() {
  const hash = createHash('sha256').update(readFileSync(join(root, 'package-lock.json')));
  for (const folder of sources) {
    for (const file of filesIn(folder)) hash.update(`${file}\0`).update(readFileSync(join(root, file)));
  }
  return hash.digest('hex');
}

function filesIn(folder) {
  return readdirSync(join(root, folder), { withFileTypes: true })
    .filter(({ name }) => name !== 'node_modules' && name !== 'dist')
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => (entry.isDirectory() ? filesIn(`${folder}/${entry.name}`) : `${folder}/${entry.name}`));
}

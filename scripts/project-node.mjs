import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { endLike, run } from './run.mjs';

/** These scripts are plain JavaScript for Node 20 on: they run before the project's own Node is there. */
export const root = fileURLToPath(new URL('..', import.meta.url));

/** The Node that package.json pins, whatever the machine has. */
export const projectNode = join(root, 'node_modules/node/bin/node');

/** npm writes it when everything else is in place. */
const installedLock = join(root, 'node_modules/.package-lock.json');

/** Becomes the project's Node, as far as one process can become another: same terminal, signals and end. */
export async function becomeProjectNode(args, options = {}) {
  if (!existsSync(projectNode) || !existsSync(installedLock)) {
    console.error('Belfry is not completely installed here: `npm start` installs what is missing.');
    process.exitCode = 1;
    return;
  }
  endLike(await run(projectNode, args, options));
}

/** What Node has compiled once is kept for the next start, which it makes a second shorter. */
const compileCache = join(root, 'node_modules/.cache/node-compile');

/** The `belfry` command. A .env file in the root is read, and the environment wins over it. */
export async function becomeBelfry(args) {
  const settings = join(root, '.env');
  const flags = existsSync(settings) ? [`--env-file=${settings}`] : [];
  const env = { NODE_COMPILE_CACHE: compileCache, ...process.env };
  await becomeProjectNode([...flags, join(root, 'apps/server/main.ts'), ...args], { env });
}

import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { root } from '../project-node.mjs';

/** Not in node_modules, which `npm ci` empties. */
const folder = join(root, '.belfry');
const file = join(folder, 'set-up.lock');
const POLL_MS = 250;

/** Lets one process of this clone install and build at a time; the others wait and then find it done. */
export async function withSetUpLock(body) {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  let hasSaidSo = false;
  while (!take()) {
    const holder = readHolder();
    if (holder && !isRunning(holder)) rmSync(file, { force: true });
    else if (holder && !hasSaidSo) {
      console.log(`→ waiting for process ${holder.pid}, which is setting up this clone`);
      hasSaidSo = true;
    }
    await delay(POLL_MS);
  }
  try {
    await body();
  } finally {
    rmSync(file, { force: true });
  }
}

/** The file appears with its content or not at all. */
function take() {
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, JSON.stringify({ pid: process.pid, startedAt: startOf(process.pid) }));
  try {
    linkSync(draft, file);
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    return false;
  } finally {
    rmSync(draft);
  }
}

function readHolder() {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
    return null;
  }
}

/** A process that was killed leaves the file, and its id may since have gone to another: that one started later. */
function isRunning({ pid, startedAt }) {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (error.code === 'ESRCH') return false;
  }
  return startOf(pid) === startedAt;
}

/** In ticks since the machine started (field 22, counted after the command's name); null where there is no /proc. */
function startOf(pid) {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1).split(' ')[19];
  } catch {
    return null;
  }
}

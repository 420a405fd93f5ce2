import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { narrate } from './narrate.mjs';

const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];

/** @returns {string | null} the path of a Chromium that runs: CHROMIUM_PATH, else the first of the PATH */
export function findChromium() {
  const folders = (process.env.PATH ?? '').split(delimiter);
  const candidates = process.env.CHROMIUM_PATH
    ? [process.env.CHROMIUM_PATH]
    : names.flatMap((name) => folders.map((folder) => join(folder, name)));
  return candidates.find((file) => existsSync(file) && spawnSync(file, ['--version']).status === 0) ?? null;
}

/** As root on Debian and Ubuntu; elsewhere nothing is installed behind the user's back. */
export function canInstallChromium() {
  return !process.env.CHROMIUM_PATH && process.getuid?.() === 0 && spawnSync('apt-get', ['--version']).status === 0;
}

export async function installChromium() {
  await apt('apt-get update', 'update');
  const install = ['install', '-y', '--no-install-recommends', 'chromium'];
  await apt('apt-get install chromium, for the tests in the browser', ...install);
}

function apt(doing, ...args) {
  return narrate({
    title: 'Chromium',
    doing,
    file: 'apt-get',
    args: ['-q', '-o', 'DPkg::Lock::Timeout=300', ...args],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    // What dpkg has half installed has to be repaired by hand.
    graceMs: 300_000,
  });
}

/** One line for whoever has to do it by hand. */
export function howToGetChromium() {
  if (process.env.CHROMIUM_PATH) return `CHROMIUM_PATH (${process.env.CHROMIUM_PATH}) does not run`;
  const command = process.platform === 'darwin' ? 'brew install --cask chromium' : 'sudo apt-get install -y chromium';
  return `install it with \`${command}\`, or set CHROMIUM_PATH, or go without by BELFRY_TEST_WITHOUT=chromium`;
}

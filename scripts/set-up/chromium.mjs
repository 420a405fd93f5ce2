import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { canInstallPackages, installDebianPackages } from './debian-packages.mjs';

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
  return !process.env.CHROMIUM_PATH && canInstallPackages();
}

export function installChromium() {
  return installDebianPackages(['chromium'], 'for the tests in the browser');
}

/** One line for whoever has to do it by hand. */
export function howToGetChromium() {
  if (process.env.CHROMIUM_PATH) return `CHROMIUM_PATH (${process.env.CHROMIUM_PATH}) does not run`;
  const command = process.platform === 'darwin' ? 'brew install --cask chromium' : 'sudo apt-get install -y chromium';
  return `install it with \`${command}\`, or set CHROMIUM_PATH, or go without by BELFRY_TEST_WITHOUT=chromium`;
}

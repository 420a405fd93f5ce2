import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectNode, root } from './project-node.mjs';
import { endLike, run } from './run.mjs';
import { canInstallChromium, findChromium, howToGetChromium, installChromium } from './set-up/chromium.mjs';
import {
  canInstallPackages,
  howToGetPackages,
  installDebianPackages,
  missingPackages,
} from './set-up/debian-packages.mjs';
import { setUp } from './set-up/set-up.mjs';

/**
 * `npm test`: installs and builds what is missing, then runs the tests; `npm test -- packages/engine` runs those under
 * that path. What cannot be run is told at the end and fails the whole, unless BELFRY_TEST_WITHOUT names it.
 */
const vitest = join(root, 'node_modules/vitest/vitest.mjs');
const args = process.argv.slice(2);

if ((await setUp()) && (await provideServers())) {
  const chromium = await provideChromium();
  const projects = chromium.missing || chromium.without ? ['--project=!browser'] : [];
  const env = { ...process.env, ...(chromium.path ? { CHROMIUM_PATH: chromium.path } : {}) };
  const end = await run(projectNode, [vitest, 'run', ...projects, ...args], { cwd: root, env });
  if (chromium.without) console.log('Left out, as told: the tests in the browser.');
  if (chromium.missing)
    console.error(`✗ not run: the tests in the browser, for want of Chromium: ${chromium.missing}.`);
  endLike(chromium.missing && end.code === 0 ? { code: 1, signal: null } : end);
}

/** @returns {Promise<{path?: string, missing?: string, without?: boolean}>} */
async function provideChromium() {
  if ((process.env.BELFRY_TEST_WITHOUT ?? '').split(',').includes('chromium')) return { without: true };
  const found = findChromium();
  if (found) return { path: found };
  if (!selectsBrowserTests()) return {};
  if (canInstallChromium()) await installChromium().catch(sayOrEnd);
  const installed = findChromium();
  return installed ? { path: installed } : { missing: howToGetChromium() };
}

/** @returns {Promise<boolean>} false where one is missing and the run would be for nothing; what to say has been said */
async function provideServers() {
  const brokers = missingPackages(['redis-server', 'rabbitmq-server']);
  const wanted = [
    ...(process.env.BELFRY_TEST_PGBOUNCER ? ['pgbouncer'] : []),
    ...(brokers.length > 0 && selectsTransportTests() ? brokers : []),
  ];
  const missing = missingPackages(wanted);
  if (missing.length === 0) return true;
  if (canInstallPackages()) await installDebianPackages(missing, 'for the tests').catch(sayOrEnd);
  const stillMissing = missingPackages(missing);
  if (stillMissing.length === 0) return true;
  console.error(`✗ not run, for want of ${stillMissing.join(', ')}: ${howToGetPackages(stillMissing)}.`);
  process.exitCode = 1;
  return false;
}

function sayOrEnd(error) {
  if (error.interruptedBy) endLike({ code: null, signal: error.interruptedBy });
  console.error(`✗ ${error.message}`);
}

function selectsBrowserTests() {
  return selectedFiles('--project=browser').length > 0;
}

/** They start servers of the system for themselves. */
function selectsTransportTests() {
  return selectedFiles().some((file) =>
    /testkit\/(redis|rabbitmq)-server/.test(readFileSync(join(root, file), 'utf8')),
  );
}

/** Asks vitest itself, which knows its own arguments best. */
function selectedFiles(...more) {
  const list = spawnSync(projectNode, [vitest, 'list', '--filesOnly', ...more, ...args], { cwd: root });
  return list.stdout.toString().match(/\S+\.test\.tsx?/g) ?? [];
}

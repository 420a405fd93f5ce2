import { spawnSync } from 'node:child_process';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { narrate } from './narrate.mjs';

/** Servers that tests want of the system: by Debian's package, the command that shows that it is there. */
const commands = { pgbouncer: 'pgbouncer', 'redis-server': 'redis-server', 'rabbitmq-server': 'rabbitmq-server' };

/** Servers are kept where ordinary users do not look; packages/testkit/system-servers.ts finds the same. */
const folders = [
  ...(process.env.PATH ?? '').split(delimiter),
  '/usr/sbin',
  '/usr/local/sbin',
  '/usr/lib/rabbitmq/bin',
  '/opt/homebrew/bin',
  '/opt/homebrew/sbin',
];

/** Of these packages, those whose command is nowhere to be found. */
export function missingPackages(names) {
  return names.filter((name) => !folders.some((folder) => existsSync(join(folder, commands[name]))));
}

/** As root on Debian and Ubuntu; elsewhere nothing is installed behind the user's back. */
export function canInstallPackages() {
  return process.getuid?.() === 0 && spawnSync('apt-get', ['--version']).status === 0;
}

export async function installDebianPackages(names, why) {
  await withoutServices(async () => {
    await apt(names, 'apt-get update', 'update');
    await apt(
      names,
      `apt-get install ${names.join(' ')}, ${why}`,
      'install',
      '-y',
      '--no-install-recommends',
      ...names,
    );
  });
}

/** One line for whoever has to do it by hand. */
export function howToGetPackages(names) {
  const installer = process.platform === 'darwin' ? 'brew install' : 'sudo apt-get install -y';
  return `install it with \`${installer} ${names.join(' ')}\``;
}

function apt(names, doing, ...args) {
  return narrate({
    title: names.join(', '),
    doing,
    file: 'apt-get',
    args: ['-q', '-o', 'DPkg::Lock::Timeout=300', ...args],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    // What dpkg has half installed has to be repaired by hand.
    graceMs: 300_000,
  });
}

const policy = '/usr/sbin/policy-rc.d';

/** Debian starts a server when it installs one; the tests want the program and start their own. */
async function withoutServices(body) {
  if (existsSync(policy)) return body();
  writeFileSync(policy, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  try {
    return await body();
  } finally {
    rmSync(policy, { force: true });
  }
}

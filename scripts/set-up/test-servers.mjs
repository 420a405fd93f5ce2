import { spawnSync } from 'node:child_process';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { narrate } from './narrate.mjs';

/** What the tests of the transports start for themselves, by Debian's package; packages/testkit/system-servers.ts finds the same. */
const servers = {
  'redis-server': ['/usr/bin/redis-server', '/usr/local/bin/redis-server', '/opt/homebrew/bin/redis-server'],
  'rabbitmq-server': ['/usr/lib/rabbitmq/bin/rabbitmq-server', '/opt/homebrew/sbin/rabbitmq-server'],
};

const missing = () => Object.keys(servers).filter((name) => !servers[name].some((file) => existsSync(file)));

/** As root on Debian and Ubuntu; elsewhere nothing is installed behind the user's back, and these tests say what they lack. */
export function lacksTestServers() {
  const canInstall = process.getuid?.() === 0 && spawnSync('apt-get', ['--version']).status === 0;
  return canInstall && missing().length > 0;
}

export async function installTestServers() {
  const wanted = missing();
  await withoutStarting(async () => {
    await apt('apt-get update', 'update');
    const install = ['install', '-y', '--no-install-recommends', ...wanted];
    await apt(`apt-get install ${wanted.join(' ')}, for the tests of the transports`, ...install);
  });
}

/** Debian starts a server when it installs it, unless a policy forbids it; where there is one already it stays. */
async function withoutStarting(install) {
  const policy = '/usr/sbin/policy-rc.d';
  if (existsSync(policy)) return install();
  writeFileSync(policy, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  try {
    await install();
  } finally {
    rmSync(policy, { force: true });
  }
}

function apt(doing, ...args) {
  return narrate({
    title: 'test servers',
    doing,
    file: 'apt-get',
    args: ['-q', '-o', 'DPkg::Lock::Timeout=300', ...args],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    // What dpkg has half installed has to be repaired by hand.
    graceMs: 300_000,
  });
}

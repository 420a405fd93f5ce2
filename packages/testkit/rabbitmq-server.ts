import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePorts } from '@belfry/platform/free-ports';
import { type ServerGroup, startServerGroup, untilListening } from './server-group.ts';
import { requireServer } from './system-servers.ts';

export interface RabbitMqNode {
  url: string;
  /** As a power cut would. */
  kill(): Promise<void>;
  /** With what it had on disk, at the same address. */
  start(): Promise<void>;
  log(): string;
}

export interface RabbitMq extends AsyncDisposable {
  nodes: readonly RabbitMqNode[];
  /** Of all nodes. */
  urls: readonly string[];
}

/** One scheduler that does not spin: three nodes share the machine with the tests. */
const sparing = '+S 1:1 +sbwt none +sbwtdcpu none +sbwtdio none';
const startsBehindMs = 300_000;

/**
 * A RabbitMQ of the test's own, of one node or a cluster of several, on loopback; it ends with the test. It has its own
 * port mapper, cookie, home and folders, so it knows nothing of one that the system may run.
 */
export async function startRabbitMq({ nodes: count = 1 } = {}): Promise<RabbitMq> {
  const [server, epmd] = [requireServer('rabbitmq'), requireServer('epmd')];
  const folder = await mkdtemp(join(tmpdir(), 'belfry-rabbitmq-'));
  const [epmdPort = 0, ...ports] = await freePorts(1 + 2 * count);
  const names = Array.from({ length: count }, (_, index) => `belfry${index + 1}@localhost`);
  await writeCookie(folder);
  await writeFile(join(folder, 'rabbitmq.conf'), configurationOf(names));
  await writeFile(join(folder, 'plugins'), '[].');
  await writeFile(join(folder, 'env.conf'), '');
  const epmdEnv = { ERL_EPMD_PORT: `${epmdPort}`, ERL_EPMD_ADDRESS: '127.0.0.1' };
  const mapper = startServerGroup([epmd], epmdEnv);
  await untilListening(mapper, epmdPort, 'epmd');
  const nodes = names.map((name, index) => {
    const [port = 0, distributionPort = 0] = ports.slice(2 * index);
    const env = { ...epmdEnv, ...environmentOf(folder, name), RABBITMQ_NODE_PORT: `${port}` };
    return nodeOf({ server, port, env: { ...env, RABBITMQ_DIST_PORT: `${distributionPort}` } });
  });
  const clearAway = async () => {
    for (const node of nodes) await node.kill();
    await mapper.kill();
    await rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  };
  try {
    await Promise.all(nodes.map((node) => node.start()));
  } catch (error) {
    await clearAway();
    throw error;
  }
  return { nodes, urls: nodes.map(({ url }) => url), [Symbol.asyncDispose]: clearAway };
}

function nodeOf({ server, port, env }: { server: string; port: number; env: Record<string, string> }): RabbitMqNode {
  let group: ServerGroup | null = null;
  return {
    url: `amqp://guest:guest@127.0.0.1:${port}`,
    async start() {
      group = startServerGroup([server], env);
      await untilListening(group, port, env['RABBITMQ_NODENAME'] ?? 'RabbitMQ');
      await untilSaid(group, 'Server startup complete');
    },
    async kill() {
      await group?.kill();
    },
    log: () => group?.log() ?? '',
  };
}

/** Its port is open before it has joined the others. */
async function untilSaid(group: ServerGroup, words: string): Promise<void> {
  const giveUpAt = performance.now() + startsBehindMs;
  while (!group.log().includes(words)) {
    if (group.hasEnded() || performance.now() > giveUpAt) throw new Error(`RabbitMQ did not start:\n${group.log()}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function writeCookie(folder: string): Promise<void> {
  await mkdir(join(folder, 'home'));
  const cookie = join(folder, 'home/.erlang.cookie');
  await writeFile(cookie, 'of-this-test-alone');
  await chmod(cookie, 0o400);
}

/** The nodes find one another at their first start. */
function configurationOf(names: readonly string[]): string {
  if (names.length === 1) return '';
  const peers = names.map((name, index) => `cluster_formation.classic_config.nodes.${index + 1} = ${name}`);
  return ['cluster_formation.peer_discovery_backend = classic_config', ...peers, ''].join('\n');
}

function environmentOf(folder: string, name: string): Record<string, string> {
  return {
    HOME: join(folder, 'home'),
    RABBITMQ_NODENAME: name,
    RABBITMQ_NODE_IP_ADDRESS: '127.0.0.1',
    RABBITMQ_MNESIA_BASE: join(folder, 'data'),
    RABBITMQ_LOG_BASE: join(folder, 'log'),
    RABBITMQ_LOGS: '-',
    RABBITMQ_CONFIG_FILE: join(folder, 'rabbitmq.conf'),
    RABBITMQ_ADVANCED_CONFIG_FILE: join(folder, 'advanced.config'),
    RABBITMQ_CONF_ENV_FILE: join(folder, 'env.conf'),
    RABBITMQ_ENABLED_PLUGINS_FILE: join(folder, 'plugins'),
    RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS: sparing,
  };
}

import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseConfig } from '@belfry/platform/config';
import { variables } from '@belfry/platform/config-variables';
import { afterAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { roles } from '../../compose/start-belfry.ts';
import { readAlerts, readScrapes, root } from './read-operations.ts';

/** No Docker here: what can be known of compose.yaml without one. */
interface Service {
  image?: string;
  build?: string | { context: string; dockerfile: string };
  command?: string[];
  environment?: Record<string, string | number>;
  volumes?: string[];
  profiles?: string[];
  configs?: { source: string }[];
  depends_on?: Record<string, unknown>;
  deploy?: { replicas: string | number };
}

const text = readFileSync(join(root, 'compose.yaml'), 'utf8');
const compose = parse(text, { merge: true }) as {
  services: Record<string, Service>;
  volumes: Record<string, null>;
  configs: Record<string, unknown>;
};
const services = Object.entries(compose.services);
const ours = services.filter(([, { image }]) => image === 'belfry');

/** For one process on one machine, or for tests; or another name for one that is there. */
const ofNoUse = ['PORT', 'HOST', 'API_URL', 'WEB_URL', 'BELFRY_DATA', 'BELFRY_CLOCK', 'BELFRY_FAULT'];

/** As Compose puts in what the environment says, and its defaults. */
function substituted(value: string | number, env: Record<string, string>): string {
  return String(value).replace(/\$\{(\w+)(?::-([^}]*)|:\?[^}]*)?\}/g, (_, name, absent) => env[name] || (absent ?? ''));
}

const folder = mkdtempSync(join(tmpdir(), 'belfry-compose-'));
afterAll(() => rmSync(folder, { recursive: true }));
const envFile = join(folder, 'secrets.env');
const makeSecrets = () => execFileSync(join(root, 'deploy/secrets.sh'), [envFile], { stdio: 'pipe' });
makeSecrets();
const secrets = Object.fromEntries(
  readFileSync(envFile, 'utf8')
    .trim()
    .split('\n')
    .map((line) => line.split('=') as [string, string]),
);

test('there are all of them: an API, two engines, and what they stand on', () => {
  expect(ours.map(([name]) => name)).toEqual(['belfry-migrate', 'belfry-api', 'belfry-engine', 'belfry-worker']);
  expect(Object.keys(compose.services)).toEqual(
    expect.arrayContaining(['postgres', 'pgbouncer', 'rabbitmq', 'redis', 'prometheus', 'grafana']),
  );
});

describe.each(ours)('%s', (_, { environment = {}, command = [] }) => {
  test('is given every variable that there is, and none that there is not', () => {
    const known = Object.keys(variables).filter((name) => !ofNoUse.includes(name));
    expect(Object.keys(environment).toSorted()).toEqual(known.toSorted());
  });

  test('has a command and roles that exist', () => {
    expect(['serve', 'migrate']).toContain(command[0]);
    const asked = command[0] === 'serve' ? (command[command.indexOf('--role') + 1] ?? '').split(',') : [];
    const known: readonly string[] = roles;
    expect(asked.filter((role) => !known.includes(role))).toEqual([]);
  });

  test('with fresh secrets its configuration is one that is accepted, direct and pooled', () => {
    const env = Object.fromEntries(
      Object.entries(environment).map(([name, value]) => [name, substituted(value, secrets)]),
    );
    const config = parseConfig(env);
    expect(new URL(config.database.url ?? '').host).toBe('postgres:5432');
    expect(new URL(config.database.pooledUrl ?? '').host).toBe('pgbouncer:6432');
    expect(config.channels).toBe('sandbox');
    // As the control: without the secrets it is refused.
    expect(() => parseConfig({ ...env, ENCRYPTION_KEY: 'short' })).toThrow('ENCRYPTION_KEY');
  });
});

test('there are two workers, or none where the database spreads the work: they would be refused, and start for ever', () => {
  const worker = compose.services['belfry-worker'];
  const replicas = (env: Record<string, string>) => substituted(worker?.deploy?.replicas ?? '', env);
  expect(replicas({})).toBe('2');
  expect(replicas({ BELFRY_WORKERS: '0' })).toBe('0');
  expect(text).toMatch(/# postgres needs .*BELFRY_WORKERS=0/);
});

test('whatever has to be set is made by deploy/secrets.sh, each time another', () => {
  const required = new Set([...text.matchAll(/\$\{(\w+):\?/g)].map(([, name]) => name!));
  expect(Object.keys(secrets).toSorted()).toEqual([...required].toSorted());
  expect(new Set(Object.values(secrets)).size).toBe(required.size);
});

test('they are for their owner alone, and are never replaced', () => {
  expect(statSync(envFile).mode & 0o077).toBe(0);
  const before = readFileSync(envFile, 'utf8');
  expect(makeSecrets).toThrow();
  expect(readFileSync(envFile, 'utf8')).toBe(before);
});

test('files that are mounted or built from exist', () => {
  const mounted = services.flatMap(([, { volumes = [] }]) => volumes.map((volume) => volume.split(':')[0]!));
  const files = mounted.filter((source) => source.startsWith('.'));
  const builds = services.flatMap(([, { build }]) =>
    build === undefined ? [] : [typeof build === 'string' ? join(build, 'Dockerfile') : build.dockerfile],
  );
  expect([...files, ...builds].filter((file) => !existsSync(join(root, file)))).toEqual([]);
  expect(mounted.filter((source) => !source.startsWith('.')).filter((name) => !(name in compose.volumes))).toEqual([]);
  const configs = services.flatMap(([, service]) => (service.configs ?? []).map(({ source }) => source));
  expect(configs.filter((name) => !(name in compose.configs))).toEqual([]);
  expect(existsSync(join(root, 'deploy/made-up'))).toBe(false);
});

test('a service that is gone, and with it its name, is missed by an alert of its own', () => {
  const { services: scraped } = readScrapes();
  expect(scraped).toEqual(ours.map(([name]) => name).filter((name) => name !== 'belfry-migrate'));
  const alerts = readAlerts();
  const missed = (name: string) =>
    alerts.some(({ text: expr }) => expr.includes(`absent(up{job="belfry", service="${name}"} == 1)`));
  expect(scraped.filter((name) => !missed(name))).toEqual([]);
});

test('whoever is waited for starts too, without a profile', () => {
  const started = services.filter(([, { profiles }]) => !profiles).map(([name]) => name);
  const awaited = services.flatMap(([, service]) => Object.keys(service.depends_on ?? {}));
  expect(awaited.filter((name) => !started.includes(name))).toEqual([]);
});

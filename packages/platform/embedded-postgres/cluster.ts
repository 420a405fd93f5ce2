import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { chown, mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '@belfry/kernel/app-error';
import { z } from 'zod';
import { readIfPresent, readOrCreate } from '../data-directory.ts';
import type { Binaries } from './binaries.ts';
import type { RunAs } from './run-as.ts';
import { serverEnvironment } from './settings.ts';

const passwordsSchema = z.object({ superuser: z.string(), belfry: z.string() });
export type Passwords = z.infer<typeof passwordsSchema>;

/** Inside the data directory. */
export const clusterFolder = 'postgres';

/** Random, made before the cluster they open, so that a start killed in between goes on with the same. */
export async function readPasswords(dataDirectory: string): Promise<Passwords> {
  const make = () => randomBytes(24).toString('base64url');
  const draft = () => JSON.stringify({ superuser: make(), belfry: make() } satisfies Passwords);
  return passwordsSchema.parse(JSON.parse(await readOrCreate(join(dataDirectory, 'postgres-passwords.json'), draft)));
}

/** @throws AppError where the files are of another major version than the programs */
export async function clusterExists(clusterPath: string, major: number): Promise<boolean> {
  const found = (await readIfPresent(join(clusterPath, 'PG_VERSION')))?.trim();
  if (found === undefined) return false;
  if (found === String(major)) return true;
  const message = `The data in ${clusterPath} is of PostgreSQL ${found}, this is ${major}: bring it over with pg_dump.`;
  throw new AppError({ code: 'embedded-postgres.version', kind: 'unavailable', retryable: false, message });
}

interface NewCluster {
  dataDirectory: string;
  clusterPath: string;
  binaries: Binaries;
  major: number;
  runAs: RunAs;
  superuserPassword: string;
}

/**
 * Makes the cluster under another name and renames it when it is whole, so a start killed in the middle leaves only
 * litter, which the next one clears away. Its locale is PostgreSQL's own, the same on every machine.
 */
export async function createCluster(cluster: NewCluster): Promise<void> {
  const { dataDirectory, clusterPath, binaries, major, runAs } = cluster;
  await removeDrafts(dataDirectory);
  const draft = join(dataDirectory, `${DRAFT_PREFIX}${randomUUID()}`);
  const passwordFile = join(draft, 'password');
  const target = join(draft, 'cluster');
  await mkdir(draft, { mode: 0o700 });
  await writeFile(passwordFile, cluster.superuserPassword, { mode: 0o600 });
  if (runAs.owner) for (const path of [draft, passwordFile]) await chown(path, runAs.owner.uid, runAs.owner.gid);
  const builtin = ['--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
  // Before 17 PostgreSQL had no locale of its own but C.
  const locale = ['--encoding=UTF8', '--locale=C', ...(major < 17 ? [] : builtin)];
  const access = ['--username=postgres', '--auth=scram-sha-256', `--pwfile=${passwordFile}`];
  const { file, args, options } = runAs.command(binaries.initdb, [`--pgdata=${target}`, ...access, ...locale]);
  await finish(spawn(file, args, { ...options, env: serverEnvironment, stdio: ['ignore', 'pipe', 'pipe'] }));
  await rename(target, clusterPath);
  await removeDrafts(dataDirectory);
}

const DRAFT_PREFIX = 'postgres.draft-';

/** An initdb that outlived its parent may still be writing; what cannot be removed now is removed by a later start. */
async function removeDrafts(dataDirectory: string): Promise<void> {
  const drafts = (await readdir(dataDirectory)).filter((name) => name.startsWith(DRAFT_PREFIX));
  for (const name of drafts) await rm(join(dataDirectory, name), { recursive: true, force: true }).catch(() => {});
}

async function finish(child: ChildProcess): Promise<void> {
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (data) => (output += data));
  const { promise, resolve, reject } = Promise.withResolvers<number | null>();
  child.once('error', reject).once('close', resolve);
  if ((await promise) === 0) return;
  const said = output.trim().split('\n').at(-1);
  throw new AppError({
    code: 'embedded-postgres.initdb',
    kind: 'unavailable',
    message: `PostgreSQL's initdb failed: ${said}`,
  });
}

import { spawnSync } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { AppError } from '@belfry/kernel/app-error';
import { serverEnvironment } from './settings.ts';

/** How to start PostgreSQL's programs, which refuse to run as root. */
export interface RunAs {
  /** Who must own the cluster's files; null: whoever we are. */
  owner: { uid: number; gid: number } | null;
  /** The command line that runs a program as the owner, and the options of spawn for it. */
  command(
    file: string,
    args: readonly string[],
  ): { file: string; args: string[]; options: { uid?: number; gid?: number } };
}

/** The first is enough to pass parents of mode 0700; containers tend to have only the second. */
const capabilities = ['dac_read_search', 'dac_override'];

/**
 * Not root: as we are. Root: as the owner of the cluster that exists, else the user postgres, else nobody. That user
 * cannot pass the data directory (0700, ours), so setpriv hands down the one capability to read past such modes;
 * without setpriv or the capability every parent must let others through.
 * @param mustReach the paths that the user has to get at
 * @throws AppError `embedded-postgres.unreachable`, naming the directory that shuts the user out
 */
export async function chooseRunAs(clusterPath: string, mustReach: readonly string[]): Promise<RunAs> {
  if (process.getuid?.() !== 0) {
    return { owner: null, command: (file, args) => ({ file, args: [...args], options: {} }) };
  }
  const owner = (await ownerOf(clusterPath)) ??
    lookUpUser('postgres') ??
    lookUpUser('nobody') ?? { uid: 65534, gid: 65534 };
  for (const capability of capabilities) {
    const flags = setprivFlags(owner, capability);
    if (spawnSync('setpriv', [...flags, 'true'], { env: serverEnvironment }).status === 0) {
      return { owner, command: (file, args) => ({ file: 'setpriv', args: [...flags, file, ...args], options: {} }) };
    }
  }
  for (const path of mustReach) refuseUnlessReachable(path, owner);
  return { owner, command: (file, args) => ({ file, args: [...args], options: owner }) };
}

function setprivFlags({ uid, gid }: { uid: number; gid: number }, capability: string): string[] {
  const ids = [`--reuid=${uid}`, `--regid=${gid}`, '--clear-groups'];
  return [...ids, `--inh-caps=+${capability}`, `--ambient-caps=+${capability}`];
}

/** null also for files of root's, as a careless copy leaves them: they are given to the chosen user. */
async function ownerOf(path: string): Promise<{ uid: number; gid: number } | null> {
  const found = await stat(path).catch(() => null);
  return found && found.uid !== 0 ? { uid: found.uid, gid: found.gid } : null;
}

function lookUpUser(name: string): { uid: number; gid: number } | null {
  const [uid, gid] = ['-u', '-g'].map((flag) =>
    Number.parseInt(spawnSync('id', [flag, name], { encoding: 'utf8' }).stdout, 10),
  );
  return uid && gid ? { uid, gid } : null;
}

function refuseUnlessReachable(path: string, owner: { uid: number; gid: number }): void {
  const parents: string[] = [];
  for (let parent = dirname(path); parent !== dirname(parent); parent = dirname(parent)) parents.unshift(parent);
  const closed = parents.find((parent) => spawnSync('test', ['-x', parent], owner).status !== 0);
  if (closed === undefined) return;
  throw new AppError({
    code: 'embedded-postgres.unreachable',
    kind: 'unavailable',
    retryable: false,
    message:
      `As root, the embedded PostgreSQL runs as user ${owner.uid}, who cannot pass ${closed}: install setpriv (util-linux), ` +
      'start Belfry as an ordinary user, or give DATABASE_URL.',
  });
}

import { spawnSync } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { AppError } from '@belfry/kernel/app-error';
import { serverEnvironment } from './settings.ts';

/** How to start PostgreSQL's programs, which refuse to run as root. */
export interface RunAs {
  /** Who must own the cluster's files; null: whoever we are. */
  owner: User | null;
  /** The command line that runs a program as the owner, and the options of spawn for it. */
  command(file: string, args: readonly string[]): Command;
}

interface User {
  uid: number;
  gid: number;
}

interface Command {
  file: string;
  args: string[];
  options: { uid?: number; gid?: number };
}

/** The first is enough to pass parents of mode 0700; containers tend to have only the second. */
const capabilities = ['dac_read_search', 'dac_override'];

/**
 * Not root: as we are. Root: as the owner of the cluster that exists, else the user postgres, else nobody. That user
 * cannot pass the data directory (0700, ours), so setpriv hands down the one capability to read past such modes;
 * without setpriv or the capability every parent must let others through.
 * @param mustReach existing paths that the user has to pass or execute
 * @throws AppError `embedded-postgres.unreachable`, naming the directory that shuts the user out
 */
export async function chooseRunAs(clusterPath: string, mustReach: readonly string[]): Promise<RunAs> {
  if (process.getuid?.() !== 0) {
    return { owner: null, command: (file, args) => ({ file, args: [...args], options: {} }) };
  }
  const fallback = { uid: 65534, gid: 65534 };
  const owner = (await ownerOf(clusterPath)) ?? lookUpUser('postgres') ?? lookUpUser('nobody') ?? fallback;
  const bySpawn: RunAs = { owner, command: (file, args) => ({ file, args: [...args], options: owner }) };
  const ways = [...capabilities.map((capability) => bySetpriv(owner, capability)), bySpawn];
  const way = ways.find((candidate) => mustReach.every((path) => reaches(candidate, path)));
  if (way) return way;
  throw unreachable(bySpawn, owner, mustReach);
}

/**
 * initdb and postgres look at their own files by access(2), which disregards a user's capabilities unless the secure
 * bit no_setuid_fixup is set (see access_override_creds in Linux's fs/open.c).
 */
function bySetpriv(owner: User, capability: string): RunAs {
  const user = [`--reuid=${owner.uid}`, `--regid=${owner.gid}`, '--clear-groups'];
  const rights = [`--inh-caps=+${capability}`, `--ambient-caps=+${capability}`, '--securebits=+no_setuid_fixup'];
  return {
    owner,
    command: (file, args) => ({ file: 'setpriv', args: [...user, ...rights, file, ...args], options: {} }),
  };
}

function reaches(way: RunAs, path: string): boolean {
  const { file, args, options } = way.command('test', ['-x', path]);
  return spawnSync(file, args, { ...options, env: serverEnvironment }).status === 0;
}

/** null also for files of root's, as a careless copy leaves them: they are given to the chosen user. */
async function ownerOf(path: string): Promise<User | null> {
  const found = await stat(path).catch(() => null);
  return found && found.uid !== 0 ? { uid: found.uid, gid: found.gid } : null;
}

function lookUpUser(name: string): User | null {
  const ask = (flag: string) => Number.parseInt(spawnSync('id', [flag, name], { encoding: 'utf8' }).stdout, 10);
  const [uid, gid] = [ask('-u'), ask('-g')];
  return uid && gid ? { uid, gid } : null;
}

function unreachable(way: RunAs, { uid }: User, paths: readonly string[]): AppError {
  const closed = paths.flatMap(withParents).find((path) => !reaches(way, path));
  const message =
    `As root, the embedded PostgreSQL runs as user ${uid}, who cannot pass ${closed}: install setpriv (util-linux), ` +
    'start Belfry as an ordinary user, or give DATABASE_URL.';
  return new AppError({ code: 'embedded-postgres.unreachable', kind: 'unavailable', retryable: false, message });
}

/** From the root down. */
function withParents(path: string): string[] {
  return dirname(path) === path ? [path] : [...withParents(dirname(path)), path];
}

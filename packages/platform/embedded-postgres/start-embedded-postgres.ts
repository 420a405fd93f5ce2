import { spawnSync } from 'node:child_process';
import { realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type Binaries, type Edition, findBinaries, ownEdition } from './binaries.ts';
import { clusterExists, clusterFolder, createCluster, type Passwords, readPasswords } from './cluster.ts';
import { ensureDatabase, ownerUrl } from './ensure-database.ts';
import { launch } from './launch.ts';
import {
  endPostmaster,
  findPostmaster,
  type Postmaster,
  removeMisleadingLockFile,
  runsProgram,
  serves,
  untilReady,
} from './postmaster.ts';
import { chooseRunAs, type RunAs } from './run-as.ts';

export interface EmbeddedPostgres {
  /** Of the role `belfry`, which owns the database `belfry` and is no superuser. */
  url: string;
  /** It was still running, left behind by a process that was killed. */
  adopted: boolean;
  /** Ends the server and waits until it has; call it last. */
  stop(): Promise<void>;
}

export interface EmbeddedPostgresOptions {
  /** Exists, and its lock is ours. */
  dataDir: string;
  onProgress?: (line: string) => void;
  /** The server ended though nobody called `stop`. */
  onExit?: () => void;
  /** For tests, which clone theirs. */
  mayCreateDatabases?: boolean;
  /** Server parameters over our own; for tests. */
  settings?: Record<string, string>;
  /** Another PostgreSQL than ours; for tests. */
  edition?: Edition;
}

const WATCH_MS = 1_000;
const ADOPTION_TIMEOUT_MS = 60_000;

/**
 * Real PostgreSQL of the npm package's, in `postgres/` under the data directory: made at the first start, adopted where
 * a killed process left it running, started otherwise. Why it is done so: docs/decisions/0003-embedded-postgres.md.
 * @throws AppError `embedded-postgres.…`, its message one line that says what to do
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const progress = options.onProgress ?? (() => {});
  const dataDirectory = await realpath(options.dataDir);
  const clusterPath = join(dataDirectory, clusterFolder);
  const edition = options.edition ?? ownEdition;
  const binaries = await findBinaries(edition);
  const passwords = await readPasswords(dataDirectory);
  const ensure = (port: number) => ensureDatabase(port, passwords, options.mayCreateDatabases ?? false);
  const adopted = await adopt(clusterPath, binaries, ensure);
  if (adopted) {
    progress('adopted the database that an earlier process left running');
    return running(adopted, true, clusterPath, passwords, options);
  }
  const runAs = await chooseRunAs(clusterPath, [dataDirectory, binaries.postgres]);
  if (!(await clusterExists(clusterPath, edition.major))) {
    progress('creating the database files');
    await createCluster({
      dataDirectory,
      clusterPath,
      binaries,
      major: edition.major,
      runAs,
      superuserPassword: passwords.superuser,
    });
  }
  await giveFilesTo(runAs, clusterPath);
  await removeMisleadingLockFile(clusterPath);
  progress('starting the database');
  const logFile = join(dataDirectory, 'postgres.log');
  const started = await launch({ clusterPath, logFile, binaries, runAs, settings: options.settings ?? {} });
  try {
    await ensure(started.port);
  } catch (error) {
    await endPostmaster(started.pid, clusterPath);
    throw error;
  }
  return running(started, false, clusterPath, passwords, options);
}

/** Healthy means: of the programs installed now, ready in time, and open to our passwords. Anything else is ended. */
async function adopt(
  clusterPath: string,
  binaries: Binaries,
  ensure: (port: number) => Promise<void>,
): Promise<Postmaster | null> {
  const found = await findPostmaster(clusterPath);
  if (!found) return null;
  try {
    const ready = await untilReady(clusterPath, () => !serves(found.pid, clusterPath), ADOPTION_TIMEOUT_MS);
    if (ready && runsProgram(ready.pid, binaries.postgres)) {
      await ensure(ready.port);
      return ready;
    }
  } catch {
    // It runs and will not let us in: the same as one that hangs.
  }
  await endPostmaster(found.pid, clusterPath);
  return null;
}

function running(
  { pid, port }: Postmaster,
  adopted: boolean,
  clusterPath: string,
  passwords: Passwords,
  { onExit }: EmbeddedPostgresOptions,
): EmbeddedPostgres {
  const watch = setInterval(() => {
    if (serves(pid, clusterPath)) return;
    clearInterval(watch);
    onExit?.();
  }, WATCH_MS).unref();
  return {
    url: ownerUrl(port, passwords),
    adopted,
    async stop() {
      clearInterval(watch);
      await endPostmaster(pid, clusterPath);
    },
  };
}

/** A copy of the directory made by root belongs to root, whom PostgreSQL refuses. */
async function giveFilesTo({ owner }: RunAs, clusterPath: string): Promise<void> {
  if (owner && (await stat(clusterPath)).uid !== owner.uid) {
    spawnSync('chown', ['-R', `${owner.uid}:${owner.gid}`, clusterPath]);
  }
}

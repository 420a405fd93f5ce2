import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { ownEdition } from '@belfry/platform/embedded-postgres/binaries';
import type { TestProject } from 'vitest/node';
import type { TemplateOptions } from './template-database.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where `testDatabase` asks for the template. */
    databaseServer: string;
    /** Major version of PostgreSQL; null where TEST_DATABASE_URL names a server. */
    postgresMajor: number | null;
    /** Whether PgBouncer stands between the databases and whoever asks `throughPool` for their address. */
    pgBouncer: boolean;
  }
}

const memory = '/dev/shm';
const enoughBytes = 8 * 2 ** 30;

/**
 * One database server and one folder for temporary files for the whole run of vitest, in the care of a process that
 * ends with vitest however vitest ends, and clears both away. The database is not made before the first test asks for
 * it, so a run of pure tests costs nothing.
 */
export async function provideDatabase(
  project: Pick<TestProject, 'provide'>,
  options: TemplateOptions,
): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(quickestFolder(), 'belfry-test-'));
  // The workers inherit it, so what a test that was killed has left behind goes too.
  process.env.TMPDIR = folder;
  const server = spawn(
    process.execPath,
    [join(import.meta.dirname, 'database-server.ts'), folder, JSON.stringify(options)],
    {
      stdio: ['pipe', 'pipe', 'inherit'],
      // The terminal's Ctrl-C is for vitest, whose end is what this process waits for.
      detached: true,
    },
  );
  const [address] = await once(createInterface(server.stdout), 'line');
  project.provide('databaseServer', address);
  const { edition, pgBouncer } = options;
  project.provide('pgBouncer', pgBouncer);
  project.provide('postgresMajor', edition?.major ?? (process.env.TEST_DATABASE_URL ? null : ownEdition.major));
  return async () => {
    server.stdin.end();
    await once(server, 'exit');
  };
}

/**
 * In memory where there is plenty: each database is hundreds of files, soon deleted, and for each new one ext4 looks
 * through the inodes that were freed in the last seconds, half of the processor time of database tests (ADR 0034).
 * Who sets TMPDIR is obeyed.
 */
function quickestFolder(): string {
  if (process.env.TMPDIR) return tmpdir();
  try {
    const { bavail, bsize } = statfsSync(memory);
    if (bavail * bsize >= enoughBytes) return memory;
  } catch {
    // Not on Linux.
  }
  return tmpdir();
}

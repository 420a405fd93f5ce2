import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

export interface DirectoryLock {
  release(): void;
}

/** SQLite's «database is locked». */
const SQLITE_BUSY = 5;

/** A lock whose owner forgot it would otherwise be released by the garbage collector. */
const held = new Set<DatabaseSync>();

/**
 * Takes the one lock of a data directory, or answers null at once while another process has it.
 * SQLite serves as the portable way to the operating system's own file locks, which Node lacks: such a lock ends with
 * its process however that ends, so nothing is ever stale, no process id is compared and none can be mistaken.
 */
export function lockDataDirectory(path: string): DirectoryLock | null {
  const file = join(path, 'instance.lock');
  const database = new DatabaseSync(file, { timeout: 0 });
  try {
    database.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
    chmodSync(file, 0o600);
    held.add(database);
    return {
      release() {
        held.delete(database);
        database.close();
      },
    };
  } catch (error) {
    database.close();
    if (error instanceof Error && 'errcode' in error && error.errcode === SQLITE_BUSY) return null;
    throw error;
  }
}

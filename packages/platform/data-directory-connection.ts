import { rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { readIfPresent } from './data-directory.ts';
import { isAlive } from './is-alive.ts';

const connectionSchema = z.object({
  pid: z.int(),
  /** A command holds the directory for seconds, a server until it is stopped. */
  holder: z.enum(['server', 'command']),
  /** Of the embedded database; null while it starts, and where DATABASE_URL names another. */
  databaseUrl: z.string().nullable(),
  /** null until the server listens. */
  serverUrl: z.string().nullable(),
  /** Which time the server goes by; null until it says so, and of a command. */
  clock: z.enum(['system', 'virtual']).nullable().default(null),
});

/** What the process that holds a data directory tells those that find it taken; it is true only while the lock is held. */
export type Connection = z.infer<typeof connectionSchema>;

const fileOf = (path: string) => join(path, 'connection.json');

/** null where there is none, also where a process that was killed has left it behind. */
export async function readConnection(path: string): Promise<Connection | null> {
  const text = await readIfPresent(fileOf(path));
  if (text === null) return null;
  const connection = connectionSchema.parse(JSON.parse(text));
  return isAlive(connection.pid) ? connection : null;
}

export async function writeConnection(path: string, connection: Connection): Promise<void> {
  const draft = `${fileOf(path)}.draft`;
  await writeFile(draft, JSON.stringify(connection), { mode: 0o600 });
  await rename(draft, fileOf(path));
}

export async function removeConnection(path: string): Promise<void> {
  await rm(fileOf(path), { force: true });
}

import { randomBytes, randomUUID } from 'node:crypto';
import { chmod, link, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '@belfry/kernel/app-error';

/** What Belfry keeps on this machine; the directory has mode 0700 and every file in it 0600. */
export interface DataDirectory {
  path: string;
  /** Made at the first start and kept: tells this installation from every other. */
  instanceId: string;
  /** 32 random bytes in hexadecimal digits; stands in where ENCRYPTION_KEY is absent. */
  secret: string;
}

const INSTANCE_ID = 'instance-id';
const SECRET = 'secret';

/**
 * Makes the directory and what identifies it, or reads them. Safe to run from several processes at once.
 * @throws AppError `data-directory.unusable`
 */
export async function openDataDirectory(path: string): Promise<DataDirectory> {
  try {
    await mkdir(path, { recursive: true, mode: 0o700 });
    await closeToOthers(path);
    const instanceId = await readOrCreate(join(path, INSTANCE_ID), randomUUID);
    const secret = await readOrCreate(join(path, SECRET), () => randomBytes(32).toString('hex'));
    return { path, instanceId, secret };
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    const message = `The data directory ${path} (BELFRY_DATA) cannot be used: ${reason}.`;
    throw new AppError({ code: 'data-directory.unusable', kind: 'unavailable', message, retryable: false, cause });
  }
}

/** A directory with other people's files in it, named by mistake, keeps its mode: it may be a home or /tmp. */
async function closeToOthers(path: string): Promise<void> {
  const entries = await readdir(path);
  if (entries.length === 0 || entries.includes(INSTANCE_ID)) await chmod(path, 0o700);
}

/** Whoever comes first decides the text for ever; a process killed half-way leaves no half a file. */
export async function readOrCreate(file: string, make: () => string): Promise<string> {
  const present = await readIfPresent(file);
  if (present !== null) return present;
  const draft = `${file}.${randomUUID()}`;
  await writeFile(draft, make(), { mode: 0o600 });
  try {
    await link(draft, file);
  } catch (error) {
    if (!isErrno(error, 'EEXIST')) throw error;
  } finally {
    await rm(draft);
  }
  return readFile(file, 'utf8');
}

export async function readIfPresent(file: string): Promise<string | null> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return null;
    throw error;
  }
}

export function isErrno(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}

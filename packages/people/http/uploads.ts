import { createHash, randomUUID } from 'node:crypto';
import { type FileHandle, open, unlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { AppError } from '@belfry/kernel/app-error';
import type { TenantId } from '@belfry/kernel/ids';

export interface Upload {
  /** From its beginning, once. */
  bytes: AsyncIterable<Buffer>;
  fingerprint: string;
}

export const mostBytes = 256 * 1024 * 1024;
const pieceBytes = 64 * 1024;
/** Each takes its place on the disk until what it is for is done. */
const mostAtOnce = 12;
/** So that one organisation's leave room for the others'. */
const mostOfTenant = 4;

/**
 * Files that are uploaded, on the disk meanwhile: how long what comes of them takes is no reason to keep an upload waiting. They
 * have no name there, so that nothing of them is left behind, however the process ends.
 */
export class Uploads {
  readonly #ofTenant = new Map<TenantId, number>();

  /** @throws AppError `import.unreadable` (422), `import.too-many`, `import.no-space` (503) */
  async take<T>(tenantId: TenantId, body: Readable | undefined, use: (upload: Upload) => Promise<T>): Promise<T> {
    if (!body) throw unreadable('The file is missing.');
    this.#enter(tenantId);
    try {
      const file = await openNameless();
      try {
        const fingerprint = await write(body, file);
        return await use({ fingerprint, bytes: read(file) });
      } finally {
        await file.close();
      }
    } catch (error) {
      throw isFull(error) ? noSpace(error) : error;
    } finally {
      this.#leave(tenantId);
    }
  }

  #enter(tenantId: TenantId): void {
    const ofTenant = this.#ofTenant.get(tenantId) ?? 0;
    const all = [...this.#ofTenant.values()].reduce((sum, count) => sum + count, 0);
    if (ofTenant >= mostOfTenant || all >= mostAtOnce) throw tooMany();
    this.#ofTenant.set(tenantId, ofTenant + 1);
  }

  #leave(tenantId: TenantId): void {
    const left = (this.#ofTenant.get(tenantId) ?? 1) - 1;
    if (left > 0) this.#ofTenant.set(tenantId, left);
    else this.#ofTenant.delete(tenantId);
  }
}

async function openNameless(): Promise<FileHandle> {
  const path = join(tmpdir(), `belfry-import-${randomUUID()}`);
  const file = await open(path, 'wx+', 0o600);
  await unlink(path);
  return file;
}

async function write(body: Readable, file: FileHandle): Promise<string> {
  let bytes = 0;
  const hash = createHash('sha256');
  const limit = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      hash.update(chunk);
      done(bytes > mostBytes ? tooLarge() : null, chunk);
    },
  });
  await pipeline(body, limit, (pieces: AsyncIterable<Buffer>) => file.writeFile(pieces));
  return hash.digest('base64url');
}

async function* read(file: FileHandle): AsyncGenerator<Buffer> {
  for (let position = 0; ; ) {
    const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(pieceBytes), 0, pieceBytes, position);
    if (bytesRead === 0) return;
    yield buffer.subarray(0, bytesRead);
    position += bytesRead;
  }
}

function isFull(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT');
}

function noSpace(cause: unknown): AppError {
  const message = 'There is no space left here for files that are uploaded: nothing of it was kept.';
  return new AppError({ code: 'import.no-space', kind: 'unavailable', message, cause });
}

function tooMany(): AppError {
  const message =
    'Other files are being imported already, as many as can be at once: try again when one of them is done.';
  return new AppError({ code: 'import.too-many', kind: 'unavailable', message });
}

function tooLarge(): AppError {
  return unreadable(`The file has more than ${mostBytes / 1024 / 1024} MiB: import it in parts.`);
}

function unreadable(message: string): AppError {
  return new AppError({ code: 'import.unreadable', kind: 'rule', message });
}

import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type pg from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';

/** Rows of a query on the disk, in COPY's own text form. */
export interface CopiedRows extends AsyncDisposable {
  file: string;
}

/** @param query such as `SELECT a, b FROM c` */
export async function copyOut(client: pg.Client, query: string): Promise<CopiedRows> {
  const folder = await mkdtemp(join(tmpdir(), 'belfry-bench-copy-'));
  const file = join(folder, 'rows');
  await pipeline(client.query(copyTo(`COPY (${query}) TO STDOUT`)), createWriteStream(file));
  return { file, [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }) };
}

/** @param target such as `c (a, b)` @returns seconds */
export async function copyIn(client: pg.Client, target: string, rows: CopiedRows | string): Promise<number> {
  const source =
    typeof rows === 'string' ? Readable.from([rows]) : createReadStream(rows.file, { highWaterMark: 1 << 20 });
  const began = performance.now();
  await pipeline(source, client.query(copyFrom(`COPY ${target} FROM STDIN`)));
  return (performance.now() - began) / 1000;
}

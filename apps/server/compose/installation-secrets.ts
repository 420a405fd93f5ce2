import type { Config } from '@belfry/platform/config';
import type { DataDirectory } from '@belfry/platform/data-directory';
import type { Secrets } from '@belfry/platform/sealer';

/**
 * What this installation signs and seals with, and what it did before. The data directory's own secret stands in for
 * ENCRYPTION_KEY; whoever sets that for the first time has changed from the one to the other.
 */
export function installationSecrets(
  { encryptionKey, previousEncryptionKey }: Config,
  directory: Pick<DataDirectory, 'secret'>,
): Secrets {
  const secret = encryptionKey ?? directory.secret;
  const before = previousEncryptionKey === null ? [] : [previousEncryptionKey];
  return { secret, previous: [...before, directory.secret].filter((other) => other !== secret) };
}

import type { DBOSConfig } from '@dbos-inc/dbos-sdk';

export const queueName = 'greet';
export const workflowName = 'greet';
export const version = 'bench';

const quiet = () => {};

export function configFor(databaseUrl: string, executorID: string): DBOSConfig {
  return {
    name: 'bench',
    systemDatabaseUrl: databaseUrl,
    systemDatabasePoolSize: 10,
    applicationVersion: version,
    executorID,
    // A line for each workflow would be measured too.
    logger: { info: quiet, debug: quiet, warn: quiet, error: console.error },
  };
}

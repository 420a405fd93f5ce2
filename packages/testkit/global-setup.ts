import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where `testDatabase` asks for the template. */
    databaseServer: string;
  }
}

/**
 * One database server for the whole run of vitest, in a process of its own that ends with vitest however vitest ends.
 * Nothing is made before the first test asks for it, so a run of pure tests costs nothing.
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = spawn(process.execPath, [join(import.meta.dirname, 'database-server.ts')], {
    stdio: ['pipe', 'pipe', 'inherit'],
    // The terminal's Ctrl-C is for vitest, whose end is what this process waits for.
    detached: true,
  });
  const [address] = await once(createInterface(server.stdout), 'line');
  project.provide('databaseServer', address);
  return async () => {
    server.stdin.end();
    await once(server, 'exit');
  };
}

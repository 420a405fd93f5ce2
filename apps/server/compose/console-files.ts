import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { HttpServer } from '@belfry/platform/http/server';
import fastifyStatic from '@fastify/static';

const folder = join(import.meta.dirname, '../../console/dist');

/** What the console's own addresses never begin with. */
const notPages =
  /^\/(v1|sandbox|playground\/(?:v1|sandbox)|auth|hooks|a|feeds|docs|assets|health|ready|metrics|openapi\.json)(\/|$|\?)/;

/** Whether an unknown address is one of the console's pages, which the browser's router knows. */
export function isConsolePage(method: string, url: string): boolean {
  return (method === 'GET' || method === 'HEAD') && !notPages.test(url) && isConsoleBuilt();
}

export function isConsoleBuilt(): boolean {
  return existsSync(join(folder, 'index.html'));
}

/** Serves the built console. Its assets carry a hash in their names and may be kept for ever; the page itself may not. */
export async function serveConsole(app: HttpServer): Promise<void> {
  await app.register(fastifyStatic, {
    root: folder,
    wildcard: false,
    // The build leaves .br and .gz beside each file.
    preCompressed: true,
    cacheControl: false,
    setHeaders(reply, path) {
      const isHashed = path.includes('/assets/');
      reply.header('cache-control', isHashed ? 'public, max-age=31536000, immutable' : 'no-cache');
    },
  });
}

import { randomInt } from 'node:crypto';
import { createServer, type Server } from 'node:net';

/**
 * Below what Linux (32768), macOS and Windows (49152) give to connections that go out: among those a port that is
 * free now is taken by the next connection of any program, before whoever asked for it listens.
 */
const first = 20_000;
const last = 32_767;
/** More than that in a row are not taken by chance: then the system chooses. */
const attempts = 50;

/** Ports at which nobody listens now, each another; found before anything listens, where an address must be known first. */
export async function freePorts(count: number, host = '127.0.0.1'): Promise<number[]> {
  // Held until all are found, so that none is found twice.
  const probes: Server[] = [];
  try {
    while (probes.length < count) probes.push(await probe(host));
    return probes.map(portOf);
  } finally {
    await Promise.all(probes.map((server) => new Promise((resolve) => server.close(resolve))));
  }
}

export async function freePort(host?: string): Promise<number> {
  const [port = 0] = await freePorts(1, host);
  return port;
}

async function probe(host: string): Promise<Server> {
  for (let attempt = 0; attempt < attempts; attempt++) {
    const server = await listen(randomInt(first, last + 1), host).catch(onTaken);
    if (server) return server;
  }
  return listen(0, host);
}

function listen(port: number, host: string): Promise<Server> {
  const server = createServer();
  return new Promise((resolve, reject) => server.once('error', reject).listen(port, host, () => resolve(server)));
}

/** Somebody listens there, or the system keeps it for itself (Windows). */
function onTaken(error: NodeJS.ErrnoException): null {
  if (error.code === 'EADDRINUSE' || error.code === 'EACCES') return null;
  throw error;
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new TypeError('A TCP server has an address with a port.');
  return address.port;
}

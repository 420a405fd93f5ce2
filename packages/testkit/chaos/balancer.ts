import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

export interface Balancer extends AsyncDisposable {
  /** The address that users and providers know, whatever becomes of the servers behind it. */
  url: string;
}

/**
 * A load balancer for connections, as there is one before several servers: each goes to one that is thought to be
 * healthy, in turn. A connection whose server dies is cut, as it would be.
 * @param healthy the addresses to choose from, asked for each connection
 */
export async function startBalancer(healthy: () => readonly string[]): Promise<Balancer> {
  const open = new Set<Socket>();
  let turn = 0;
  const server = createServer((client) => {
    const addresses = healthy();
    const address = addresses[turn++ % addresses.length];
    if (address === undefined) return client.destroy();
    const { hostname, port } = new URL(address);
    const upstream = connect(Number(port), hostname);
    for (const [socket, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      open.add(socket);
      socket.on('error', () => other.destroy());
      socket.on('close', () => {
        open.delete(socket);
        other.destroy();
      });
    }
    client.pipe(upstream).pipe(client);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new TypeError('A TCP server has an address with a port.');
  return {
    url: `http://127.0.0.1:${address.port}`,
    async [Symbol.asyncDispose]() {
      for (const socket of open) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

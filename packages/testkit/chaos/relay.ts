import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';

export interface Relay {
  port: number;
  /** Whoever is connected is cut, and whoever comes is refused, as by a server that is gone. */
  close(): Promise<void>;
}

interface RelayOptions {
  /** Default: any that is free. */
  port?: number;
  /** The other end of a connection; null where there is none to be had. */
  connectTo(): Socket | null;
  /** Stands between what the server says and the client. */
  onTheWayBack?(client: Socket, upstream: Socket): Duplex;
}

/** Listens and joins each connection to another one; either end that goes takes the other with it. */
export async function startRelay({ port = 0, connectTo, onTheWayBack }: RelayOptions): Promise<Relay> {
  const open = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connectTo();
    if (upstream === null) return client.destroy();
    for (const [socket, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      open.add(socket);
      // What comes in pieces would wait for the other end's word on each.
      socket.setNoDelay(true);
      socket.on('error', () => other.destroy());
      socket.on('close', () => {
        open.delete(socket);
        other.destroy();
      });
    }
    client.pipe(upstream);
    const back = onTheWayBack?.(client, upstream);
    (back ? upstream.pipe(back) : upstream).pipe(client);
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new TypeError('A TCP server has an address with a port.');
  return {
    port: address.port,
    async close() {
      const closed = once(server, 'close');
      server.close();
      for (const socket of open) socket.destroy();
      await closed;
    },
  };
}

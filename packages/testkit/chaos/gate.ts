import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { freePorts } from '../server-group.ts';

export interface Gate extends AsyncDisposable {
  port: number;
  /** Whoever is connected is cut, and whoever comes is refused, as by a server that is gone. */
  close(): Promise<void>;
  open(): Promise<void>;
}

/** Stands before a server that takes long to start, so that it can be gone and back within a moment. */
export async function openGate(target: { port: number }): Promise<Gate> {
  const [port = 0] = await freePorts(1);
  const sockets = new Set<Socket>();
  let server: Server | null = null;
  const open = async () => {
    server = createServer((client) => {
      const upstream = connect(target.port, '127.0.0.1');
      for (const [socket, other] of [
        [client, upstream],
        [upstream, client],
      ] as const) {
        sockets.add(socket);
        socket.on('error', () => other.destroy());
        socket.on('close', () => {
          sockets.delete(socket);
          other.destroy();
        });
      }
      client.pipe(upstream).pipe(client);
    });
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
  };
  const close = async () => {
    if (!server) return;
    const closed = once(server, 'close');
    server.close();
    server = null;
    for (const socket of sockets) socket.destroy();
    await closed;
  };
  await open();
  return { port, open, close, [Symbol.asyncDispose]: close };
}

import type { Server, Socket } from 'node:net';

/** smtp-server does not give its sockets out; the client's port tells which is whose. */
export interface Connections {
  cut(session: { remotePort: number }): void;
}

export function followConnections(listener: Server): Connections {
  const open = new Map<number, Socket>();
  listener.on('connection', (socket) => {
    const { remotePort } = socket;
    if (remotePort === undefined) return;
    open.set(remotePort, socket);
    socket.once('close', () => open.delete(remotePort));
  });
  return { cut: ({ remotePort }) => void open.get(remotePort)?.resetAndDestroy() };
}

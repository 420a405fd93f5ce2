import { connect } from 'node:net';
import { freePort } from '@belfry/platform/free-ports';
import { type Relay, startRelay } from './relay.ts';

export interface Gate extends AsyncDisposable {
  port: number;
  /** Whoever is connected is cut, and whoever comes is refused, as by a server that is gone. */
  close(): Promise<void>;
  open(): Promise<void>;
}

/** Stands before a server that takes long to start, so that it can be gone and back within a moment. */
export async function openGate({ host = '127.0.0.1', ...target }: { host?: string; port: number }): Promise<Gate> {
  const port = await freePort();
  let relay: Relay | null = null;
  const open = async () => {
    relay = await startRelay({ port, connectTo: () => connect(target.port, host) });
  };
  const close = async () => {
    const closing = relay?.close();
    relay = null;
    await closing;
  };
  await open();
  return { port, open, close, [Symbol.asyncDispose]: close };
}

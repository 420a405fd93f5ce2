import { connect } from 'node:net';
import { startRelay } from './relay.ts';

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
  let turn = 0;
  const relay = await startRelay({
    connectTo() {
      const addresses = healthy();
      const address = addresses[turn++ % addresses.length];
      if (address === undefined) return null;
      const { hostname, port } = new URL(address);
      return connect(Number(port), hostname);
    },
  });
  return { url: `http://127.0.0.1:${relay.port}`, [Symbol.asyncDispose]: () => relay.close() };
}

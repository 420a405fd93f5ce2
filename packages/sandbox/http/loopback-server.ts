import type { FastifyInstance } from 'fastify';
import type { Misbehaviour } from './misbehaviour.ts';

/** How long a client may take to end a request that it has begun before its connection is cut on closing. */
const CLOSE_GRACE_MS = 2_000;

/** A server that listens on a free port of the loopback interface. */
export interface LoopbackServer {
  baseUrl: string;
  /** Lets requests under way end, lets go of those held without an answer, closes idle connections. */
  close(): Promise<void>;
}

export async function listenOnLoopback(app: FastifyInstance, misbehaviour: Misbehaviour): Promise<LoopbackServer> {
  const baseUrl = await app.listen({ host: '127.0.0.1', port: 0 });
  return {
    baseUrl,
    async close() {
      misbehaviour.end();
      const cut = setTimeout(() => app.server.closeAllConnections(), CLOSE_GRACE_MS);
      await app.close();
      clearTimeout(cut);
    },
  };
}

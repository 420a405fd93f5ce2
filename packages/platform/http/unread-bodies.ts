import { finished } from 'node:stream/promises';
import type { FastifyInstance } from 'fastify';
import fp from 'fastify-plugin';

/** Twice what any address takes. */
const MOST_BYTES = 64 * 1024 * 1024;
const LONGEST_MS = 5000;

/**
 * A body that is refused for its size is read to its end and thrown away, within bounds, before the refusal leaves: the
 * connection closes with it, and a caller that is still writing then would hear of a broken connection and of no reason
 * (RFC 9112, section 9.6).
 */
export const unreadBodies = fp(
  async (app: FastifyInstance) => {
    app.addHook('onSend', async ({ raw }, reply) => {
      if (reply.statusCode !== 413 || raw.complete) return;
      const enough = new AbortController();
      let bytes = 0;
      raw.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
        if (bytes > MOST_BYTES) enough.abort();
      });
      const signal = AbortSignal.any([enough.signal, AbortSignal.timeout(LONGEST_MS)]);
      // What ends early, ends the reading.
      await finished(raw, { signal, writable: false }).catch(() => undefined);
    });
  },
  { name: 'belfry-unread-bodies' },
);

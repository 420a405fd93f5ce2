import { setTimeout as wait } from 'node:timers/promises';
import type { FastifyReply } from 'fastify';
import type { Drawn } from '../domain/draw-faults.ts';

/** The ways in which a server of the network does not answer. */
export interface Misbehaviour {
  /** Real time; ends early when the server closes. */
  slowDown(drawn: Drawn): Promise<void>;
  /** Keeps the connection open without ever answering on it. */
  hold(reply: FastifyReply): void;
  reset(reply: FastifyReply): void;
  /** Lets go of all that is held. */
  end(): void;
}

export function createMisbehaviour(): Misbehaviour {
  const held = new Set<FastifyReply>();
  const ended = new AbortController();
  return {
    async slowDown({ slowMs }) {
      if (slowMs > 0) await wait(slowMs, undefined, { signal: ended.signal }).catch(() => {});
    },
    hold(reply) {
      reply.hijack();
      held.add(reply);
      reply.raw.once('close', () => held.delete(reply));
    },
    reset(reply) {
      reply.hijack();
      reply.raw.socket?.resetAndDestroy();
    },
    end() {
      ended.abort();
      for (const reply of held) reply.raw.destroy();
    },
  };
}

import type { OutgoingHttpHeaders, ServerResponse } from 'node:http';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';

declare module 'fastify' {
  interface FastifyInstance {
    readonly openEventStreams: OpenStreams;
  }
}

export interface StreamEvent {
  /** The event's type; `message` when absent. */
  event?: string;
  /** What the browser sends back as Last-Event-ID when it reconnects. */
  id?: string;
  /** Sent as JSON. */
  data: unknown;
}

export interface EventStreamOptions {
  heartbeatMs: number;
  /** Then the client reconnects by itself and is authenticated anew, so that a revoked key or session ends. */
  maxAgeMs: number;
  /** What a client may leave unread before it is dropped; it reconnects and reads the present state again. */
  maxUnreadBytes: number;
}

interface OpenStream {
  response: ServerResponse;
  /** Real, monotonic ms. */
  openedAt: number;
}

interface OpenStreams {
  add(stream: OpenStream): void;
  delete(stream: OpenStream): void;
  readonly maxUnreadBytes: number;
}

/** An event, not a comment, which browsers keep to themselves: who hears none knows that the connection is half open. */
const heartbeat = format({ event: 'heartbeat', data: {} });

/** Keeps the open streams of one server: one heartbeat for all of them, and an end for all when it closes. */
export const eventStreams = fp(
  async (app: FastifyInstance, { heartbeatMs, maxAgeMs, maxUnreadBytes }: EventStreamOptions) => {
    const open = new Set<OpenStream>();
    let timer: NodeJS.Timeout | undefined;

    const beat = (): void => {
      for (const { response, openedAt } of open) {
        if (performance.now() - openedAt > maxAgeMs) response.end();
        else write(response, heartbeat, maxUnreadBytes);
      }
    };
    app.decorate('openEventStreams', {
      maxUnreadBytes,
      add(stream) {
        open.add(stream);
        timer ??= setInterval(beat, heartbeatMs).unref();
      },
      delete(stream) {
        open.delete(stream);
        if (open.size > 0) return;
        clearInterval(timer);
        timer = undefined;
      },
    });
    app.addHook('preClose', (done) => {
      for (const { response } of open) response.end();
      done();
    });
  },
  { name: 'belfry-event-streams' },
);

/**
 * Answers with server-sent events (WHATWG HTML, 9.2) until the client, `maxAgeMs` or the server's close ends it.
 * `subscribe` gets the function to send with and returns how to stop; it may send at once.
 */
export function sendEventStream(
  request: FastifyRequest,
  reply: FastifyReply,
  subscribe: (send: (event: StreamEvent) => void) => () => void,
): FastifyReply {
  reply.headers({ 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no' });
  if (request.method === 'HEAD') return reply.send();

  const { openEventStreams } = request.server;
  const response = reply.raw;
  const early: string[] = [];
  const send = (event: StreamEvent): void => {
    const text = format(event);
    if (response.headersSent) write(response, text, openEventStreams.maxUnreadBytes);
    else early.push(text);
  };
  const unsubscribe = subscribe(send);

  reply.hijack();
  if (response.destroyed) {
    unsubscribe();
    return reply;
  }
  const stream = { response, openedAt: performance.now() };
  response.once('close', () => {
    openEventStreams.delete(stream);
    unsubscribe();
  });
  // A reset connection ends in 'close' as well; an unheard 'error' would end the process.
  response.on('error', () => {});
  response.writeHead(200, reply.getHeaders() as OutgoingHttpHeaders);
  response.write(`retry: 2000\n\n${early.join('')}`);
  openEventStreams.add(stream);
  return reply;
}

function write(response: ServerResponse, text: string, maxUnreadBytes: number): void {
  if (response.writableEnded || response.destroyed) return;
  response.write(text);
  if (response.writableLength > maxUnreadBytes) response.destroy();
}

function format({ event, id, data }: StreamEvent): string {
  const fields = [...(event ? [`event: ${event}`] : []), ...(id ? [`id: ${id}`] : []), `data: ${JSON.stringify(data)}`];
  return `${fields.join('\n')}\n\n`;
}

import { once } from 'node:events';
import type { Socket } from 'node:net';
import fastify, { type FastifyInstance } from 'fastify';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type EventStreamOptions, eventStreams, type StreamEvent, sendEventStream } from './event-stream.ts';
import { open, serve } from './test/serve.ts';

const calm = { heartbeatMs: 60_000, maxAgeMs: 60_000, maxUnreadBytes: 64 * 1024 };

let app: FastifyInstance;
let address: string;
let subscribers: Set<(event: StreamEvent) => void>;
let unsubscribed: PromiseWithResolvers<void>;

function addStream(to: FastifyInstance): void {
  const [sends, gone] = [subscribers, unsubscribed];
  to.get('/stream', (request, reply) =>
    sendEventStream(request, reply, (send) => {
      sends.add(send);
      send({ event: 'hello', id: '1', data: { text: 'two\nlines' } });
      return () => {
        sends.delete(send);
        gone.resolve();
      };
    }),
  );
}

async function start(options: Partial<EventStreamOptions> = {}): Promise<void> {
  app = fastify();
  await app.register(eventStreams, { ...calm, ...options });
  addStream(app);
  address = await app.listen({ host: '127.0.0.1', port: 0 });
}

beforeEach(() => {
  subscribers = new Set();
  unsubscribed = Promise.withResolvers();
});
afterEach(() => app.close());

/** Reads until the text holds `end`, or to the end of the stream where it never does. */
async function readUntil(reader: ReadableStreamDefaultReader<Uint8Array>, end: string): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return `${text}(end)`;
    text += decoder.decode(value, { stream: true });
    if (text.includes(end)) return text;
  }
}

async function connect(): Promise<{ response: Response; reader: ReadableStreamDefaultReader<Uint8Array> }> {
  const response = await fetch(`${address}/stream`);
  return { response, reader: response.body!.getReader() };
}

function sendToAll(event: StreamEvent): void {
  for (const send of subscribers) send(event);
}

describe('an event stream', () => {
  it('gives what is sent while subscribing and afterwards, in order', async () => {
    await start();
    const { response, reader } = await connect();
    expect(response.headers.get('content-type')).toBe('text/event-stream');
    expect(response.headers.get('cache-control')).toBe('no-store');
    const first = await readUntil(reader, '}\n\n');
    expect(first).toBe('retry: 2000\n\nevent: hello\nid: 1\ndata: {"text":"two\\nlines"}\n\n');
    sendToAll({ data: [1] });
    expect(await readUntil(reader, ']\n\n')).toBe('data: [1]\n\n');
    await reader.cancel();
  });

  it('unsubscribes when its client goes', async () => {
    await start();
    const { reader } = await connect();
    expect(subscribers.size).toBe(1);
    await reader.cancel();
    await unsubscribed.promise;
    expect(subscribers.size).toBe(0);
  });

  it('shows in its silence that it is alive', async () => {
    await start({ heartbeatMs: 10 });
    const { reader } = await connect();
    const beat = 'event: heartbeat\ndata: {}\n\n';
    expect(await readUntil(reader, beat)).toContain(`\n\n${beat}`);
    await reader.cancel();
  });

  it('ends after a while, so that its client must show again who it is', async () => {
    await start({ heartbeatMs: 10, maxAgeMs: 15 });
    const { reader } = await connect();
    expect(await readUntil(reader, 'never')).toMatch(/\(end\)$/);
    await unsubscribed.promise;
  });

  it('drops a client that does not read, and spares one that does', async () => {
    await start();
    const { reader } = await connect();
    const deaf: Socket = await open(Number(new URL(address).port));
    deaf.pause();
    deaf.write('GET /stream HTTP/1.1\r\nHost: x\r\n\r\n');
    const reading = readUntil(reader, 'last');
    const chunk = { data: 'x'.repeat(32 * 1024) };
    while (subscribers.size < 2) await new Promise(setImmediate);
    while (subscribers.size > 1) {
      sendToAll(chunk);
      await new Promise(setImmediate);
    }
    sendToAll({ data: 'last' });
    expect(await reading).toContain('last');
    deaf.destroy();
    await reader.cancel();
  });

  it('ends for HEAD with its headers', async () => {
    await start();
    const response = await fetch(`${address}/stream`, { method: 'HEAD' });
    expect(response.headers.get('content-type')).toBe('text/event-stream');
    expect(subscribers.size).toBe(0);
  });
});

it('open streams end when the server closes, and do not hold it up', async () => {
  const served = await serve(addStream, { drainTimeoutMs: 60_000 });
  ({ app, address } = served);
  const { response, reader } = await connect();
  expect(response.headers.get('x-request-id')).not.toBeNull();
  await readUntil(reader, 'hello');
  const ended = readUntil(reader, 'never');
  await app.close();
  expect(await ended).toMatch(/\(end\)$/);
  await unsubscribed.promise;
});

it('a stream whose client left before it began unsubscribes at once', async () => {
  app = fastify();
  await app.register(eventStreams, calm);
  const arrived = Promise.withResolvers<void>();
  app.addHook('preHandler', async (_request, reply) => {
    arrived.resolve();
    await once(reply.raw, 'close');
  });
  addStream(app);
  address = await app.listen({ host: '127.0.0.1', port: 0 });
  const socket = await open(Number(new URL(address).port));
  socket.write('GET /stream HTTP/1.1\r\nHost: x\r\n\r\n');
  await arrived.promise;
  socket.destroy();
  await unsubscribed.promise;
  expect(subscribers.size).toBe(0);
});

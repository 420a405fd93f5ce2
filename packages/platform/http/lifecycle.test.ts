import { once } from 'node:events';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { open, type Served, serve } from './test/serve.ts';

/** Longer than a test may take, so that nothing passes only because it was cut off. */
const PATIENTLY_MS = 60_000;

/** Routes that answer when told. */
async function serveSlowly({ drainTimeoutMs = PATIENTLY_MS } = {}) {
  const arrived = Promise.withResolvers<void>();
  const finish = Promise.withResolvers<void>();
  const served = await serve(
    (app) => {
      app.get('/slow', async () => {
        arrived.resolve();
        await finish.promise;
        return { done: true };
      });
      app.get('/streamed', (_request, reply) => reply.send(Readable.from(parts())));
      async function* parts(): AsyncGenerator<string> {
        yield 'begun, ';
        arrived.resolve();
        await finish.promise;
        yield 'done';
      }
    },
    { drainTimeoutMs },
  );
  return { served, arrived: arrived.promise, finish: finish.resolve };
}

/** Resolves once the server has begun to close. */
async function closingOf({ app }: Served): Promise<{ closed: Promise<void> }> {
  const closed = app.close().then(() => {});
  while (app.phase !== 'closing' || app.server.listening) await new Promise(setImmediate);
  return { closed };
}

describe('a server that closes', () => {
  it('finishes what is under way and ends its connection', async () => {
    const { served, arrived, finish } = await serveSlowly();
    const answer = served.get('/slow');
    await arrived;
    const { closed } = await closingOf(served);
    finish();
    expect(await answer).toMatchObject({ status: 200, body: { done: true } });
    expect((await answer).headers.get('connection')).toBe('close');
    await closed;
  });

  it('finishes an answer that has begun, and ends its connection too', async () => {
    const { served, arrived, finish } = await serveSlowly();
    const socket = await open(served.port);
    socket.write('GET /streamed HTTP/1.1\r\nHost: x\r\n\r\n');
    const answer = text(socket);
    await arrived;
    const { closed } = await closingOf(served);
    finish();
    await closed;
    expect(await answer).toContain('done');
  });

  it('is not held up by idle connections, nor by those that never asked for anything', async () => {
    const served = await serve(() => {}, { drainTimeoutMs: PATIENTLY_MS });
    const [idle, unused] = await Promise.all([open(served.port), open(served.port)]);
    idle.write('GET /health HTTP/1.1\r\nHost: x\r\n\r\n');
    await once(idle, 'data');
    const ends = Promise.all([once(idle, 'close'), once(unused, 'close')]);
    idle.resume();
    unused.resume();
    await served.app.close();
    await ends;
  });

  it('refuses new requests with 503 until it has stopped listening, and then new connections', async () => {
    const begun = Promise.withResolvers<void>();
    const release = Promise.withResolvers<void>();
    const served = await serve((app) =>
      app.addHook('preClose', async () => {
        begun.resolve();
        await release.promise;
      }),
    );
    const closed = served.app.close();
    await begun.promise;
    for (const path of ['/health', '/ready', '/v1/nothing']) {
      const answer = await served.get(path);
      expect(answer).toMatchObject({ status: 503, body: { code: 'server.closing' } });
      expect(answer.headers.get('connection')).toBe('close');
      expect(answer.headers.get('retry-after')).toBe('1');
    }
    release.resolve();
    await closed;
    await expect(fetch(`${served.address}/health`)).rejects.toThrow();
  });

  it('gives up on what does not end', async () => {
    const { served, arrived, finish } = await serveSlowly({ drainTimeoutMs: 50 });
    const socket = await open(served.port);
    socket.write('GET /slow HTTP/1.1\r\nHost: x\r\n\r\n');
    await arrived;
    await served.app.close();
    expect(await text(socket)).toBe('');
    finish();
  });
});

it('a server that drains still serves, and is not ready any more', async () => {
  const served = await serve();
  expect(await served.get('/ready')).toMatchObject({ status: 200, body: { status: 'ready' } });
  served.app.beginDrain();
  expect(await served.get('/ready')).toMatchObject({ status: 503, body: { status: 'draining' } });
  expect(await served.get('/health')).toMatchObject({ status: 200 });
  await served.app.close();
});

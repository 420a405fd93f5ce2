import { connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { open, type Served, serve } from './test/serve.ts';

const longestMs = 200;
let served: Served;

beforeAll(async () => {
  served = await serve(
    (app) => {
      for (const path of ['/ordinary', '/v1/people']) app.post(path, async () => ({ ok: true }));
      app.get('/asset', async (_request, reply) => {
        reply.raw.writeHead(200, { 'content-length': 2, connection: 'close' });
        reply.raw.write('{');
        await delay(3 * longestMs);
        reply.raw.end('}');
        return reply.hijack();
      });
      for (const path of ['/upload', '/v1/upload'])
        app.post(path, { config: { isUpload: true } }, async () => ({ ok: true }));
    },
    { requestTimeoutMs: longestMs },
  );
});
afterAll(() => served.app.close());

async function slowly(path: string): Promise<string> {
  const socket = await open(served.port);
  const answer = text(socket);
  const head = `POST ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n`;
  socket.write(`${head}{`);
  await delay(5 * longestMs);
  socket.write('}');
  return await answer;
}

it('a request that does not arrive in time is told so, and its connection ends', async () => {
  expect(await slowly('/ordinary')).toMatch(/^HTTP\/1\.1 408 .*"code":"request\.timed-out"/s);
});

it('a file may take longer', async () => {
  expect(await slowly('/upload')).toMatch(/^HTTP\/1\.1 200 /);
});

/** @throws where the server has not hung up in time */
async function tricklesUntilClosed(socket: Socket): Promise<void> {
  const trickle = setInterval(() => socket.write('x'), 20);
  const closed = new Promise((resolve) => socket.once('close', resolve));
  const late = new Promise((_, reject) =>
    setTimeout(() => reject(new Error('It is still open.')), 20 * longestMs).unref(),
  );
  await Promise.race([closed, late]).finally(() => clearInterval(trickle));
}

it.each([
  ['knows no key', 'POST /v1/people', 401],
  ['knows none and says it is a file', 'POST /v1/upload', 401],
  ['asks for what is no address', 'POST /%zz', 400],
])('who %s is answered at once, and keeps no connection by a byte now and then', async (_, request, status) => {
  const socket = await open(served.port);
  let answer = '';
  socket.setEncoding('utf8').on('data', (part: string) => {
    answer += part;
  });
  socket.write(`${request} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n`);
  await tricklesUntilClosed(socket);
  expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
  expect(answer.match(/HTTP\/1\.1/g)).toHaveLength(1);
});

it('who is told that it took too long and goes on all the same is cut off', async () => {
  // Half open, or Node would hang up on our side as soon as the server has said its last word.
  const socket = connect({ port: served.port, host: '127.0.0.1', allowHalfOpen: true });
  socket.on('error', () => {}).resume();
  socket.write(`POST /ordinary HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer good\r\nContent-Length: 1000\r\n\r\n`);
  await tricklesUntilClosed(socket);
});

it('an answer without a request’s body may take as long as it takes', async () => {
  const response = await fetch(`${served.address}/asset`);
  expect([response.status, await response.text()]).toEqual([200, '{}']);
});

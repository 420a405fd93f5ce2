import { text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { open, type Served, serve } from './test/serve.ts';

const longestMs = 200;
let served: Served;

beforeAll(async () => {
  served = await serve(
    (app) => {
      app.post('/ordinary', async () => ({ ok: true }));
      app.post('/upload', { config: { isUpload: true } }, async () => ({ ok: true }));
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

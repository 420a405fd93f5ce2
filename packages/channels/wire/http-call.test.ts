import type { IncomingMessage, ServerResponse } from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import localhostIdentity from 'smtp-server/lib/tls-options.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { carryOut, createAgents, type HttpAgents, type HttpCall } from './http-call.ts';

/** Over TLS, as the real Twilio is called; the adapter's own tests are over plain HTTP, as the sandbox is. */
let server: https.Server;
let url: URL;
let answer: (request: IncomingMessage, response: ServerResponse) => unknown;

beforeAll(async () => {
  server = https.createServer(localhostIdentity(), (request, response) => answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = new URL(`https://127.0.0.1:${(server.address() as AddressInfo).port}/path?query=1`);
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
});

function trusting(): HttpAgents {
  return { ...createAgents(), 'https:': new https.Agent({ keepAlive: true, rejectUnauthorized: false }) };
}

async function post(agents: HttpAgents): Promise<{ call: HttpCall; error: unknown }> {
  const call: HttpCall = { hasLeft: false, answer: null };
  const request = { method: 'POST', url, headers: {}, body: 'a=ថ្នាំ', signal: AbortSignal.timeout(10_000) };
  const error = await carryOut(call, request, agents).then(
    () => null,
    (reason: unknown) => reason,
  );
  return { call, error };
}

describe('a request over TLS', () => {
  test('gets its answer', async () => {
    answer = async (request, response) => response.writeHead(201, { 'x-seen': request.url }).end(await text(request));
    const { call, error } = await post(trusting());
    expect(error).toBeNull();
    expect(call.answer).toMatchObject({ status: 201, body: 'a=ថ្នាំ', headers: { 'x-seen': '/path?query=1' } });
  });

  test('has left once the other side could read it, on a new connection and on a used one', async () => {
    const agents = trusting();
    const cut = (request: IncomingMessage) => request.socket.destroy();
    answer = cut;
    expect(await post(agents)).toMatchObject({ call: { hasLeft: true, answer: null }, error: expect.any(Error) });
    answer = (_request, response) => response.end();
    expect(await post(agents)).toMatchObject({ call: { hasLeft: true, answer: { status: 200 } } });
    answer = cut;
    expect(await post(agents)).toMatchObject({ call: { hasLeft: true, answer: null }, error: expect.any(Error) });
  });

  test('has not left when the certificate was not believed', async () => {
    let requests = 0;
    answer = (_request, response) => {
      requests += 1;
      response.end();
    };
    expect(await post(createAgents())).toMatchObject({
      call: { hasLeft: false, answer: null },
      error: expect.any(Error),
    });
    expect(requests).toBe(0);
  });
});

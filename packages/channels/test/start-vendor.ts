import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { createVendorEmail } from '../vendor-email/vendor-email.ts';
import type { ChannelUnderTest, Misbehaviour, Taken } from './describe-channel.ts';

/** A vendor of the tests' own, by the contract of its API. */
export async function startVendor({ timeoutMs }: { timeoutMs: number }): Promise<ChannelUnderTest> {
  const planned: Misbehaviour[] = [];
  const taken: Taken[] = [];
  let announceTaken = () => {};
  const json = (response: ServerResponse, status: number, body: unknown, headers = {}) =>
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));

  const server = http.createServer(async (request: IncomingMessage, response) => {
    const { email, message } = JSON.parse(await text(request)) as { email: string; message: string };
    const next = planned.shift();
    if (request.url !== '/v1/send-email' || next === 'refuse') return json(response, 400, { success: false });
    if (next === 'defer') return json(response, 429, { success: false }, { 'retry-after': '2' });
    taken.push({ to: email, text: message });
    announceTaken();
    if (next === 'hang') return;
    if (next === 'cut') return request.socket.destroy();
    return json(response, 200, { success: true, messageId: `message-${taken.length}` });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const { channel, close } = createVendorEmail({ url: `http://127.0.0.1:${port}/v1/`, timeoutMs });
  const stop = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return {
    channel,
    provider: {
      next: (misbehaviour) => void planned.push(misbehaviour),
      listTaken: async () => taken,
      nextTaken: () => new Promise((resolve) => (announceTaken = resolve)),
      stop,
    },
    address: { to: 'ann@example.com' },
    async [Symbol.asyncDispose]() {
      close();
      await stop();
    },
  };
}

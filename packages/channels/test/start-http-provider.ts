import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Channel } from '../contract.ts';
import type { ChannelUnderTest, Misbehaviour, Taken } from './describe-channel.ts';

/** The answers of a provider's HTTP API. */
export interface HttpProvider {
  /** null: it is no message for this API, and is refused. */
  read(request: IncomingMessage): Promise<Taken | null>;
  refuse(response: ServerResponse): void;
  defer(response: ServerResponse): void;
  /** `count`: how many it has taken by now. */
  accept(response: ServerResponse, count: number): void;
}

/** A provider of the tests' own, which misbehaves as it is told; and the channel that speaks to it. */
export async function startHttpProvider(
  api: HttpProvider,
  open: (baseUrl: string) => { channel: Channel; close(): void },
): Promise<ChannelUnderTest> {
  const planned: Misbehaviour[] = [];
  const taken: Taken[] = [];
  let announceTaken = () => {};
  const server = http.createServer(async (request, response) => {
    const message = await api.read(request);
    const next = planned.shift();
    if (message === null || next === 'refuse') return api.refuse(response);
    if (next === 'defer') return api.defer(response);
    taken.push(message);
    announceTaken();
    if (next === 'hang') return;
    if (next === 'cut') return request.socket.destroy();
    api.accept(response, taken.length);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const { channel, close } = open(`http://127.0.0.1:${port}`);
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

export function answerJson(response: ServerResponse, status: number, body: unknown, headers = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}

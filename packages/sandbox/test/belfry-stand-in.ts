import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import twilio from 'twilio';

export interface Webhook {
  path: string;
  /** Of a form. */
  fields: Record<string, string>;
  body: string;
  headers: IncomingHttpHeaders;
  /** By the official package's own check. */
  isSigned: boolean;
}

export interface StandIn {
  url: string;
  /** What has arrived, answered or not, in order. */
  received: Webhook[];
  /** Decides what the next webhooks are answered with; the default is an empty 200. */
  answerWith(answer: (webhook: Webhook) => { status?: number; body?: string } | 'never'): void;
  /** Resolves when so many have arrived in all. */
  haveArrived(count: number): Promise<Webhook[]>;
  close(): Promise<void>;
}

/** A real web server in Belfry's place, on a port of its own or a given one. */
export async function startStandIn(authToken: string, port = 0): Promise<StandIn> {
  const received: Webhook[] = [];
  let waiting: { count: number; resolve(webhooks: Webhook[]): void }[] = [];
  let answer: Parameters<StandIn['answerWith']>[0] = () => ({});

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await text(request);
    const fields = Object.fromEntries(new URLSearchParams(body));
    const path = request.url ?? '';
    const signature = String(request.headers['x-twilio-signature']);
    const isSigned = twilio.validateRequest(authToken, signature, standIn.url + path, fields);
    const webhook = { path, fields, body, headers: request.headers, isSigned };
    received.push(webhook);
    const reply = answer(webhook);
    for (const { count, resolve } of waiting) if (received.length >= count) resolve(received);
    waiting = waiting.filter(({ count }) => received.length < count);
    if (reply !== 'never')
      response.writeHead(reply.status ?? 200, { 'content-type': 'text/xml' }).end(reply.body ?? '');
  }

  const server = createServer((request, response) => void handle(request, response));
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const standIn: StandIn = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    answerWith(next) {
      answer = next;
    },
    haveArrived(count) {
      if (received.length >= count) return Promise.resolve(received);
      return new Promise((resolve) => waiting.push({ count, resolve }));
    },
    async close() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
  return standIn;
}

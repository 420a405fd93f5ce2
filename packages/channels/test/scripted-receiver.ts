import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import type { Misbehaviour, ScriptedProvider, Taken } from './describe-channel.ts';
import { selfSigned } from './self-signed.ts';

export interface ReceivedRequest {
  method: string;
  /** Host, port left out, and path. */
  at: string;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

type Answer = (response: ServerResponse, request: IncomingMessage) => unknown;

export interface ScriptedReceiver extends ScriptedProvider {
  port: number;
  /** Trust this, and `hooks`, `push` and `other.example` are this server. */
  ca: string;
  requests: ReceivedRequest[];
  answerNext(answer: Answer): void;
  /** How the rest is answered. */
  answer: Answer;
}

/** Somebody's own server, over real TLS with a certificate of its own making. */
export async function startScriptedReceiver(read: (request: ReceivedRequest) => Taken): Promise<ScriptedReceiver> {
  const { key, cert } = selfSigned('hooks.example', 'push.example', 'other.example', 'localhost');
  const answers: { answer: Answer; takes: boolean }[] = [];
  const taken: Taken[] = [];
  let announceTaken = () => {};

  const misbehaviours: Record<Misbehaviour, { answer: Answer; takes: boolean }> = {
    refuse: { takes: false, answer: (response) => response.writeHead(400).end('not a valid recipient') },
    defer: { takes: false, answer: (response) => response.writeHead(429, { 'retry-after': '3' }).end() },
    hang: { takes: true, answer: () => {} },
    cut: { takes: true, answer: (_response, { socket }) => socket.destroy() },
  };

  const server = https.createServer({ key, cert }, async (request, response) => {
    const { method = '', url = '', headers } = request;
    const received = { method, at: `${headers.host?.split(':')[0]}${url}`, headers, body: await buffer(request) };
    receiver.requests.push(received);
    const planned = answers.shift();
    const { answer, takes } = planned ?? { answer: receiver.answer, takes: true };
    if (takes) {
      taken.push(read(received));
      announceTaken();
    }
    answer(response, request);
  });
  server.on('tlsClientError', () => {});

  const receiver: ScriptedReceiver = {
    port: 0,
    ca: cert,
    requests: [],
    answer: (response) => response.writeHead(201).end(),
    answerNext: (answer) => void answers.push({ answer, takes: false }),
    next: (misbehaviour) => void answers.push(misbehaviours[misbehaviour]),
    listTaken: async () => taken,
    nextTaken: () => new Promise((resolve) => (announceTaken = resolve)),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  receiver.port = (server.address() as AddressInfo).port;
  return receiver;
}

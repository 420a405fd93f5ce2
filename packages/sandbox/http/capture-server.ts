import fastify, { type FastifyReply, type FastifyRequest } from 'fastify';
import type { Drawn } from '../domain/draw-faults.ts';
import type { Network } from '../network.ts';
import { capturePush } from '../push/capture-push.ts';
import { captureMail } from '../sendgrid/capture-mail.ts';
import { captureVendorEmail } from '../vendor/capture-vendor-email.ts';
import { captureWebhook } from '../webhook/capture-webhook.ts';
import { type LoopbackServer, listenOnLoopback } from './loopback-server.ts';
import { createMisbehaviour } from './misbehaviour.ts';

/** What a captured request said, and where it was meant to go. */
export interface CapturedRequest {
  url: string;
  method: string;
  /** Names in lower case; a field that came twice is joined. Those of this connection are left out. */
  headers: Record<string, string>;
  body: Buffer;
}

export interface CaptureAnswer {
  status: number;
  headers?: Record<string, string>;
  body?: unknown;
  /** Where chaos was drawn: how the answer may get lost. */
  drawn?: Drawn;
  /** Nobody listens at that address. */
  isReset?: boolean;
}

export interface CaptureServer extends LoopbackServer {
  webhookCaptureUrl: string;
  pushCaptureUrl: string;
  /** Of the vendor's email API. */
  vendorUrl: string;
  /** Of SendGrid's API. */
  sendgridUrl: string;
}

const ORIGINAL_URL_HEADER = 'x-belfry-original-url';
const CONNECTION_HEADERS = ['host', 'connection', 'content-length', 'transfer-encoding', ORIGINAL_URL_HEADER];
const MAX_BODY_BYTES = 1024 * 1024;

/** Takes the webhooks and pushes that would leave the machine, in place of the servers they are meant for. */
export async function startCaptureServer(network: Network, onRecorded: () => void): Promise<CaptureServer> {
  const misbehaviour = createMisbehaviour();
  const app = fastify({ forceCloseConnections: 'idle', bodyLimit: MAX_BODY_BYTES });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  app.setErrorHandler((error: { statusCode?: number; message: string }, _request, reply) => {
    const status = error.statusCode ?? 500;
    if (status >= 500) network.onError(error);
    return reply.code(status).send({ simulated: true, error: status < 500 ? error.message : 'internal error' });
  });

  /** @param isAddressedHere it is not meant for somebody else, whom it would have to name */
  const serve = (
    capture: (network: Network, request: CapturedRequest) => Promise<CaptureAnswer>,
    isAddressedHere = false,
  ) => {
    return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | undefined> => {
      const captured = readRequest(request, isAddressedHere);
      if (captured === null)
        return reply.code(400).send({ simulated: true, error: `${ORIGINAL_URL_HEADER} is missing` });
      const { status, headers = {}, body, drawn, isReset } = await capture(network, captured);
      onRecorded();
      if (drawn) await misbehaviour.slowDown(drawn);
      if (isReset || drawn?.refusal === 'reset' || drawn?.lostAnswer === 'acceptThenReset') {
        return void misbehaviour.reset(reply);
      }
      if (drawn?.lostAnswer === 'acceptThenHang') return void misbehaviour.hold(reply);
      if (drawn?.lostAnswer === 'acceptThenGarble') return reply.type('text/html').send('<p>SIMULATED</p>');
      const isLost = drawn?.lostAnswer === 'acceptThenServerError';
      return reply
        .code(isLost ? 500 : status)
        .headers(isLost ? {} : headers)
        .send(body ?? { simulated: true });
    };
  };
  app.route({ method: ['POST', 'PUT', 'PATCH', 'GET', 'DELETE'], url: '/webhook', handler: serve(captureWebhook) });
  app.route({ method: 'POST', url: '/push', handler: serve(capturePush) });
  app.route({ method: 'POST', url: '/vendor/send-email', handler: serve(captureVendorEmail, true) });
  app.route({ method: 'POST', url: '/sendgrid/v3/mail/send', handler: serve(captureMail, true) });

  const server = await listenOnLoopback(app, misbehaviour);
  return {
    ...server,
    webhookCaptureUrl: `${server.baseUrl}/webhook`,
    pushCaptureUrl: `${server.baseUrl}/push`,
    vendorUrl: `${server.baseUrl}/vendor`,
    sendgridUrl: `${server.baseUrl}/sendgrid`,
  };
}

function readRequest(request: FastifyRequest, isAddressedHere: boolean): CapturedRequest | null {
  const { method, headers, body } = request;
  const url = isAddressedHere ? `http://${headers.host}${request.url}` : headers[ORIGINAL_URL_HEADER];
  if (typeof url !== 'string' || !URL.canParse(url)) return null;
  const kept = Object.entries(headers).filter(([name]) => !CONNECTION_HEADERS.includes(name));
  const text = kept.flatMap(([name, value]) => (value === undefined ? [] : [[name, [value].flat().join(', ')]]));
  return { url, method, headers: Object.fromEntries(text), body: Buffer.isBuffer(body) ? body : Buffer.alloc(0) };
}

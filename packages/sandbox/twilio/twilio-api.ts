import formbody from '@fastify/formbody';
import fastify, { type FastifyError, type FastifyPluginCallback } from 'fastify';
import {
  badCredentials,
  internalError,
  invalidParameter,
  noSuchResource,
  TwilioError,
} from '../domain/twilio-error.ts';
import { type LoopbackServer, listenOnLoopback } from '../http/loopback-server.ts';
import { createMisbehaviour } from '../http/misbehaviour.ts';
import type { Network } from '../network.ts';
import { messageRoutes } from './messages.ts';

/** A Twilio-compatible REST API; it serves one account. */
export async function startTwilioApi(network: Network, onRecorded: () => void): Promise<LoopbackServer> {
  const { accountSid, authToken } = network.twilio;
  const expected = `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`;
  const misbehaviour = createMisbehaviour();

  const app = fastify({ forceCloseConnections: 'idle' });
  app.setErrorHandler((error: FastifyError | TwilioError, _request, reply) => {
    const answer = toTwilioError(error);
    if (answer.status >= 500 && !answer.isSimulated) network.onError(error);
    if (answer.status === 401) reply.header('WWW-Authenticate', 'Basic realm="Twilio API"');
    if (answer.retryAfterSeconds !== null) reply.header('Retry-After', String(answer.retryAfterSeconds));
    return reply.code(answer.status).send(answer.toJSON());
  });
  app.setNotFoundHandler((request) => {
    throw noSuchResource(request.url);
  });
  app.addHook('onRequest', async (request) => {
    if (request.headers.authorization !== expected) throw badCredentials();
  });
  await app.register(formbody);
  const registerRoutes: FastifyPluginCallback = (account, _options, done) => {
    messageRoutes(account, { network, onRecorded, misbehaviour });
    done();
  };
  await app.register(registerRoutes, { prefix: `/2010-04-01/Accounts/${accountSid}` });
  return listenOnLoopback(app, misbehaviour);
}

function toTwilioError(error: FastifyError | TwilioError): TwilioError {
  if (error instanceof TwilioError) return error;
  if (error.statusCode !== undefined && error.statusCode < 500) return invalidParameter('request', error.message);
  return internalError();
}

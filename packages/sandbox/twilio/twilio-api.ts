import formbody from '@fastify/formbody';
import fastify, { type FastifyError, type FastifyPluginCallback, type FastifyReply } from 'fastify';
import {
  badCredentials,
  internalError,
  invalidParameter,
  noSuchResource,
  TwilioError,
} from '../domain/twilio-error.ts';
import type { Network } from '../network.ts';
import { messageRoutes } from './messages.ts';

export interface TwilioApi {
  baseUrl: string;
  /** Lets requests under way end, lets go of those held without an answer, closes idle connections. */
  close(): Promise<void>;
}

/** How long a client may take to end a request that it has begun before its connection is cut on closing. */
const CLOSE_GRACE_MS = 2_000;

/** A Twilio-compatible REST API on a free port of the loopback interface; it serves one account. */
export async function startTwilioApi(network: Network, onRecorded: () => void): Promise<TwilioApi> {
  const { accountSid, authToken } = network.twilio;
  const expected = `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`;
  const held = new Set<FastifyReply>();
  const hold = (reply: FastifyReply) => {
    reply.hijack();
    held.add(reply);
    reply.raw.once('close', () => held.delete(reply));
  };

  const app = fastify({ forceCloseConnections: 'idle' });
  app.setErrorHandler((error: FastifyError | TwilioError, _request, reply) => {
    const answer = toTwilioError(error);
    if (answer.status >= 500) network.onError(error);
    if (answer.status === 401) reply.header('WWW-Authenticate', 'Basic realm="Twilio API"');
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
    messageRoutes(account, { network, onRecorded, hold });
    done();
  };
  await app.register(registerRoutes, { prefix: `/2010-04-01/Accounts/${accountSid}` });
  const baseUrl = await app.listen({ host: '127.0.0.1', port: 0 });

  return {
    baseUrl,
    async close() {
      for (const reply of held) reply.raw.destroy();
      const cut = setTimeout(() => app.server.closeAllConnections(), CLOSE_GRACE_MS);
      await app.close();
      clearTimeout(cut);
    },
  };
}

function toTwilioError(error: FastifyError | TwilioError): TwilioError {
  if (error instanceof TwilioError) return error;
  if (error.statusCode !== undefined && error.statusCode < 500) return invalidParameter('request', error.message);
  return internalError();
}

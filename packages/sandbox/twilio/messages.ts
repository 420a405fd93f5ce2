import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { parseListQuery } from '../domain/parse-list-query.ts';
import { parseSendRequest } from '../domain/parse-send-request.ts';
import { nextProgress } from '../domain/sms-progress.ts';
import { noSuchResource } from '../domain/twilio-error.ts';
import type { Network } from '../network.ts';
import { findSms, listSms } from '../store/read-messages.ts';
import { recordOutgoingSms } from '../store/record-message.ts';
import { inTransaction, openDb } from '../store/transaction.ts';
import { messagePage } from './message-page.ts';
import { messageResource } from './message-resource.ts';

interface MessageRouteOptions {
  network: Network;
  /** A message was recorded and has somewhere to go. */
  onRecorded(): void;
  /** Keeps the connection open without ever answering on it. */
  hold(reply: FastifyReply): void;
}

interface WithSid {
  Params: { sid: string };
}

/** Messages of Twilio's REST API: create, fetch, list. */
export function messageRoutes(app: FastifyInstance, options: MessageRouteOptions): void {
  const { network, onRecorded, hold } = options;
  const { accountSid, phoneNumber } = network.twilio;
  const db = openDb(network.pool);

  app.post('/Messages.json', async (request, reply) => {
    const sms = parseSendRequest(request.body, phoneNumber);
    const at = network.clock.now();
    const firstStep = nextProgress('queued', at, network.delays);
    if (!firstStep) throw new Error('A queued message has no next step.');
    const { row, hangs } = await inTransaction(network.pool, (tx) => recordOutgoingSms(tx, sms, at, firstStep));
    network.fault('sandbox.message-recorded');
    network.onChange(row.to);
    onRecorded();
    if (hangs) return hold(reply);
    return reply.code(201).send(messageResource(row, accountSid));
  });

  app.get('/Messages/:sid.json', async (request: FastifyRequest<WithSid>) => {
    const row = await findSms(db, request.params.sid);
    if (!row) throw noSuchResource(request.url);
    return messageResource(row, accountSid);
  });

  app.get('/Messages.json', async (request) => {
    const query = parseListQuery(request.query);
    const { rows, hasMore } = await listSms(db, query);
    return messagePage(rows, hasMore, { accountSid, uri: request.url, pageSize: query.pageSize });
  });
}

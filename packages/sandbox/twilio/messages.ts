import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { parseListQuery } from '../domain/parse-list-query.ts';
import { parseSendRequest } from '../domain/parse-send-request.ts';
import { landline, noSuchResource, optedOut } from '../domain/twilio-error.ts';
import type { Misbehaviour } from '../http/misbehaviour.ts';
import type { Network } from '../network.ts';
import { findSms, listSms } from '../store/read-messages.ts';
import { recordOutgoingSms, type SmsResult } from '../store/record-sms.ts';
import { inTransaction, openDb } from '../store/transaction.ts';
import { messagePage } from './message-page.ts';
import { messageResource } from './message-resource.ts';
import { struckAfterRecording, struckError } from './struck-errors.ts';

interface MessageRouteOptions {
  network: Network;
  /** A message was recorded and has somewhere to go. */
  onRecorded(): void;
  misbehaviour: Misbehaviour;
}

interface WithSid {
  Params: { sid: string };
}

/** Messages of Twilio's REST API: create, fetch, list. */
export function messageRoutes(app: FastifyInstance, options: MessageRouteOptions): void {
  const { network, onRecorded, misbehaviour } = options;
  const { accountSid, phoneNumber } = network.twilio;
  const db = openDb(network.pool);

  app.post('/Messages.json', async (request, reply) => {
    const sms = parseSendRequest(request.body, phoneNumber);
    const at = network.clock.now();
    const result = await inTransaction(network.pool, (tx) => recordOutgoingSms(tx, sms, at, network.delays));
    if (result.status === 'recorded') {
      network.fault('sandbox.message-recorded');
      network.onChange(result.row.to);
      onRecorded();
    }
    return answer(result, sms.to, reply);
  });

  async function answer(result: SmsResult, to: string, reply: FastifyReply): Promise<FastifyReply | undefined> {
    if (result.status === 'landline') throw landline(to);
    if (result.status === 'opted-out') throw optedOut();
    const { refusal, lostAnswer, retryAfterSeconds } = result.drawn;
    await misbehaviour.slowDown(result.drawn);
    if (refusal === 'reset' || lostAnswer === 'acceptThenReset') return void misbehaviour.reset(reply);
    if (lostAnswer === 'acceptThenHang') return void misbehaviour.hold(reply);
    if (lostAnswer !== null) throw struckAfterRecording();
    if (result.status === 'recorded') return reply.code(201).send(messageResource(result.row, accountSid));
    throw refusal === null ? struckAfterRecording() : struckError(refusal, retryAfterSeconds);
  }

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

import type { AddressInfo } from 'node:net';
import formbody from '@fastify/formbody';
import Fastify, { type FastifyReply, type FastifyRequest } from 'fastify';
import type { Misbehaviour, ScriptedProvider, Taken } from './describe-channel.ts';

type Form = Record<string, string>;
type Answer = (request: FastifyRequest<{ Body: Form }>, reply: FastifyReply) => unknown;

/** A message as the API lists it. */
export interface TwilioRow {
  sid: string;
  to: string;
  from: string;
  body: string;
  status: string;
  error_code: number | null;
  direction: string;
  date_created: string;
  date_sent: string | null;
}

export interface ScriptedTwilio extends ScriptedProvider {
  taken: Taken[];
  baseUrl: string;
  /** What was asked for, as method, path, query and form. */
  requests: { line: string; query: Form; form: Form; authorization: string | undefined }[];
  rows: TwilioRow[];
  /** How many rows a page holds, whatever the client asks for. */
  pageSize: number;
  /** Answers the next request in this way. */
  answerNext(answer: Answer): void;
}

/** As much of Twilio's Messages resource as the adapter uses, and everything that may go wrong with it. */
export async function startScriptedTwilio(): Promise<ScriptedTwilio> {
  const app = Fastify({ forceCloseConnections: true });
  await app.register(formbody);
  const answers: Answer[] = [];
  let announceTaken = () => {};

  const twilio: ScriptedTwilio = {
    baseUrl: '',
    requests: [],
    rows: [],
    pageSize: 50,
    taken: [],
    listTaken: async () => twilio.taken,
    answerNext: (answer) => void answers.push(answer),
    next: (misbehaviour) => void answers.push(misbehaviours[misbehaviour]),
    nextTaken: () => new Promise((resolve) => (announceTaken = resolve)),
    stop: () => app.close(),
  };

  function take(form: Form): TwilioRow {
    const row: TwilioRow = {
      sid: `SM${String(twilio.rows.length).padStart(32, '0')}`,
      to: form.To ?? '',
      from: form.From ?? '',
      body: form.Body ?? '',
      status: 'queued',
      error_code: null,
      direction: 'outbound-api',
      date_created: 'Fri, 15 Jan 2027 14:30:00 +0000',
      date_sent: null,
    };
    twilio.rows.unshift(row);
    twilio.taken.push({ to: row.to, text: row.body });
    announceTaken();
    return row;
  }

  const misbehaviours: Record<Misbehaviour, Answer> = {
    refuse: (_request, reply) =>
      reply.code(400).send({
        code: 21211,
        message: "Invalid 'To' Phone Number: not a valid recipient",
        more_info: 'https://www.twilio.com/docs/errors/21211',
        status: 400,
      }),
    defer: (_request, reply) =>
      reply
        .code(429)
        .header('retry-after', '3')
        .send({ code: 20429, message: 'Too Many Requests', more_info: '', status: 429 }),
    hang: (request, reply) => {
      reply.hijack();
      take(request.body);
    },
    cut: (request, reply) => {
      reply.hijack();
      take(request.body);
      request.raw.socket.resetAndDestroy();
    },
  };

  app.addHook('preHandler', async (request, reply) => {
    const { method, url, query, body, headers } = request;
    const line = `${method} ${url.split('?')[0]}`;
    const form = (body as Form | undefined) ?? {};
    twilio.requests.push({ line, query: query as Form, form, authorization: headers.authorization });
    const answer = answers.shift();
    if (answer) return answer(request as FastifyRequest<{ Body: Form }>, reply);
  });

  app.post<{ Body: Form }>('/proxy/2010-04-01/Accounts/:sid/Messages.json', async (request, reply) =>
    reply.code(201).send(take(request.body)),
  );
  app.get<{ Querystring: Form }>('/proxy/2010-04-01/Accounts/:sid/Messages.json', async (request) => {
    const { To, From, Page = '0' } = request.query;
    const matching = twilio.rows.filter((row) => (!To || row.to === To) && (!From || row.from === From));
    const start = Number(Page) * twilio.pageSize;
    const next = new URLSearchParams({ ...request.query, Page: String(Number(Page) + 1) });
    const hasMore = matching.length > start + twilio.pageSize;
    return {
      messages: matching.slice(start, start + twilio.pageSize),
      page: Number(Page),
      page_size: twilio.pageSize,
      next_page_uri: hasMore ? `${request.url.split('?')[0]?.replace('/proxy', '')}?${next}` : null,
    };
  });

  await app.listen({ host: '127.0.0.1', port: 0 });
  twilio.baseUrl = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}/proxy`;
  return twilio;
}

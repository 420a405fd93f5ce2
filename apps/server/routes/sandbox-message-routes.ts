import { instantText } from '@belfry/platform/http/answer-fields';
import { instant, wholeNumber } from '@belfry/platform/http/fields';
import type { HttpServer } from '@belfry/platform/http/server';
import type { Sandbox, SandboxMessage } from '@belfry/sandbox';
import { z } from 'zod';
import { KeyedEffects } from './keyed-effects.ts';
import { address, channel, simulated, tags } from './sandbox-fields.ts';

export interface SandboxMessageRoutesOptions {
  sandbox: Sandbox;
  /** The occurrence that a message belongs to, read off what Belfry itself put into it. */
  occurrenceOf(message: SandboxMessage): string | null;
}

const messageAnswer = z
  .object({
    simulated,
    id: z.string(),
    channel,
    direction: z.enum(['outbound', 'inbound', 'answer']),
    from: z.string(),
    to: z.string(),
    body: z.string(),
    subject: z.string().nullable(),
    html: z.string().nullable(),
    headers: z.record(z.string(), z.string()).nullable(),
    method: z.string().nullable(),
    payload: z.string().nullable(),
    at: instantText,
    occurrenceId: z.string().nullable(),
    inReplyTo: z.string().nullable(),
    providerId: z.string(),
    status: z.string(),
    errorCode: z.number().nullable(),
    optOutType: z.string().nullable(),
    faults: z.array(z.string()),
  })
  .meta({ id: 'SandboxMessage' });

/** What went over the network, and what people answer. */
export function addSandboxMessageRoutes(app: HttpServer, options: SandboxMessageRoutesOptions): void {
  const { sandbox, occurrenceOf } = options;
  const replies = new KeyedEffects<SandboxMessage>();
  const showMessage = (message: SandboxMessage) => ({
    ...message,
    at: message.at.toString(),
    occurrenceId: occurrenceOf(message),
  });

  app.route({
    method: 'GET',
    url: '/sandbox/messages',
    schema: {
      tags,
      summary: 'What Belfry sent, oldest first',
      querystring: z.strictObject({
        to: address.optional(),
        channel: channel.optional(),
        since: instant.optional(),
        limit: wholeNumber(1, 10_000).optional(),
        direction: z.enum(['outbound', 'all']).optional().meta({ description: 'all: also what people sent.' }),
      }),
      response: { 200: z.array(messageAnswer) },
    },
    handler: async (request) => (await sandbox.listMessages(definedOf(request.query))).map(showMessage),
  });

  app.route({
    method: 'POST',
    url: '/sandbox/handsets/:address/reply',
    schema: {
      tags,
      summary: 'Answer from a handset',
      params: z.strictObject({ address }),
      body: z.strictObject({ text: z.string().min(1).max(1600) }),
      response: { 202: messageAnswer },
    },
    handler: async (request, reply) => {
      const { params, body } = request;
      const message = await replies.run(request, () => sandbox.reply(params.address, body.text));
      return reply.code(202).send(showMessage(message));
    },
  });
}

/** Without the keys that were not given: a query distinguishes absent from undefined. */
function definedOf<T extends object>(query: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(query).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
}

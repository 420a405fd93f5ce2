import { AppError, ruleBroken } from '@belfry/kernel/app-error';
import type { Clock } from '@belfry/kernel/clock';
import { instantText } from '@belfry/platform/http/answer-fields';
import { duration, instant } from '@belfry/platform/http/fields';
import type { HttpServer } from '@belfry/platform/http/server';
import type { Sandbox, SandboxMessage } from '@belfry/sandbox';
import { z } from 'zod';
import type { VirtualTime } from '../compose/virtual-time.ts';

interface SandboxRoutesOptions {
  sandbox: Sandbox;
  clock: Clock;
  /** null with the system clock. */
  virtualTime: VirtualTime | null;
  /** The occurrence that a message belongs to, read off what Belfry itself put into it. */
  occurrenceOf(message: SandboxMessage): string | null;
}

const tags = ['Sandbox'];
const simulated = z.literal(true);
const address = z.string().min(1).max(320);
const channel = z.enum(['sms', 'email']);

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
    at: instantText,
    occurrenceId: z.string().nullable(),
    inReplyTo: z.string().nullable(),
    providerId: z.string(),
    status: z.string(),
  })
  .meta({ id: 'SandboxMessage' });

const handsetAnswer = z
  .object({
    simulated,
    address: z.string(),
    channel,
    persona: z.string(),
    chaos: z.object({ acceptThenHang: z.number().optional() }),
    lastMessageAt: instantText.nullable(),
  })
  .meta({ id: 'Handset' });

/** There is no way back, and what is planned from there on still needs a year of four digits. */
const lastInstant = Temporal.Instant.from('9900-01-01T00:00:00Z');
const clockAnswer = z.object({ simulated, now: instantText }).meta({ id: 'SandboxClock' });

/** The phone network on the desk: what was sent, what people answer, and the time they live in. */
export function addSandboxRoutes(app: HttpServer, options: SandboxRoutesOptions): void {
  const { sandbox, clock, virtualTime, occurrenceOf } = options;
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
        limit: z.coerce.number().int().min(1).max(10_000).optional(),
        direction: z.enum(['outbound', 'all']).optional().meta({ description: 'all: also what people sent.' }),
      }),
      response: { 200: z.array(messageAnswer) },
    },
    handler: async (request) => (await sandbox.listMessages(definedOf(request.query))).map(showMessage),
  });

  app.route({
    method: 'GET',
    url: '/sandbox/handsets',
    schema: {
      tags,
      summary: 'The handsets that were sent anything, the latest first',
      response: { 200: z.object({ data: z.array(handsetAnswer) }) },
    },
    handler: async () => ({ data: (await sandbox.listHandsets()).map(showHandset) }),
  });

  app.route({
    method: 'PUT',
    url: '/sandbox/handsets/:address',
    schema: {
      tags,
      summary: 'Say who holds a handset and what goes wrong on the way to it',
      params: z.strictObject({ address }),
      body: z.strictObject({ persona: z.unknown().optional(), chaos: z.unknown().optional() }),
      response: { 200: handsetAnswer },
    },
    handler: async (request) => showHandset(await sandbox.configure(request.params.address, request.body)),
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
    handler: async (request, reply) =>
      reply.code(202).send(showMessage(await sandbox.reply(request.params.address, request.body.text))),
  });

  app.route({
    method: 'GET',
    url: '/sandbox/clock',
    schema: { tags, summary: 'What time it is', response: { 200: clockAnswer } },
    handler: async () => ({ simulated: true as const, now: clock.now().toString() }),
  });

  app.route({
    method: 'POST',
    url: '/sandbox/clock',
    schema: {
      tags,
      summary: 'Move the virtual clock; answers when all that became due has been handled',
      body: z.union([z.strictObject({ set: instant }), z.strictObject({ advance: duration })]),
      response: { 200: clockAnswer },
    },
    handler: async (request) => {
      if (!virtualTime) throw notVirtual();
      const { body } = request;
      const target = 'set' in body ? body.set : clock.now().add({ milliseconds: totalMs(body.advance) });
      if (Temporal.Instant.compare(target, lastInstant) > 0) throw tooFar('set' in body ? 'set' : 'advance');
      await virtualTime.advanceTo(target);
      return { simulated: true as const, now: clock.now().toString() };
    },
  });
}

function showHandset(handset: Awaited<ReturnType<Sandbox['configure']>>) {
  return { ...handset, lastMessageAt: handset.lastMessageAt?.toString() ?? null };
}

function totalMs(span: Temporal.Duration): number {
  return span.total({ unit: 'milliseconds', relativeTo: '2000-01-01[UTC]' });
}

/** Without the keys that were not given: a query distinguishes absent from undefined. */
function definedOf<T extends object>(query: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(query).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
}

function tooFar(field: string): AppError {
  return ruleBroken('clock.too-far', field, `must not lead beyond ${lastInstant.toString()}`);
}

function notVirtual(): AppError {
  return new AppError({
    code: 'clock.not-virtual',
    kind: 'conflict',
    message: 'The clock is the real one; start with BELFRY_CLOCK=virtual to be able to move it.',
  });
}

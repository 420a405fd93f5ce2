import { instantText } from '@belfry/platform/http/answer-fields';
import type { HttpServer } from '@belfry/platform/http/server';
import type { Handset, Sandbox } from '@belfry/sandbox';
import { z } from 'zod';
import { address, channel, chaosAnswer, simulated, tags } from './sandbox-fields.ts';

const handsetAnswer = z
  .object({
    simulated,
    address: z.string(),
    channel,
    label: z.string().nullable(),
    persona: z.string(),
    personaSettings: z.record(z.string(), z.unknown()),
    chaos: chaosAnswer,
    isOptedOut: z.boolean(),
    hasSecret: z.boolean(),
    lastMessageAt: instantText.nullable(),
  })
  .meta({ id: 'Handset' });

const subscriptionAnswer = z
  .object({ simulated, endpoint: z.string(), keys: z.object({ p256dh: z.string(), auth: z.string() }) })
  .meta({ id: 'SandboxPushSubscription' });

/** Uncompressed, on P-256: 65 bytes that begin with 4. */
const publicKey = z.string().regex(/^B[A-Za-z0-9_-]{86}$/, 'must be a P-256 point of 65 bytes in base64url');

/** Who holds a phone, a mailbox, a browser or a web server, and what goes wrong on the way to it. */
export function addSandboxHandsetRoutes(app: HttpServer, sandbox: Sandbox): void {
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
      summary: 'Say who holds a handset, what goes wrong on the way to it, and by which secret it knows webhooks',
      params: z.strictObject({ address }),
      body: z.strictObject({
        persona: z.unknown().optional().meta({ description: 'A name, or {"name", …} with its settings.' }),
        chaos: z.unknown().optional(),
        secret: z.string().min(1).max(200).nullable().optional(),
      }),
      response: { 200: handsetAnswer },
    },
    handler: async (request) => showHandset(await sandbox.configure(request.params.address, request.body)),
  });

  app.route({
    method: 'DELETE',
    url: '/sandbox/handsets/:address',
    schema: {
      tags,
      summary: 'A person again, to whom everything gets through; what was sent stays on record',
      params: z.strictObject({ address }),
      response: { 200: handsetAnswer },
    },
    handler: async (request) => showHandset(await sandbox.reset(request.params.address)),
  });

  app.route({
    method: 'POST',
    url: '/sandbox/push-subscriptions',
    schema: {
      tags,
      summary: 'A browser that takes pushes: what it would give to a page',
      body: z.strictObject({ label: z.string().min(1).max(100), applicationServerKey: publicKey.optional() }),
      response: { 201: subscriptionAnswer },
    },
    handler: async (request, reply) => {
      const { label, applicationServerKey } = request.body;
      const asked = { label, ...(applicationServerKey === undefined ? {} : { applicationServerKey }) };
      return reply.code(201).send(await sandbox.subscribe(asked));
    },
  });
}

function showHandset(handset: Handset) {
  return { ...handset, lastMessageAt: handset.lastMessageAt?.toString() ?? null };
}

import type { HttpServer } from '@belfry/platform/http/server';
import { z } from 'zod';
import { webhookSecret } from '../domain/webhook-secret.ts';

export interface ChannelKeyRoutesOptions {
  /** Of the installation. */
  secret: string;
  vapidPublicKey: string;
}

/** What receivers need to know of us before the first message. */
export function addChannelKeyRoutes(app: HttpServer, { secret, vapidPublicKey }: ChannelKeyRoutesOptions): void {
  app.route({
    method: 'GET',
    url: '/v1/webhook-secret',
    schema: {
      tags: ['Channels'],
      summary: 'The secret that this organisation’s webhooks are signed with, by Standard Webhooks',
      response: { 200: z.object({ secret: z.string().meta({ examples: ['whsec_…'] }) }) },
    },
    handler: async (request, reply) => {
      reply.header('cache-control', 'no-store');
      return { secret: webhookSecret(secret, request.principal.tenantId) };
    },
  });

  app.route({
    method: 'GET',
    url: '/v1/push/public-key',
    schema: {
      tags: ['Channels'],
      summary: 'The key that a browser subscribes to web push with (applicationServerKey)',
      response: { 200: z.object({ publicKey: z.string().meta({ description: 'base64url' }) }) },
    },
    handler: async () => ({ publicKey: vapidPublicKey }),
  });
}

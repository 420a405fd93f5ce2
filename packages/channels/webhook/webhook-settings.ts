import { canCarryCredentials } from '@belfry/people';
import { z } from 'zod';

const auth = z.discriminatedUnion('type', [
  z.object({ type: z.literal('none') }),
  z.object({ type: z.literal('bearer'), token: z.string() }),
  z.object({ type: z.literal('basic'), username: z.string(), password: z.string() }),
  z.object({ type: z.literal('header'), name: z.string().refine(canCarryCredentials), value: z.string() }),
]);

const webhookSettings = z.object({
  method: z.enum(['POST', 'PUT']).default('POST'),
  timeoutMs: z.number().min(1000).max(60_000).default(15_000),
  auth: auth.default({ type: 'none' }),
});

export type WebhookSettings = z.output<typeof webhookSettings>;

/** How a webhook wants to be called, or null for what is none: it was checked when it was stored, perhaps by another version. */
export function readWebhookSettings(settings: unknown): WebhookSettings | null {
  return webhookSettings.safeParse(settings ?? {}).data ?? null;
}

/** The header that shows the receiver who calls. */
export function authHeader(auth: WebhookSettings['auth']): Record<string, string> {
  switch (auth.type) {
    case 'none':
      return {};
    case 'bearer':
      return { authorization: `Bearer ${auth.token}` };
    case 'basic':
      return { authorization: `Basic ${Buffer.from(`${auth.username}:${auth.password}`).toString('base64')}` };
    case 'header':
      return { [auth.name.toLowerCase()]: auth.value };
  }
}

import { createHash } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import type { OutgoingMessage } from '../contract.ts';

/**
 * The same for every try of one step, so that a receiver that keeps the ids it has seen acts once. A digest, for the
 * signature joins id, time and payload by full stops and the id may hold none.
 */
export function webhookIdOf({ messageId }: Pick<OutgoingMessage, 'messageId'>): string {
  return `msg_${createHash('sha256').update(messageId).digest('base64url').slice(0, 32)}`;
}

/**
 * The headers of Standard Webhooks (https://www.standardwebhooks.com). The time is real time, whatever the Clock says:
 * receivers refuse what is older than minutes.
 */
export function signWebhook(secret: string, id: string, body: string): Record<string, string> {
  const at = new Date();
  return {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
    'webhook-signature': new Webhook(secret).sign(id, at, body),
  };
}

import type { Channel, OutgoingMessage, SendResult } from '../contract.ts';
import { webhookSecret } from '../domain/webhook-secret.ts';
import { isWithdrawn } from '../domain/withdrawal.ts';
import { RefusedAddress } from '../wire/guarded-lookup.ts';
import type { HttpCall } from '../wire/http-call.ts';
import type { Outbound } from '../wire/outbound.ts';
import { unanswered } from '../wire/unanswered.ts';
import { followRedirects } from './follow-redirects.ts';
import { signWebhook, webhookIdOf } from './sign-webhook.ts';
import { readWebhookAnswer } from './webhook-result.ts';
import { authHeader, readWebhookSettings } from './webhook-settings.ts';

export interface WebhookOptions {
  outbound: Outbound;
  /** Of the installation; each tenant's own follows from it. */
  secret: string;
}

/**
 * Calls an address that a tenant gave us, signed by Standard Webhooks. It cannot be asked what became of a call, but
 * every try of one step has the same `webhook-id`, by which the receiver knows it again.
 */
export function createWebhook({ outbound, secret }: WebhookOptions): { channel: Channel; close(): void } {
  async function send(message: OutgoingMessage, signal: AbortSignal): Promise<SendResult> {
    const settings = readWebhookSettings(message.settings);
    if (!settings || !URL.canParse(message.to)) {
      return refused('webhook.misconfigured', 'This contact point does not say how it is to be called.');
    }
    const id = webhookIdOf(message);
    const body = JSON.stringify(payloadOf(message));
    const call: HttpCall = { hasLeft: false, answer: null };
    try {
      const answer = await followRedirects(
        call,
        {
          method: settings.method,
          url: new URL(message.to),
          headers: {
            'content-type': 'application/json',
            'content-length': String(Buffer.byteLength(body)),
            'user-agent': 'Belfry',
            ...signWebhook(webhookSecret(secret, message.tenantId), id, body),
          },
          credentials: authHeader(settings.auth),
          body,
          reads: 'none',
          signal: AbortSignal.any([signal, AbortSignal.timeout(settings.timeoutMs)]),
        },
        outbound,
      );
      return 'code' in answer ? refused(answer.code, answer.reason) : readWebhookAnswer(answer, id);
    } catch (error) {
      if (error instanceof RefusedAddress) return refused('webhook.address-refused', error.message);
      return unanswered({ call, error, withdrawn: isWithdrawn(signal), receiver: 'the receiver' });
    }
  }

  return {
    channel: { name: 'webhook', send, providerOf: ({ to }) => (URL.canParse(to) ? new URL(to).origin : to) },
    close: () => outbound.close(),
  };
}

function refused(code: string, reason: string): SendResult {
  return { status: 'failed', retryable: false, code, reason };
}

function payloadOf(message: OutgoingMessage) {
  return {
    type: 'reminder.due',
    occurrenceId: message.occurrenceId,
    title: message.subject ?? message.text,
    text: message.text,
    link: message.link,
    person: { id: message.personId, name: message.personName },
    importance: message.importance,
    at: message.at.toString(),
  };
}

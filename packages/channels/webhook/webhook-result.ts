import type { SendResult } from '../contract.ts';
import type { HttpAnswer } from '../wire/http-call.ts';
import { retryAfterMs } from '../wire/retry-after.ts';

/**
 * What a receiver's answer means. A 5xx counts as not taken: a receiver that did take it, and says so badly, knows the
 * next try by its `webhook-id`.
 */
export function readWebhookAnswer({ status, headers }: HttpAnswer, webhookId: string): SendResult {
  if (status >= 200 && status <= 299) return { status: 'delivered', providerId: webhookId };
  const failed = { status: 'failed' as const, code: `webhook.http-${status}`, reason: reasonOf(status) };
  if (status !== 408 && status !== 429 && status < 500) return { ...failed, retryable: false };
  const waitMs = retryAfterMs(headers);
  const isOutage = status >= 500;
  return { ...failed, retryable: true, isOutage, ...(waitMs === null ? {} : { retryAfterMs: waitMs }) };
}

/** Statuses that say that the address or its credentials are wrong: somebody has to put that right. */
const advice: Readonly<Record<number, string>> = {
  400: 'it does not understand the message',
  401: 'it wants other credentials',
  403: 'it does not let us in',
  404: 'there is no such address',
  410: 'the address is gone for good',
};

function reasonOf(status: number): string {
  const known = advice[status];
  return known ? `The receiver answered ${status}: ${known}.` : `The receiver answered ${status}.`;
}

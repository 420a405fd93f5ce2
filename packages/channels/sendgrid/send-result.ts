import type { SendResult } from '../contract.ts';
import type { HttpAnswer } from '../wire/http-call.ts';
import { retryAfterMs } from '../wire/retry-after.ts';

/**
 * What SendGrid's answer means (its v3 API, "Errors"): 202 is the only success. 429 and 503 are said before a message is
 * taken; of any other 5xx nobody knows whether it was.
 * @param messageId what it is called where the answer names nothing
 */
export function readSendGridAnswer({ status, headers, body }: HttpAnswer, messageId: string): SendResult {
  if (status >= 200 && status <= 299) {
    const id = headers['x-message-id'];
    return { status: 'accepted', providerId: typeof id === 'string' && id !== '' ? id : messageId };
  }
  const failed = { status: 'failed' as const, code: `sendgrid.http-${status}` };
  if (status === 429 || status === 503) {
    const waitMs = retryAfterMs(headers) ?? untilReset(headers['x-ratelimit-reset'], headers.date);
    const reason = `SendGrid answered ${status}: not now.`;
    const isOutage = status === 503;
    return { ...failed, reason, retryable: true, isOutage, ...(waitMs === null ? {} : { retryAfterMs: waitMs }) };
  }
  if (status >= 500)
    return { status: 'unknown', reason: `SendGrid answered ${status}: it may have taken the message.` };
  return { ...failed, retryable: false, reason: `SendGrid answered ${status}: ${errorOf(body)}` };
}

/** `X-RateLimit-Reset` counts seconds of Unix time, and is measured against the answer's own date. */
function untilReset(reset: string | string[] | undefined, date: string | undefined): number | null {
  const distanceMs = Number(reset) * 1000 - Date.parse(date ?? '');
  return reset === undefined || Number.isNaN(distanceMs) ? null : Math.max(0, distanceMs);
}

/** Its own words, which name the field; without any of the message's. */
function errorOf(body: string): string {
  try {
    const { errors } = JSON.parse(body) as { errors?: { message?: unknown; field?: unknown }[] };
    const [first] = errors ?? [];
    if (typeof first?.message === 'string') return first.field ? `${first.field}: ${first.message}` : first.message;
  } catch {
    // Whatever stands before SendGrid answers in words of its own.
  }
  return 'it does not take this message.';
}

import { z } from 'zod';
import type { SendResult } from '../contract.ts';
import type { HttpAnswer } from '../wire/http-call.ts';
import { retryAfterMs } from '../wire/retry-after.ts';

const promised = z.object({ success: z.boolean(), messageId: z.string().min(1).max(200).optional() });

/**
 * What the vendor's answer means. Only the promised body is a success. 503 is said before a message is taken; of 500 and of
 * any other body under 200 nobody knows whether it was.
 */
export function readVendorAnswer({ status, headers, body }: HttpAnswer): SendResult {
  if (status >= 200 && status <= 299) return readBody(body);
  const failed = { status: 'failed' as const, code: `vendor.http-${status}` };
  if (status === 429 || status === 503 || status === 408) {
    const waitMs = retryAfterMs(headers);
    const reason = `The email vendor answered ${status}: not now.`;
    const isOutage = status === 503;
    return { ...failed, reason, retryable: true, isOutage, ...(waitMs === null ? {} : { retryAfterMs: waitMs }) };
  }
  if (status >= 500) return { status: 'unknown', reason: `The email vendor answered ${status}: it may have taken it.` };
  return { ...failed, retryable: false, reason: `The email vendor answered ${status}: it does not take this message.` };
}

function readBody(body: string): SendResult {
  const answer = promised.safeParse(parsed(body));
  const unclear = { status: 'unknown' as const, isOutage: false };
  if (!answer.success) return { ...unclear, reason: 'The email vendor’s answer is not what it promises.' };
  const { success, messageId } = answer.data;
  if (!success) {
    const reason = 'The email vendor says that it did not take it.';
    return { status: 'failed', retryable: true, code: 'vendor.not-taken', reason };
  }
  if (messageId === undefined) return { ...unclear, reason: 'The email vendor names no message.' };
  return { status: 'accepted', providerId: messageId };
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}

import type { Channel, OutgoingMessage, SendResult } from '../contract.ts';
import { isWithdrawn } from '../domain/withdrawal.ts';
import { RefusedAddress } from '../wire/guarded-lookup.ts';
import type { HttpAnswer, HttpCall } from '../wire/http-call.ts';
import type { Outbound } from '../wire/outbound.ts';
import { retryAfterMs } from '../wire/retry-after.ts';
import { unanswered } from '../wire/unanswered.ts';
import type { Vapid } from './push-request.ts';

export interface WebPushOptions {
  outbound: Outbound;
  vapid: Vapid;
  /** Real milliseconds that one call may take. */
  timeoutMs: number;
}

/**
 * Web push to a browser, through the push service that its subscription names. A service takes the message and answers
 * 201; whether the browser ever fetched it nobody is told. A call with an unknown end cannot be asked about; sent again,
 * it takes the place of the first as long as that has not been fetched.
 * The library is loaded by the first message and not with the program.
 */
export function createWebPush({ outbound, vapid, timeoutMs }: WebPushOptions): { channel: Channel; close(): void } {
  async function send(message: OutgoingMessage, signal: AbortSignal): Promise<SendResult> {
    const { pushRequest } = await import('./push-request.ts');
    const request = pushRequest(message, vapid);
    if (!request) return refused('push.subscription-invalid', 'This is no subscription that a browser has made.');
    if (!outbound.allows(request.url)) return refused('push.not-https', 'Push services are called over HTTPS only.');
    const call: HttpCall = { hasLeft: false, answer: null };
    try {
      const limited = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
      return readAnswer(await outbound.call(call, { ...request, reads: 'none', signal: limited }), message);
    } catch (error) {
      if (error instanceof RefusedAddress) return refused('push.address-refused', error.message);
      return unanswered({ call, error, withdrawn: isWithdrawn(signal), receiver: 'the push service' });
    }
  }

  return {
    channel: { name: 'push', send, providerOf: ({ to }) => (URL.canParse(to) ? new URL(to).origin : to) },
    close: () => outbound.close(),
  };
}

function readAnswer({ status, headers }: HttpAnswer, message: OutgoingMessage): SendResult {
  if (status >= 200 && status <= 299) return { status: 'accepted', providerId: headers.location ?? message.attemptId };
  if (status === 404 || status === 410) {
    return refused('push.subscription-gone', 'The browser has given its subscription up; the person has to renew it.');
  }
  const failed = {
    status: 'failed' as const,
    code: `push.http-${status}`,
    reason: `The push service answered ${status}.`,
  };
  if (status !== 429 && status < 500) return { ...failed, retryable: false };
  const waitMs = retryAfterMs(headers);
  const isOutage = status >= 500;
  return { ...failed, retryable: true, isOutage, ...(waitMs === null ? {} : { retryAfterMs: waitMs }) };
}

function refused(code: string, reason: string): SendResult {
  return { status: 'failed', retryable: false, code, reason };
}

import { z } from 'zod';
import type { SendResult } from '../contract.ts';
import type { HttpCall } from '../wire/http-call.ts';
import { retryAfterMs } from '../wire/retry-after.ts';
import { unanswered } from '../wire/unanswered.ts';
import { readTwilioError } from './error-codes.ts';

/** What twilio's RestException and TwilioServiceException have in common. */
const twilioError = z.object({ code: z.number().positive(), message: z.string() });

interface Ending {
  call: HttpCall;
  error: unknown;
  withdrawn: boolean;
}

/** How a call that did not simply succeed ended, by how far it got: never a success, and a failure only when certain. */
export function toSendResult({ call, error, withdrawn }: Ending): SendResult {
  const { answer } = call;
  if (answer === null) return unanswered({ call, error, withdrawn, receiver: 'Twilio' });
  if (answer.status < 400 || answer.status > 499) {
    const unreadable = answer.status >= 200 && answer.status <= 299;
    const without = unreadable ? ' without a message id' : '';
    return { status: 'unknown', isOutage: answer.status >= 500, reason: `Twilio answered ${answer.status}${without}.` };
  }
  const refusal = twilioError.safeParse(error).data;
  const { code, retryable } = refusal
    ? readTwilioError(refusal.code)
    : { code: `twilio.http-${answer.status}`, retryable: false };
  const reason = refusal ? `Twilio error ${refusal.code}: ${refusal.message}` : `Twilio answered ${answer.status}.`;
  const waitMs = retryAfterMs(answer.headers);
  const mayPass = retryable || answer.status === 429;
  return {
    status: 'failed',
    code,
    reason,
    retryable: mayPass,
    ...(mayPass && waitMs !== null ? { retryAfterMs: waitMs } : {}),
  };
}

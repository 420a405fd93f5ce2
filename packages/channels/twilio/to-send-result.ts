import { z } from 'zod';
import type { SendResult } from '../contract.ts';
import type { HttpCall } from './http-call.ts';
import { retryAfterMs } from './retry-after.ts';

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
  if (answer === null) {
    const why = withdrawn ? 'The call was withdrawn' : describe(error);
    if (call.hasLeft) return { status: 'unknown', reason: `${why} after the request had left for Twilio.` };
    const code = withdrawn ? 'channel.withdrawn' : 'channel.not-reached';
    return { status: 'failed', retryable: true, code, reason: `${why} before anything had left for Twilio.` };
  }
  if (answer.status < 400 || answer.status > 499) {
    const unreadable = answer.status >= 200 && answer.status <= 299;
    return {
      status: 'unknown',
      reason: unreadable
        ? `Twilio answered ${answer.status} without a message id.`
        : `Twilio answered ${answer.status}.`,
    };
  }
  const refusal = twilioError.safeParse(error).data;
  const failed = {
    status: 'failed' as const,
    code: refusal ? `twilio.${refusal.code}` : `twilio.http-${answer.status}`,
    reason: refusal?.message ?? `Twilio answered ${answer.status}.`,
  };
  if (answer.status !== 429) return { ...failed, retryable: false };
  const waitMs = retryAfterMs(answer.headers);
  return { ...failed, retryable: true, ...(waitMs === null ? {} : { retryAfterMs: waitMs }) };
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return 'The call ended';
  if (error.name === 'TimeoutError') return 'No answer came in time';
  const code = 'code' in error && typeof error.code === 'string' ? error.code : error.name;
  return `The connection failed (${code})`;
}

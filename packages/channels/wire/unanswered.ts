import type { SendResult } from '../contract.ts';
import { describeError } from './describe-error.ts';
import type { HttpCall } from './http-call.ts';

interface Ending {
  call: HttpCall;
  error: unknown;
  withdrawn: boolean;
  /** For whom it was, as in "before anything had left for the receiver". */
  receiver: string;
}

/** How a call ended that got no answer: whether anything can have left decides between failed and unknown. */
export function unanswered({ call, error, withdrawn, receiver }: Ending): SendResult {
  const why = withdrawn ? 'The call was withdrawn' : describeError(error);
  if (call.hasLeft) return { status: 'unknown', reason: `${why} after the request had left for ${receiver}.` };
  const code = withdrawn ? 'channel.withdrawn' : 'channel.not-reached';
  return { status: 'failed', retryable: true, code, reason: `${why} before anything had left for ${receiver}.` };
}

import type { Drawn } from '../domain/draw-faults.ts';
import type { CaptureAnswer } from './capture-server.ts';

/** What a web server that chaos has struck answers; `refuse` is a refusal for good, in the status its kind uses. */
export function struckAnswer(drawn: Drawn, refusalStatus: number): CaptureAnswer {
  const { refusal, retryAfterSeconds } = drawn;
  if (refusal === 'tooManyRequests') {
    return { status: 429, headers: { 'retry-after': String(retryAfterSeconds) }, drawn };
  }
  return { status: refusal === 'refuse' ? refusalStatus : 503, drawn };
}

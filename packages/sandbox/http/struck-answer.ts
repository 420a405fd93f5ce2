import type { Drawn } from '../domain/draw-faults.ts';
import type { CaptureAnswer } from './capture-server.ts';

/** What a web server that chaos has struck answers; `refuse` is a refusal for good, in the status its kind uses. */
export function struckAnswer(drawn: Drawn, refusalStatus: number): CaptureAnswer {
  const { refusal, retryAfterSeconds } = drawn;
  if (refusal !== 'tooManyRequests' && refusal !== 'serverError') return { status: refusalStatus, drawn };
  const headers = retryAfterSeconds === null ? {} : { 'retry-after': String(retryAfterSeconds) };
  return { status: refusal === 'serverError' ? 503 : 429, headers, drawn };
}

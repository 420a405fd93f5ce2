import { isSignedWith } from '../domain/standard-webhook.ts';
import type { CaptureAnswer, CapturedRequest } from '../http/capture-server.ts';
import { realNowMs } from '../http/real-time.ts';
import { struckAnswer } from '../http/struck-answer.ts';
import type { Network } from '../network.ts';
import { recordWebhook } from '../store/record-webhook.ts';
import { inTransaction } from '../store/transaction.ts';

const TOLERANCE_MS = 5 * 60 * 1000;

/** A web server at the webhook's address, as its handset's persona has it; what it refuses leaves no record. */
export async function captureWebhook(network: Network, request: CapturedRequest): Promise<CaptureAnswer> {
  const { url, method, headers, body } = request;
  const at = network.clock.now();
  const webhook = { url, method, headers, body: body.toString('utf8').replaceAll('\0', '\uFFFD') };
  const result = await inTransaction(network.pool, (tx) =>
    recordWebhook(tx, webhook, at, (secret) => secret === null || isSigned(request, secret, at)),
  );
  if (result.status === 'unreachable') return { status: 503, isReset: true };
  if (result.status === 'wrong-signature') {
    return { status: 401, body: { simulated: true, error: 'the signature is not of the secret, or too old' } };
  }
  if (result.status === 'answered') {
    const { code, retryAfterSeconds } = result;
    return { status: code, headers: retryAfterSeconds === null ? {} : { 'retry-after': String(retryAfterSeconds) } };
  }
  if (result.status === 'struck') return struckAnswer(result.drawn, 403);
  network.fault('sandbox.webhook-recorded');
  network.onChange(url);
  return { status: result.code, drawn: result.drawn };
}

/** The sender may sign by the real time or by the Clock: both are its present. */
function isSigned({ headers, body }: CapturedRequest, secret: string, at: Temporal.Instant): boolean {
  const { 'webhook-id': id = '', 'webhook-timestamp': timestamp = '', 'webhook-signature': signature = '' } = headers;
  const isFresh = [at.epochMilliseconds, realNowMs()].some(
    (nowMs) => Math.abs(nowMs - Number(timestamp) * 1000) <= TOLERANCE_MS,
  );
  return id !== '' && isFresh && isSignedWith(secret, body, { id, timestamp, signature });
}

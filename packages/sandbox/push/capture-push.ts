import { checkVapid } from '../domain/check-vapid.ts';
import { decryptPush } from '../domain/decrypt-push.ts';
import { parsePushHeaders } from '../domain/parse-push-headers.ts';
import { readPushPayload } from '../domain/read-push-payload.ts';
import type { CaptureAnswer, CapturedRequest } from '../http/capture-server.ts';
import { realNowMs } from '../http/real-time.ts';
import { struckAnswer } from '../http/struck-answer.ts';
import type { Network } from '../network.ts';
import { findSubscription, type Subscription } from '../store/push-subscriptions.ts';
import { type OutgoingPush, recordPush } from '../store/record-push.ts';
import { inTransaction, openDb } from '../store/transaction.ts';

/** RFC 8291, 4: no push service has to take more. */
const MAX_PUSH_BYTES = 4096;
const SHOWN_HEADERS = ['ttl', 'urgency', 'topic', 'content-encoding'];

/** A push service (RFC 8030) and the browser behind it. */
export async function capturePush(network: Network, request: CapturedRequest): Promise<CaptureAnswer> {
  const { url, headers, body } = request;
  const refuse = (status: number, error: string): CaptureAnswer => ({ status, body: { simulated: true, error } });
  const subscription = await findSubscription(openDb(network.pool), url);
  if (!subscription) return refuse(404, 'There is no such subscription.');
  const { applicationServerKey } = subscription;
  const header = headers.authorization;
  const vapid = checkVapid({ header, endpoint: url, applicationServerKey, nowMs: realNowMs() });
  if (!vapid.ok) return refuse(vapid.status, vapid.reason);
  const parsed = parsePushHeaders(headers);
  if (!parsed.ok) return refuse(400, parsed.reason);
  if (body.length > MAX_PUSH_BYTES) return refuse(413, `A push has at most ${MAX_PUSH_BYTES} bytes.`);

  const shown = Object.fromEntries(Object.entries(headers).filter(([name]) => SHOWN_HEADERS.includes(name)));
  const from = vapid.subject ?? vapid.publicKey;
  const push = { endpoint: url, from, headers: shown, parsed: parsed.headers, ...readBody(body, subscription) };
  const { origin, clock } = network;
  const result = await inTransaction(network.pool, (tx) => recordPush(tx, push, { at: clock.now(), origin }));
  if (result.status === 'unsubscribed') return refuse(410, 'The browser has given this subscription up.');
  if (result.status === 'answered') {
    const { code, retryAfterSeconds } = result;
    return { status: code, headers: retryAfterSeconds === null ? {} : { 'retry-after': String(retryAfterSeconds) } };
  }
  if (result.status === 'struck') return struckAnswer(result.drawn, 410);
  network.fault('sandbox.push-recorded');
  network.onChange(url);
  const location = `${new URL(url).origin}/message/${result.row.providerId}`;
  const granted = String(parsed.headers.ttlSeconds);
  return { status: 201, headers: { location, ttl: granted }, drawn: result.drawn };
}

/** An unreadable push is on record as such; the service could not tell its sender. A push may also have no text. */
function readBody(body: Buffer, subscription: Subscription): Pick<OutgoingPush, 'payload' | 'subject' | 'body'> {
  const decrypted = decryptPush(body, subscription);
  if (decrypted === null) return { payload: null, subject: null, body: '' };
  const payload = decrypted.toString('utf8').replaceAll('\0', '\uFFFD');
  return { payload, ...readPushPayload(payload) };
}

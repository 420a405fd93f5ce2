import type { Drawn } from '../domain/draw-faults.ts';
import { reachabilityOf } from '../domain/reachability.ts';
import { meetHandsets, personaOf } from './handsets.ts';
import { arrived, insertMessage } from './insert-message.ts';
import type { HandsetRow, MessageRow } from './schema.ts';
import { takeFaults } from './take-faults.ts';
import type { Db } from './transaction.ts';

export interface CapturedWebhook {
  /** The address it was meant for. */
  url: string;
  method: string;
  headers: Record<string, string>;
  body: string;
}

export type WebhookResult =
  | { status: 'recorded'; row: MessageRow; drawn: Drawn; code: number }
  | { status: 'struck'; drawn: Drawn }
  | { status: 'answered'; code: number; retryAfterSeconds: number | null }
  /** The server is down, by its persona. */
  | { status: 'unreachable' }
  | { status: 'wrong-signature' };

/** @param isSigned judges it by the handset's secret */
export async function recordWebhook(
  tx: Db,
  { url, ...columns }: CapturedWebhook,
  at: Temporal.Instant,
  isSigned: (secret: HandsetRow['secret']) => boolean,
): Promise<WebhookResult> {
  const [met] = await meetHandsets(tx, [url], 'webhook');
  if (!met) throw new Error('An upsert returned no row.');
  const persona = personaOf(met);
  if (!reachabilityOf(persona, at).isReachable) return { status: 'unreachable' };
  if (persona.name === 'responds' && persona.status >= 300) {
    return { status: 'answered', code: persona.status, retryAfterSeconds: persona.retryAfterSeconds ?? null };
  }
  const drawn = await takeFaults(tx, met, { of: 'call', hasCallbacks: false });
  if (drawn.refusal) return { status: 'struck', drawn };
  if (!isSigned(met.secret)) return { status: 'wrong-signature' };
  const row = await insertMessage(tx, {
    ...columns,
    ...arrived(at),
    to: url,
    from: 'belfry',
    channel: 'webhook',
    direction: 'outbound',
    struck: drawn.struck,
    providerId: columns.headers['webhook-id'] ?? crypto.randomUUID(),
  });
  return { status: 'recorded', row, drawn, code: persona.name === 'responds' ? persona.status : 200 };
}

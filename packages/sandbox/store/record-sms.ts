import type { Drawn } from '../domain/draw-faults.ts';
import type { SendRequest } from '../domain/parse-send-request.ts';
import { nextProgress, type SmsDelays } from '../domain/sms-progress.ts';
import { meetHandsets, personaOf } from './handsets.ts';
import { insertMessage, newMessageSid } from './insert-message.ts';
import { delivery, type MessageRow } from './schema.ts';
import { takeFaults } from './take-faults.ts';
import type { Db } from './transaction.ts';

export type SmsResult =
  | { status: 'recorded'; row: MessageRow; drawn: Drawn }
  /** Chaos will have it so; nothing is on record but that it was drawn. */
  | { status: 'struck'; drawn: Drawn }
  | { status: 'opted-out' }
  | { status: 'landline' };

/** What the network records of a text before it answers. */
export async function recordOutgoingSms(
  tx: Db,
  sms: SendRequest,
  at: Temporal.Instant,
  delays: SmsDelays,
): Promise<SmsResult> {
  const [met] = await meetHandsets(tx, [sms.to], 'sms');
  if (!met) throw new Error('An upsert returned no row.');
  const persona = personaOf(met);
  if (persona.name === 'landline') return { status: 'landline' };
  if (met.isOptedOut) return { status: 'opted-out' };
  const drawn = await takeFaults(tx, met, { of: 'call', hasCallbacks: sms.statusCallbackUrl !== null });
  if (drawn.refusal) return { status: 'struck', drawn };
  const status = sms.isSenderChosen ? ('accepted' as const) : ('queued' as const);
  const { isSenderChosen: _, ...columns } = sms;
  const row = await insertMessage(tx, {
    ...columns,
    channel: 'sms',
    direction: 'outbound',
    status,
    struck: drawn.struck,
    providerId: newMessageSid(),
    at,
    updatedAt: at,
  });
  const step = nextProgress(status, at, delays, persona);
  if (step) await tx.insert(delivery).values({ messageId: row.id, kind: 'progress', ...step });
  return { status: 'recorded', row, drawn };
}

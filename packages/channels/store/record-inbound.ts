import type { TenantId } from '@belfry/kernel/ids';
import type { Tx } from '@belfry/platform/database';
import type { InboundMessage } from '../contract.ts';

export type Recorded = { isNew: true } | { isNew: false; reply: string | null };

const INSERT = `
INSERT INTO channels.inbound_message (provider, provider_id, from_address, to_address, text)
VALUES ($1, $2, $3, $4, $5)
ON CONFLICT DO NOTHING`;

const SELECT_REPLY = 'SELECT reply FROM channels.inbound_message WHERE provider = $1 AND provider_id = $2';

const UPDATE_REPLY = `
UPDATE channels.inbound_message SET tenant_id = $3, reply = $4, idle_reply_at = $5
WHERE provider = $1 AND provider_id = $2`;

/**
 * Whether this message has been seen before, decided by the insert itself. Call it first in the transaction that acts
 * on the message: of two deliveries at once the second waits here for the first and then gets its reply
 * (READ COMMITTED, which `inTransaction` gives).
 */
export async function recordInbound(tx: Tx, message: InboundMessage): Promise<Recorded> {
  const { provider, providerId, from, to, text } = message;
  const inserted = await tx.query(INSERT, [provider, providerId, from, to, text]);
  if (inserted.rowCount === 1) return { isNew: true };
  const { rows } = await tx.query<{ reply: string | null }>(SELECT_REPLY, [provider, providerId]);
  return { isNew: false, reply: rows[0]?.reply ?? null };
}

/**
 * Keeps for whom a message was and what was answered, in the same transaction as what it brought about.
 * `idleAt` is the instant, by the Clock, of an answer that changed nothing; null for all others.
 */
export async function saveInboundReply(
  tx: Tx,
  message: Pick<InboundMessage, 'provider' | 'providerId'>,
  answer: { tenantId: TenantId | null; reply: string | null; idleAt?: Temporal.Instant | null },
): Promise<void> {
  const { tenantId, reply, idleAt } = answer;
  await tx.query(UPDATE_REPLY, [message.provider, message.providerId, tenantId, reply, idleAt?.toString() ?? null]);
}

/** How many answers that changed nothing went to an address since an instant of the Clock. Reads only. */
export async function countIdleReplies(tx: Tx, from: string, since: Temporal.Instant): Promise<number> {
  const { rows } = await tx.query<{ count: number }>(
    'SELECT count(*)::int FROM channels.inbound_message WHERE from_address = $1 AND idle_reply_at > $2',
    [from, since.toString()],
  );
  return rows[0]?.count ?? 0;
}

import type { TenantId } from '@belfry/kernel/ids';
import type { Tx } from '@belfry/platform/database';
import type { InboundMessage } from '../contract.ts';

/** `actedOn` is what `saveInboundReply` was given, or null. */
export type Recorded = { isNew: true } | { isNew: false; reply: string | null; actedOn: unknown };

const INSERT = `
INSERT INTO channels.inbound_message (provider, provider_id, from_address, to_address, text)
VALUES ($1, $2, $3, $4, $5)
ON CONFLICT DO NOTHING`;

const SELECT_REPLY = `
SELECT reply, acted_on AS "actedOn" FROM channels.inbound_message WHERE provider = $1 AND provider_id = $2`;

const UPDATE_REPLY = `
UPDATE channels.inbound_message SET tenant_id = $3, reply = $4, idle_reply_at = $5, question = $6, acted_on = $7
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
  const { rows } = await tx.query<{ reply: string | null; actedOn: unknown }>(SELECT_REPLY, [provider, providerId]);
  const [known = { reply: null, actedOn: null }] = rows;
  return { isNew: false, ...known };
}

/**
 * Keeps for whom a message was and what was answered, in the same transaction as what it brought about.
 * `idleAt` is the instant, by the Clock, of an answer that changed nothing; null for all others. `question` is what that
 * answer asked back, as the caller wants it again from `readQuestion`; `actedOn` what it acted on, as the caller wants
 * it again from `recordInbound`.
 */
export async function saveInboundReply(
  tx: Tx,
  message: Pick<InboundMessage, 'provider' | 'providerId'>,
  answer: {
    tenantId: TenantId | null;
    reply: string | null;
    idleAt?: Temporal.Instant | null;
    question?: object | null;
    actedOn?: readonly object[] | null;
  },
): Promise<void> {
  const { tenantId, reply, idleAt = null, question = null, actedOn = null } = answer;
  await tx.query(UPDATE_REPLY, [
    message.provider,
    message.providerId,
    tenantId,
    reply,
    idleAt?.toString() ?? null,
    question && JSON.stringify(question),
    actedOn && JSON.stringify(actedOn),
  ]);
}

/** More than anybody answers within an hour. */
const mostIdle = 200;

/** What was answered and changed nothing, from an address since an instant of the Clock, newest first. Reads only. */
export async function readIdleMessages(tx: Tx, from: string, since: Temporal.Instant): Promise<string[]> {
  const { rows } = await tx.query<{ text: string }>(
    `SELECT text FROM channels.inbound_message WHERE from_address = $1 AND idle_reply_at > $2
     ORDER BY idle_reply_at DESC, received_at DESC LIMIT ${mostIdle}`,
    [from, since.toString()],
  );
  return rows.map(({ text }) => text);
}

/** The newest question that an address was asked back since an instant of the Clock, or null. Reads only. */
export async function readQuestion(tx: Tx, from: string, since: Temporal.Instant): Promise<unknown> {
  const { rows } = await tx.query<{ question: unknown }>(
    `SELECT question FROM channels.inbound_message
     WHERE from_address = $1 AND idle_reply_at > $2 AND question IS NOT NULL
     ORDER BY idle_reply_at DESC, received_at DESC LIMIT 1`,
    [from, since.toString()],
  );
  return rows[0]?.question ?? null;
}

/**
 * Somebody did something from this address: what was answered to no effect before counts no more, and what was asked
 * back is open no longer, unless that was an answer to it. Idempotent.
 */
export async function forgetIdleReplies(
  tx: Tx,
  from: string,
  { keepsQuestion }: { keepsQuestion: boolean },
): Promise<void> {
  await tx.query(
    `UPDATE channels.inbound_message SET idle_reply_at = NULL
     WHERE from_address = $1 AND idle_reply_at IS NOT NULL AND NOT ($2 AND question IS NOT NULL)`,
    [from, keepsQuestion],
  );
}

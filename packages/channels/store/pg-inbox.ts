import type { PersonId, TenantId } from '@belfry/kernel/ids';
import type { Tx } from '@belfry/platform/database';
import type pg from 'pg';

export interface NewInboxMessage {
  attempt: string;
  tenantId: TenantId;
  personId: PersonId;
  occurrenceId: string;
  subject: string;
  text: string;
  at: Temporal.Instant;
}

export interface InboxMessage extends NewInboxMessage {
  readAt: Temporal.Instant | null;
}

const columns = `m.attempt, m.tenant_id AS "tenantId", m.person_id AS "personId", m.occurrence_id AS "occurrenceId",
  m.subject, m.text, m.at, m.read_at AS "readAt"`;

/** One statement, one commit; idempotent by the attempt, so that whoever is unsure may do it again. */
export async function insertInboxMessage(pool: pg.Pool, message: NewInboxMessage): Promise<void> {
  await pool.query(
    `INSERT INTO channels.inbox_message (attempt, tenant_id, person_id, occurrence_id, subject, text, at)
     VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING`,
    [
      message.attempt,
      message.tenantId,
      message.personId,
      message.occurrenceId,
      message.subject,
      message.text,
      message.at.toString(),
    ],
  );
}

/** When an attempt's message was put in, or null where it never was. */
export async function findInboxMessage(pool: pg.Pool, attempt: string): Promise<Temporal.Instant | null> {
  const { rows } = await pool.query<{ at: Temporal.Instant }>(
    'SELECT at FROM channels.inbox_message WHERE attempt = $1',
    [attempt],
  );
  return rows[0]?.at ?? null;
}

export interface InboxPosition {
  at: string;
  attempt: string;
}

/** A person's messages of the transaction's tenant, newest first; one row more than `limit` where there are more. */
export async function listInboxMessages(
  tx: Tx,
  options: { personId: PersonId; unread: boolean; limit: number; after: InboxPosition | undefined },
): Promise<InboxMessage[]> {
  const { rows } = await tx.query<InboxMessage>(
    `SELECT ${columns} FROM channels.inbox_message m
     WHERE m.tenant_id = (SELECT nullif(current_setting('app.tenant', true), '')::uuid) AND m.person_id = $1
       AND (NOT $2 OR m.read_at IS NULL) AND ($3::timestamptz IS NULL OR (m.at, m.attempt) < ($3, $4))
     ORDER BY m.at DESC, m.attempt DESC LIMIT $5`,
    [options.personId, options.unread, options.after?.at ?? null, options.after?.attempt ?? null, options.limit + 1],
  );
  return rows;
}

/** Idempotent: it was read when it was read first. null where the person has no such message. */
export async function markInboxMessageRead(
  tx: Tx,
  { personId, attempt, now }: { personId: PersonId; attempt: string; now: Temporal.Instant },
): Promise<InboxMessage | null> {
  const { rows } = await tx.query<InboxMessage>(
    `UPDATE channels.inbox_message m SET read_at = coalesce(m.read_at, $3)
     WHERE m.person_id = $1 AND m.attempt = $2 RETURNING ${columns}`,
    [personId, attempt, now.toString()],
  );
  return rows[0] ?? null;
}

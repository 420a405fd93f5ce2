import { lockSpaces } from '@belfry/platform/advisory-locks';
import type { Tx } from '@belfry/platform/database';
import type pg from 'pg';
import type { Contact } from '../../domain/occurrence.ts';
import type { OccId } from '../../domain/occurrence-id.ts';
import type { OnUnknown } from '../../domain/policy.ts';
import type { Wakeup } from '../wakeups/pg-wakeups.ts';
import { turnsSince } from './turns-since.ts';

/** How far back another attempt may have been recorded whose message could be mistaken for this one's. */
const lookBack = '2 days';

/** What is known of the other attempts to an address. */
export interface OtherAttempts {
  /** The provider's ids that they account for, as they stand now, so that one message is never taken for two attempts. */
  providerIds: Set<string>;
  /** An equal text may be on its way this moment: what the provider has may be that one, which nobody has recorded yet. */
  isOneUnderWay: boolean;
}

/**
 * Looks at what is open to this address and at recent turns about its person. Of each attempt the newest id counts: a
 * callback names the true one, and frees what a look-up had taken for it.
 * Held until the end of the transaction, so that two processes do not take one message for two attempts.
 */
export async function lockOtherAttempts(
  tx: Tx,
  attempt: { wakeup: Wakeup; contact: Contact; address: string; callEndsWithinMs: number },
): Promise<OtherAttempts> {
  const { wakeup, contact, address, callEndsWithinMs } = attempt;
  await tx.query('SELECT pg_advisory_xact_lock($1, hashtext($2))', [
    lockSpaces.settling,
    `${contact.channel} ${address}`,
  ]);
  const since = '((SELECT at FROM engine.turn WHERE day = $5 AND occ_id = $6 AND seq = $7) - $8::interval)';
  const { rows } = await tx.query<{ provider_id: string | null; is_under_way: boolean }>(
    `WITH occurrences AS (
       SELECT day, occ_id FROM engine.open_contact WHERE channel = $1 AND address = $2
       UNION
       SELECT day, occ_id FROM ${turnsSince({ columns: 'day, occ_id', tenant: '$3', people: '$4::uuid[]', since })} t
     ), attempts AS (
       SELECT t.*, (c.contact ->> 'target')::smallint AS target, c.contact ->> 'text' = $9 AS is_alike
       FROM occurrences x CROSS JOIN LATERAL (
         SELECT day, occ_id, seq, contacts, claimed_at FROM engine.turn WHERE day = x.day AND occ_id = x.occ_id OFFSET 0
       ) t CROSS JOIN LATERAL jsonb_array_elements(t.contacts) AS c (contact)
       WHERE c.contact ->> 'channel' = $1 AND c.contact ->> 'address' = $2
     )
     SELECT o.provider_id, a.is_alike AND o.day IS NULL AND (a.day, a.occ_id, a.seq, a.target) <> ($5, $6, $7, $10)
         AND a.claimed_at > clock_timestamp() - $11 * interval '1 millisecond' AS is_under_way
     FROM attempts a LEFT JOIN LATERAL (
       SELECT day, provider_id FROM engine.outcome
       WHERE day = a.day AND occ_id = a.occ_id AND seq = a.seq AND target = a.target
       ORDER BY provider_id IS NULL, n DESC LIMIT 1
     ) o ON true`,
    [
      contact.channel,
      address,
      wakeup.tenantId,
      [wakeup.personId, contact.personId],
      wakeup.day,
      wakeup.occId,
      wakeup.seq,
      lookBack,
      contact.text,
      contact.target,
      callEndsWithinMs,
    ],
  );
  return {
    providerIds: new Set(rows.flatMap((row) => row.provider_id ?? [])),
    isOneUnderWay: rows.some((row) => row.is_under_way),
  };
}

/**
 * The choice of the policy version that made the turn; without a policy, the schedule's, or else to send again. With its author,
 * who may say otherwise.
 */
export async function readOnUnknown(
  pool: pg.Pool,
  turn: { day: string; occId: OccId; seq: number },
): Promise<{ choice: OnUnknown; author: string | null }> {
  const { rows } = await pool.query<{ choice: OnUnknown | null; author: string | null }>(
    `SELECT coalesce(pv.definition ->> 'onUnknown', s.on_unknown) AS choice, s.author FROM engine.turn t
     JOIN engine.schedule s ON s.id = t.schedule_id
     LEFT JOIN engine.policy_version pv ON pv.policy_id = t.policy_id AND pv.version = t.policy_version
     WHERE t.day = $1 AND t.occ_id = $2 AND t.seq = $3`,
    [turn.day, turn.occId, turn.seq],
  );
  return { choice: rows[0]?.choice ?? 'again', author: rows[0]?.author ?? null };
}

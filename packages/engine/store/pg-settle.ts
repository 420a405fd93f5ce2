import type pg from 'pg';
import type { Contact } from '../domain/occurrence.ts';
import type { OccId } from '../domain/occurrence-id.ts';
import type { OnUnknown } from '../domain/policy.ts';
import type { Wakeup } from './pg-wakeups.ts';
import { turnsSince } from './turns-since.ts';

/** How far back another attempt may have been recorded whose message could be mistaken for this one's. */
const lookBack = '2 days';

/**
 * The provider's ids that other attempts to the same address already account for, so that one message is never taken
 * for two attempts. Looks at what is open to this address and at recent turns about its person.
 */
export async function accountedProviderIds(
  pool: pg.Pool,
  { wakeup, contact, address }: { wakeup: Wakeup; contact: Contact; address: string },
): Promise<Set<string>> {
  const since = '((SELECT at FROM engine.turn WHERE day = $5 AND occ_id = $6 AND seq = $7) - $8::interval)';
  const { rows } = await pool.query<{ provider_id: string }>(
    `WITH occurrences AS (
       SELECT day, occ_id FROM engine.open_contact WHERE channel = $1 AND address = $2
       UNION
       SELECT day, occ_id FROM ${turnsSince({ columns: 'day, occ_id', tenant: '$3', people: '$4::uuid[]', since })} t
     )
     SELECT o.provider_id FROM occurrences x JOIN engine.outcome o ON o.day = x.day AND o.occ_id = x.occ_id
     WHERE o.provider_id IS NOT NULL`,
    [
      contact.channel,
      address,
      wakeup.tenantId,
      [wakeup.personId, contact.personId],
      wakeup.day,
      wakeup.occId,
      wakeup.seq,
      lookBack,
    ],
  );
  return new Set(rows.map((row) => row.provider_id));
}

/** The choice of the policy version that made the turn; without a policy, to send again. */
export async function readOnUnknown(
  pool: pg.Pool,
  turn: { day: string; occId: OccId; seq: number },
): Promise<OnUnknown> {
  const { rows } = await pool.query<{ choice: OnUnknown | null }>(
    `SELECT pv.definition ->> 'onUnknown' AS choice FROM engine.turn t
     LEFT JOIN engine.policy_version pv ON pv.policy_id = t.policy_id AND pv.version = t.policy_version
     WHERE t.day = $1 AND t.occ_id = $2 AND t.seq = $3`,
    [turn.day, turn.occId, turn.seq],
  );
  return rows[0]?.choice ?? 'again';
}

import type { Tx } from '@belfry/platform/database';
import type { ReachKey } from '../../domain/reach-of.ts';
import { isUnfired, scheduleWants } from '../wakeups/wakeup-conditions.ts';

/** Occurrences of all tenants that are due ahead, and that perhaps nobody would hear of. */
export interface Doubtful extends ReachKey {
  occurrences: number;
}

/**
 * Of all that is due after `from` and until `until`, by person and policy, what may reach nobody: whoever can be reached
 * by one of the channels on which the policy asks for the person, or by any where there is none, is left out here, by
 * joins over sets; the rest is few and wants to be judged. For the engine's role: it looks at every tenant's. Reads what
 * is planned for that time once; at most `limit` answers, the most frequent first.
 */
export async function readDoubtful(
  tx: Tx,
  { from, until, usable, limit }: { from: Temporal.Instant; until: Temporal.Instant; usable: string[]; limit: number },
): Promise<Doubtful[]> {
  const { rows } = await tx.query<Doubtful>(
    `WITH asks AS MATERIALIZED (
       SELECT p.id, jsonb_path_query_array(pv.definition,
         '$.steps[*].targets[*] ? (@.person == "self").channels[*]') AS channels
       FROM engine.policy p JOIN engine.policy_version pv ON pv.policy_id = p.id AND pv.version = p.version
     ), reached AS (
       SELECT DISTINCT c.person_id, c.channel FROM people.contact_point c
       WHERE c.channel = ANY($3) AND NOT EXISTS (
         SELECT FROM people.opt_out o
         WHERE o.tenant_id = c.tenant_id AND o.channel = c.channel AND o.address = c.address)
     ), doubtful AS MATERIALIZED (
       SELECT w.schedule_id, w.slot, w.person_id, s.policy_id
       FROM engine.wakeup w JOIN engine.schedule s ON s.id = w.schedule_id AND ${scheduleWants}
       LEFT JOIN asks a ON a.id = s.policy_id
       WHERE w.seq = 0 AND w.due_at > $1 AND w.due_at <= $2
         AND NOT ('inbox' = ANY($3) AND coalesce(a.channels ? 'inbox', false))
         AND NOT EXISTS (
           SELECT FROM reached c WHERE c.person_id = w.person_id AND (a.id IS NULL OR a.channels ? c.channel))
     )
     SELECT w.person_id AS "personId", w.policy_id AS "policyId", count(*)::int AS occurrences
     FROM doubtful w WHERE ${isUnfired} GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2 LIMIT $4`,
    [from.toString(), until.toString(), usable, limit],
  );
  return rows;
}

import type { PolicyId } from '@belfry/kernel/ids';
import type { Tx } from '@belfry/platform/database';
import { readStoredPolicy, type StoredPolicy } from '../../domain/policy.ts';
import type { PolicyRecord } from './pg-policies.ts';

/** One version of a policy, as it was saved. */
export interface PolicyVersionRecord extends PolicyRecord {
  /** Occurrences that still run by it. */
  occurrencesUnderWay: number;
}

type VersionRow = Pick<PolicyRecord, 'id' | 'name' | 'version' | 'createdAt'> & { definition: StoredPolicy };

const versions = `SELECT p.id, p.name, pv.version, pv.created_at AS "createdAt", pv.definition
  FROM engine.policy p JOIN engine.policy_version pv ON pv.policy_id = p.id WHERE p.id = $1`;

/**
 * The versions of a policy of the transaction's tenant, newest first, of one that has been deleted too: what runs by
 * them can still be read. One row more than `limit` where there are more; none where there is no such policy.
 */
export async function listPolicyVersions(
  tx: Tx,
  id: PolicyId,
  limit: number,
  before: number | undefined,
): Promise<PolicyVersionRecord[]> {
  const { rows } = await tx.query<VersionRow>(
    `${versions} AND ($2::int IS NULL OR pv.version < $2) ORDER BY pv.version DESC LIMIT $3`,
    [id, before ?? null, limit + 1],
  );
  return withUses(tx, id, rows);
}

/** One version, or null where there is none. */
export async function readVersionOfPolicy(tx: Tx, id: PolicyId, version: number): Promise<PolicyVersionRecord | null> {
  const { rows } = await tx.query<VersionRow>(`${versions} AND pv.version = $2`, [id, version]);
  const [record] = await withUses(tx, id, rows);
  return record ?? null;
}

/** Whether the tenant has or had such a policy. */
export async function hasHadPolicy(tx: Tx, id: PolicyId): Promise<boolean> {
  const { rowCount } = await tx.query('SELECT FROM engine.policy WHERE id = $1', [id]);
  return rowCount === 1;
}

/**
 * Counts what is open, snoozed or acknowledged and to be completed yet, by the newest turn of each: one look-up by key
 * for each open occurrence of the tenant, whatever is stored besides. The exhausted wait for a person, not for a step.
 */
async function withUses(tx: Tx, id: PolicyId, rows: readonly VersionRow[]): Promise<PolicyVersionRecord[]> {
  if (rows.length === 0) return [];
  const { rows: uses } = await tx.query<{ version: number; count: number }>(
    `SELECT h.policy_version AS version, count(*)::int AS count FROM engine.open_occurrence o
     CROSS JOIN LATERAL (
       SELECT policy_id, policy_version, state FROM engine.turn t
       WHERE t.day = o.day AND t.occ_id = o.occ_id ORDER BY seq DESC LIMIT 1
     ) h
     WHERE h.policy_id = $1 AND h.policy_version = ANY($2::int[]) AND h.state <> 'exhausted' GROUP BY 1`,
    [id, rows.map(({ version }) => version)],
  );
  const counts = new Map(uses.map(({ version, count }) => [version, count]));
  return rows.map(({ definition, ...row }) => ({
    ...row,
    ...readStoredPolicy(definition),
    occurrencesUnderWay: counts.get(row.version) ?? 0,
  }));
}

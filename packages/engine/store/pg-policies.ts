import type { PolicyId, TenantId } from '@belfry/kernel/ids';
import type { Tx } from '@belfry/platform/database';
import type { Policy } from '../domain/policy.ts';

export interface PolicyRecord extends Policy {
  id: PolicyId;
  name: string;
  version: number;
  createdAt: Temporal.Instant;
}

const columns = `p.id, p.name, p.version, p.created_at AS "createdAt", pv.definition`;
const newest = `engine.policy p JOIN engine.policy_version pv ON pv.policy_id = p.id AND pv.version = p.version`;

type PolicyRow = Omit<PolicyRecord, keyof Policy> & { definition: Policy };

const readRow = ({ definition, ...row }: PolicyRow): PolicyRecord => ({ ...row, ...definition });

/** The newest version of a policy of the transaction's tenant, or null. */
export async function readPolicy(tx: Tx, id: PolicyId): Promise<PolicyRecord | null> {
  const { rows } = await tx.query<PolicyRow>(
    `SELECT ${columns} FROM ${newest} WHERE p.id = $1 AND p.deleted_at IS NULL`,
    [id],
  );
  return rows[0] ? readRow(rows[0]) : null;
}

/** By name; one row more than `limit` where there are more. */
export async function listPolicies(tx: Tx, limit: number, afterName: string | undefined): Promise<PolicyRecord[]> {
  const { rows } = await tx.query<PolicyRow>(
    `SELECT ${columns} FROM ${newest} WHERE p.deleted_at IS NULL AND ($1::text IS NULL OR p.name > $1)
     ORDER BY p.name LIMIT $2`,
    [afterName ?? null, limit + 1],
  );
  return rows.map(readRow);
}

interface NewPolicyVersion {
  id: PolicyId;
  tenantId: TenantId;
  name: string;
  definition: Policy;
  now: Temporal.Instant;
}

/**
 * Makes the policy, or the next version of the one that has this name. The upsert locks the policy's row, so versions
 * are numbered without a gap whoever saves at the same time.
 */
export async function savePolicyVersion(tx: Tx, policy: NewPolicyVersion): Promise<PolicyRecord> {
  const { rows } = await tx.query<{ id: PolicyId; version: number; created_at: Temporal.Instant }>(
    `INSERT INTO engine.policy (id, tenant_id, name, version, created_at) VALUES ($1, $2, $3, 1, $4)
     ON CONFLICT (tenant_id, name) WHERE deleted_at IS NULL DO UPDATE SET version = policy.version + 1
     RETURNING id, version, created_at`,
    [policy.id, policy.tenantId, policy.name, policy.now.toString()],
  );
  const saved = rows[0];
  if (!saved) throw new Error('An upsert of a policy answered no row.');
  await tx.query(
    `INSERT INTO engine.policy_version (policy_id, version, tenant_id, definition, created_at) VALUES ($1, $2, $3, $4, $5)`,
    [saved.id, saved.version, policy.tenantId, JSON.stringify(policy.definition), policy.now.toString()],
  );
  const { id, version, created_at: createdAt } = saved;
  return { id, name: policy.name, version, createdAt, ...policy.definition };
}

import type { PolicyId, ScheduleId, TenantId } from '@belfry/kernel/ids';
import type { Tx } from '@belfry/platform/database';
import { type Policy, readStoredPolicy, type StoredPolicy } from '../../domain/policy.ts';

export interface PolicyRecord extends Policy {
  id: PolicyId;
  name: string;
  version: number;
  createdAt: Temporal.Instant;
}

const columns = `p.id, p.name, p.version, p.created_at AS "createdAt", pv.definition`;
const newest = `engine.policy p JOIN engine.policy_version pv ON pv.policy_id = p.id AND pv.version = p.version`;

type PolicyRow = Omit<PolicyRecord, keyof Policy> & { definition: StoredPolicy };

const readRow = ({ definition, ...row }: PolicyRow): PolicyRecord => ({ ...row, ...readStoredPolicy(definition) });

/** The newest version of a policy of the transaction's tenant, or null. */
export async function readPolicy(tx: Tx, id: PolicyId): Promise<PolicyRecord | null> {
  const { rows } = await tx.query<PolicyRow>(
    `SELECT ${columns} FROM ${newest} WHERE p.id = $1 AND p.deleted_at IS NULL`,
    [id],
  );
  return rows[0] ? readRow(rows[0]) : null;
}

/** What occurrences that begin now would run by, of those of these policies that there are. */
export async function readNewestDefinitions(tx: Tx, ids: readonly PolicyId[]): Promise<Map<PolicyId, Policy>> {
  const { rows } = await tx.query<{ id: PolicyId; definition: StoredPolicy }>(
    `SELECT p.id, pv.definition FROM ${newest} WHERE p.id = ANY($1::uuid[])`,
    [ids],
  );
  return new Map(rows.map(({ id, definition }) => [id, readStoredPolicy(definition)]));
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

/** Makes the policy with this id, unless there is or was one with the id, or there is one with the name. Idempotent. */
export async function insertPolicyOnce(tx: Tx, policy: NewPolicyVersion): Promise<void> {
  await tx.query(
    `WITH made AS (
       INSERT INTO engine.policy (id, tenant_id, name, version, created_at) VALUES ($1, $2, $3, 1, $5)
       ON CONFLICT DO NOTHING RETURNING id)
     INSERT INTO engine.policy_version (policy_id, version, tenant_id, definition, created_at)
     SELECT id, 1, $2, $4, $5 FROM made`,
    [policy.id, policy.tenantId, policy.name, JSON.stringify(policy.definition), policy.now.toString()],
  );
}

/**
 * Those of these policies that `insertPolicyOnce` would make.
 * @param tx of the engine's role, which sees all tenants
 */
export async function readUnknown<P extends Pick<NewPolicyVersion, 'id' | 'tenantId' | 'name'>>(
  tx: Pick<Tx, 'query'>,
  policies: readonly P[],
): Promise<P[]> {
  const { rows } = await tx.query<{ id: PolicyId }>(
    `SELECT w.id FROM unnest($1::uuid[], $2::uuid[], $3::text[]) AS w (id, tenant_id, name)
     WHERE NOT EXISTS (SELECT FROM engine.policy p WHERE p.id = w.id)
       AND NOT EXISTS (SELECT FROM engine.policy p
         WHERE p.tenant_id = w.tenant_id AND p.name = w.name AND p.deleted_at IS NULL)`,
    [policies.map(({ id }) => id), policies.map(({ tenantId }) => tenantId), policies.map(({ name }) => name)],
  );
  const unknown = new Set(rows.map(({ id }) => id));
  return policies.filter(({ id }) => unknown.has(id));
}

/** Locks a policy against edits and new users; answers with its version, or null where there is none. */
export async function lockPolicy(tx: Tx, id: PolicyId): Promise<number | null> {
  const { rows } = await tx.query<{ version: number }>(
    'SELECT version FROM engine.policy WHERE id = $1 AND deleted_at IS NULL FOR UPDATE',
    [id],
  );
  return rows[0]?.version ?? null;
}

/** Keeps a policy from being deleted until the transaction ends, beside any others; false where there is none. */
export async function holdPolicy(tx: Tx, id: PolicyId): Promise<boolean> {
  const { rowCount } = await tx.query('SELECT FROM engine.policy WHERE id = $1 AND deleted_at IS NULL FOR KEY SHARE', [
    id,
  ]);
  return rowCount === 1;
}

/** Locks the policy of this name against edits; answers with its version, 0 where there is none. */
export async function lockPolicyNamed(tx: Tx, name: string): Promise<number> {
  const { rows } = await tx.query<{ version: number }>(
    'SELECT version FROM engine.policy WHERE name = $1 AND deleted_at IS NULL FOR NO KEY UPDATE',
    [name],
  );
  return rows[0]?.version ?? 0;
}

export interface PolicyUse {
  scheduleId: ScheduleId;
  title: string;
  personName: string;
}

/** Schedules that would still start occurrences by this policy, oldest first; one that fires once and has fired does not. */
export async function readPolicyUses(tx: Tx, id: PolicyId, limit: number): Promise<PolicyUse[]> {
  const { rows } = await tx.query<PolicyUse>(
    `SELECT s.id AS "scheduleId", s.title, r.name AS "personName"
     FROM engine.schedule s JOIN people.recipient r ON r.id = s.person_id
     WHERE s.policy_id = $1 AND s.deleted_at IS NULL AND s.finished_at IS NULL
       AND (s.recurring OR NOT EXISTS (
         SELECT FROM engine.slot_ledger l
         WHERE abs(l.year - left(coalesce(s.rule ->> 'at', s.rule ->> 'localDate'), 4)::int) <= 1
           AND l.schedule_id = s.id))
     ORDER BY s.created_at, s.id LIMIT $2`,
    [id, limit],
  );
  return rows;
}

export async function markPolicyDeleted(tx: Tx, id: PolicyId, now: Temporal.Instant): Promise<void> {
  await tx.query('UPDATE engine.policy SET deleted_at = $2 WHERE id = $1', [id, now.toString()]);
}

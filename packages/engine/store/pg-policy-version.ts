import type { Tx } from '@belfry/platform/database';
import { type Policy, readStoredPolicy, type StoredPolicy } from '../domain/policy.ts';

/** The version of a policy that an occurrence runs by; null without one. */
export async function readPolicyVersion(
  tx: Tx,
  { policyId, policyVersion }: { policyId: string | null; policyVersion: number | null },
): Promise<Policy | null> {
  if (policyId === null || policyVersion === null) return null;
  const { rows } = await tx.query<{ definition: StoredPolicy }>(
    'SELECT definition FROM engine.policy_version WHERE policy_id = $1 AND version = $2',
    [policyId, policyVersion],
  );
  return rows[0] ? readStoredPolicy(rows[0].definition) : null;
}

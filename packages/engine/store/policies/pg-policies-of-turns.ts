import type { PolicyId } from '@belfry/kernel/ids';
import { plainArray, uuidArray } from '@belfry/platform/array-parameters';
import type { Tx } from '@belfry/platform/database';
import { type Policy, readStoredPolicy, type StoredPolicy } from '../../domain/policy.ts';

/** Both null without a policy. */
export interface PolicyVersionKey {
  policyId: string | null;
  policyVersion: number | null;
}

export type VersionedPolicy = Policy & { id: PolicyId; version: number };

/** The version of a policy that an occurrence runs by; null without one. */
export async function readPolicyVersion(tx: Tx, key: PolicyVersionKey): Promise<VersionedPolicy | null> {
  return (await readPolicyVersions(tx, [key])).get(policyVersionKey(key)) ?? null;
}

/** By `policyVersionKey`, each once. */
export async function readPolicyVersions(
  tx: Tx,
  keys: Iterable<PolicyVersionKey>,
): Promise<Map<string, VersionedPolicy>> {
  const wanted = new Map<string, PolicyVersionKey>();
  for (const key of keys) if (key.policyId !== null) wanted.set(policyVersionKey(key), key);
  if (wanted.size === 0) return new Map();
  const { rows } = await tx.query<{ id: PolicyId; version: number; definition: StoredPolicy }>(
    `SELECT policy_id AS id, version, definition FROM engine.policy_version
     JOIN unnest($1::uuid[], $2::int[]) AS k (policy_id, version) USING (policy_id, version)`,
    [
      uuidArray([...wanted.values()].map(({ policyId }) => policyId)),
      plainArray([...wanted.values()].map(({ policyVersion }) => policyVersion)),
    ],
  );
  return new Map(
    rows.map(({ id, version, definition }) => [
      policyVersionKey({ policyId: id, policyVersion: version }),
      { ...readStoredPolicy(definition), id, version },
    ]),
  );
}

export function policyVersionKey({ policyId, policyVersion }: PolicyVersionKey): string {
  return `${policyId} ${policyVersion}`;
}

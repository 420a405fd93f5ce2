import { newId, type PolicyId, type TenantId } from '@belfry/kernel/ids';
import type { Tx } from '@belfry/platform/database';
import type { Policy } from '../../domain/policy.ts';
import { lockPolicyNamed, type PolicyRecord, savePolicyVersion } from '../../store/policies/pg-policies.ts';
import { checkPolicy } from './check-policy.ts';

interface SavePolicyOptions {
  tx: Tx;
  tenantId: TenantId;
  now: Temporal.Instant;
  name: string;
  definition: Policy;
  /** Throws where the caller has seen another version than the present one; 0 where there is none. */
  requireVersion?: (version: number) => void;
}

/**
 * Saves a policy, or a new version of the one with this name; occurrences under way keep the version they have.
 * @throws AppError `policy.steps-out-of-order`, `policy.too-often`, `policy.person-unknown` (422)
 */
export async function savePolicy(options: SavePolicyOptions): Promise<PolicyRecord> {
  const { tx, tenantId, now, name, definition, requireVersion } = options;
  if (requireVersion) requireVersion(await lockPolicyNamed(tx, name));
  await checkPolicy(tx, definition);
  return savePolicyVersion(tx, { id: newId<PolicyId>(), tenantId, name, definition, now });
}

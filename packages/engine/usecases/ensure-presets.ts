import { derivedId, type PolicyId, type TenantId } from '@belfry/kernel/ids';
import { inTenant } from '@belfry/platform/database';
import type pg from 'pg';
import { presets } from '../domain/presets.ts';
import { insertPolicyOnce } from '../store/pg-policies.ts';

/**
 * Gives a tenant the presets it has never had. Idempotent, also beside others that do the same: a preset's id follows
 * from tenant and name, so one that was edited stays as it is, and one that was deleted stays deleted.
 * @param pool of the application's role
 */
export async function ensurePresets(pool: pg.Pool, tenantId: TenantId, now: Temporal.Instant): Promise<void> {
  await inTenant(pool, tenantId, async (tx) => {
    for (const { name, policy } of presets) {
      const id = derivedId<PolicyId>('preset', tenantId, name);
      await insertPolicyOnce(tx, { id, tenantId, name, definition: policy, now });
    }
  });
}

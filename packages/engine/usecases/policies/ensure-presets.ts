import { derivedId, type PolicyId, type TenantId } from '@belfry/kernel/ids';
import { type Database, inTenant } from '@belfry/platform/database';
import { presets } from '../../domain/presets.ts';
import { insertPolicyOnce, readUnknown } from '../../store/policies/pg-policies.ts';

/**
 * Gives tenants the presets they have never had. Idempotent, also beside others that do the same: a preset's id follows
 * from tenant and name, so one that was edited stays as it is, and one that was deleted stays deleted. Where nobody lacks any,
 * as at most starts, it is one look-up for all of them.
 */
export async function ensurePresets(
  { app, engine }: Pick<Database['pools'], 'app' | 'engine'>,
  tenantIds: readonly TenantId[],
  now: Temporal.Instant,
): Promise<void> {
  const wanted = tenantIds.flatMap((tenantId) =>
    presets.map(({ name, policy }) => ({
      ...{ id: derivedId<PolicyId>('preset', tenantId, name), tenantId, name },
      ...{ definition: policy, now },
    })),
  );
  const lacking = await readUnknown(engine, wanted);
  for (const [tenantId, ofTenant] of Map.groupBy(lacking, (policy) => policy.tenantId)) {
    await inTenant(app, tenantId, async (tx) => {
      for (const policy of ofTenant) await insertPolicyOnce(tx, policy);
    });
  }
}

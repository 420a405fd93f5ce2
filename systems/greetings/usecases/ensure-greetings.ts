import type { TenantId } from '@belfry/kernel/ids';
import type { Tx } from '@belfry/platform/database';
import { usualSettings } from '../domain/settings.ts';
import { lockOccasions, readSettings, saveSettings } from '../store/pg-occasions.ts';
import { askForRevision } from '../store/pg-revisions.ts';

/** Has a tenant's people greeted as is usual, unless it has said already what it wants. */
export async function ensureGreetings({
  tx,
  tenantId,
  now,
}: {
  tx: Tx;
  tenantId: TenantId;
  now: Temporal.Instant;
}): Promise<void> {
  // Whoever has said something is spared the lock, for which the planning of everybody's greetings waits.
  if (await hasSettings(tx, tenantId)) return;
  await lockOccasions(tx, tenantId);
  if (await hasSettings(tx, tenantId)) return;
  await askForRevision(tx, tenantId, now);
  await saveSettings(tx, tenantId, { ...usualSettings, isEnabled: true });
}

async function hasSettings(tx: Tx, tenantId: TenantId): Promise<boolean> {
  return (await readSettings(tx, tenantId)).version > 0;
}

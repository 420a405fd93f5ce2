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
  await lockOccasions(tx, tenantId);
  const { version } = await readSettings(tx, tenantId);
  if (version > 0) return;
  await askForRevision(tx, tenantId, now);
  await saveSettings(tx, tenantId, { ...usualSettings, isEnabled: true });
}

import type { PersonId, TenantId } from '@belfry/kernel/ids';
import type { Tx } from '@belfry/platform/database';
import type { ContactPoint } from '../domain/person.ts';
import { readStoppedPoints, recordOptOut } from '../store/pg-opt-outs.ts';

interface HonourStopsOptions {
  tx: Tx;
  tenantId: TenantId;
  now: Temporal.Instant;
  personId: PersonId;
  /** As they have just been written. */
  points: readonly ContactPoint[];
}

/**
 * Binds a tenant to the STOP of addresses that it learns of only now, and says so in its ledger: it was said to the
 * sender that all tenants share. Idempotent.
 */
export async function honourStops({ tx, tenantId, now, personId, points }: HonourStopsOptions): Promise<void> {
  if (points.length === 0) return;
  for (const { channel, address, since } of await readStoppedPoints(tx, personId, points)) {
    const day = since.toZonedDateTimeISO('UTC').toPlainDate().toString();
    const evidence = `Said STOP to the sender that all organisations here share, on ${day}.`;
    const actor = { type: 'person', id: address, name: address, via: channel } as const;
    await recordOptOut(tx, [tenantId], { channel, address, at: now, actor, evidence });
  }
}

import type { PersonId, TenantId } from '@belfry/kernel/ids';
import type { Tx } from '@belfry/platform/database';
import type { ContactPoint } from '../domain/person.ts';
import { readOptedOut, readStoppedPoints, recordOptOut } from '../store/pg-opt-outs.ts';

interface HonourStopsOptions {
  tx: Tx;
  tenantId: TenantId;
  now: Temporal.Instant;
  /** With their contact points as they have just been written. */
  people: readonly { personId: PersonId; points: readonly ContactPoint[] }[];
}

/**
 * Binds a tenant to the STOP of addresses that it learns of only now, and says so in its ledger: it was said to the
 * sender that all tenants share. Idempotent.
 * @returns all that the tenant knows to have said STOP, as `channel address`
 */
export async function honourStops({ tx, tenantId, now, people }: HonourStopsOptions): Promise<ReadonlySet<string>> {
  const points = people.flatMap((person) => person.points);
  if (points.length === 0) return new Set();
  const stopped = await readStoppedPoints(
    tx,
    people.map(({ personId }) => personId),
    points,
  );
  for (const { channel, address, since } of stopped) {
    const day = since.toZonedDateTimeISO('UTC').toPlainDate().toString();
    const evidence = `Said STOP to the sender that all organisations here share, on ${day}.`;
    const actor = { type: 'person', id: address, name: address, via: channel } as const;
    await recordOptOut(tx, [tenantId], { channel, address, at: now, actor, evidence });
  }
  return readOptedOut(tx, points);
}

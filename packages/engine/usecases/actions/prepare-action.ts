import type { TenantId } from '@belfry/kernel/ids';
import { compareInstants } from '@belfry/kernel/instants';
import { inTenant } from '@belfry/platform/database';
import type pg from 'pg';
import type { OccId } from '../../domain/occurrence-id.ts';
import { readPlanned } from '../../store/occurrences/pg-planned.ts';
import type { Partitions } from '../../store/partitions/pg-partitions.ts';

interface PrepareOptions {
  pool: pg.Pool;
  partitions: Partitions;
  tenantId: TenantId;
  occurrence: { day: string; occId: OccId };
  now: Temporal.Instant;
}

/**
 * Makes the partitions that a turn of an occurrence can need; call it before the transaction that acts. One planned far
 * ahead needs those of its day: only if it exists, for anybody can write a day into an id.
 */
export async function prepareAction({ pool, partitions, tenantId, occurrence, now }: PrepareOptions): Promise<void> {
  await partitions.coverNow(now);
  const dayBegins = Temporal.Instant.from(`${occurrence.day}T00:00:00Z`);
  if (compareInstants(dayBegins, now.add({ hours: 48 })) < 0) return;
  const planned = await inTenant(pool, tenantId, (tx) => readPlanned(tx, occurrence));
  if (planned) await partitions.cover(dayBegins, dayBegins);
}

import type { TenantId } from '@belfry/kernel/ids';
import { type Lane, laneFor } from '../../domain/lane.ts';
import { shardCount } from '../../domain/occurrence-id.ts';

const windowMs = 3_600_000;

/**
 * How many schedules each tenant has created in this process within the hour, so that the wake-ups of somebody who
 * creates a million for nine o'clock go into the bulk lane without a planner having seen them. An estimate: other
 * processes count for themselves, and a new hour begins anew.
 */
export class PlannedCounts {
  readonly #counts = new Map<TenantId, number>();
  #windowEndsAtMs = 0;

  /** Counts one more, and says in which lane its first wake-ups belong. */
  laneForOneMore(tenantId: TenantId): Lane {
    this.#beginWindow();
    const count = (this.#counts.get(tenantId) ?? 0) + 1;
    this.#counts.set(tenantId, count);
    return laneFor(count / shardCount);
  }

  #beginWindow(): void {
    if (performance.now() < this.#windowEndsAtMs) return;
    this.#counts.clear();
    this.#windowEndsAtMs = performance.now() + windowMs;
  }
}

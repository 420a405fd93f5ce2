import { derivedId, type PersonId, type ScheduleId, type TenantId } from '@belfry/kernel/ids';
import type { Tx } from '@belfry/platform/database';
import { promptLane } from '../../domain/lane.ts';
import { occurrenceIdOf, shardOf } from '../../domain/occurrence-id.ts';
import type { ThrottleEntry } from '../../domain/throttle.ts';
import type { NewTurn } from '../../store/chain/pg-claim-turns.ts';
import {
  forgetThrottleEntries,
  insertDigestSchedules,
  insertThrottleEntries,
  type NewThrottleEntry,
} from '../../store/chain/pg-throttle.ts';
import { insertWakeups, type Wakeup } from '../../store/wakeups/pg-wakeups.ts';

/** A digest is tried for a day after its late limit at most. */
const kept = Temporal.Duration.from({ hours: 72 });

export interface ThrottledTurn {
  turn: NewTurn;
  throttled: readonly ThrottleEntry[];
}

/**
 * Writes down, in the turns' own commit, what counts against their people's throttles and which digest will tell of
 * what was held back: an occurrence like any other, of a schedule whose id follows from person and instant, so that all
 * who hold something back for it plan the same one.
 */
export async function planDigests(tx: Tx, turns: readonly ThrottledTurn[], now: Temporal.Instant): Promise<void> {
  const entries = turns.flatMap(({ turn, throttled }) => throttled.map((entry) => ({ turn, entry })));
  const digests = new Map<string, Wakeup>();
  const rows = entries.map(({ turn, entry }): NewThrottleEntry => {
    const { target, personId, digestAt } = entry;
    const digest = digestAt && digestWakeup(turn.tenantId, personId, digestAt);
    if (digest) digests.set(digest.occId, digest);
    const { tenantId, day, occId, seq } = turn;
    return { tenantId, personId, at: now, day, occId, seq, target, digestOccId: digest?.occId ?? null };
  });
  await insertThrottleEntries(tx, rows);
  await forgetThrottleEntries(tx, rows, now.subtract(kept));
  const planned = [...digests.values()];
  const schedules = planned.map(({ scheduleId, tenantId, shard, personId, dueAt }) => {
    return { scheduleId, tenantId, shard, personId, at: dueAt };
  });
  await insertDigestSchedules(tx, schedules, now);
  await insertWakeups(tx, planned, now);
}

function digestWakeup(tenantId: TenantId, personId: PersonId, dueAt: Temporal.Instant): Wakeup {
  const scheduleId = derivedId<ScheduleId>('digest', tenantId, personId, dueAt.toString());
  const shard = shardOf(personId);
  const slot = dueAt.toString();
  const occId = occurrenceIdOf(scheduleId, slot, shard);
  const day = slot.slice(0, 10);
  const place = { shard, lane: promptLane, seq: 0, timingRev: 0, kind: 'fire' as const };
  return { ...place, dueAt, occId, tenantId, scheduleId, personId, slot, day };
}

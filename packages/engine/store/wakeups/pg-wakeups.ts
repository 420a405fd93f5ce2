import type { PersonId, ScheduleId, TenantId } from '@belfry/kernel/ids';
import { compareInstants } from '@belfry/kernel/instants';
import { dayArray, instantArray, plainArray, textArray, uuidArray } from '@belfry/platform/array-parameters';
import type { Tx } from '@belfry/platform/database';
import type { Lane } from '../../domain/lane.ts';
import type { WakeupKind } from '../../domain/occurrence.ts';
import type { OccId } from '../../domain/occurrence-id.ts';
import { compareKeys } from '../../domain/wakeup-key.ts';

export interface Wakeup {
  shard: number;
  lane: Lane;
  dueAt: Temporal.Instant;
  occId: OccId;
  /** The place in the chain that this wake-up claims. */
  seq: number;
  timingRev: number;
  tenantId: TenantId;
  scheduleId: ScheduleId;
  personId: PersonId;
  slot: string;
  day: string;
  kind: WakeupKind;
}

/** Column names as they stand in the tables; read with `readWakeup`. */
export const wakeupColumns =
  'shard, lane, due_at, occ_id, seq, timing_rev, tenant_id, schedule_id, person_id, slot, day, kind';

export interface WakeupRow {
  shard: number;
  lane: Lane;
  due_at: Temporal.Instant;
  occ_id: OccId;
  seq: number;
  timing_rev: number;
  tenant_id: TenantId;
  schedule_id: ScheduleId;
  person_id: PersonId;
  slot: string;
  day: string;
  kind: WakeupKind;
}

export function readWakeup(row: WakeupRow): Wakeup {
  return {
    shard: row.shard,
    lane: row.lane,
    dueAt: row.due_at,
    occId: row.occ_id,
    seq: row.seq,
    timingRev: row.timing_rev,
    tenantId: row.tenant_id,
    scheduleId: row.schedule_id,
    personId: row.person_id,
    slot: row.slot,
    day: row.day,
    kind: row.kind,
  };
}

/** How far ahead of now wake-ups stand in the partitioned table; what is due later waits in wakeup_far. */
export const horizon = Temporal.Duration.from({ hours: 49 });

/**
 * Inserts wake-ups, each into the table its due time asks for.
 * Locks nothing that others wait for; idempotent by the key; in key order, so that overlapping batches cannot deadlock.
 * The partitions up to the horizon must exist (`Partitions.cover`).
 */
export async function insertWakeups(tx: Tx, wakeups: readonly Wakeup[], now: Temporal.Instant): Promise<void> {
  const limit = now.add(horizon);
  const { near = [], far = [] } = Object.groupBy(wakeups, ({ dueAt }) =>
    compareInstants(dueAt, limit) > 0 ? 'far' : 'near',
  );
  if (near.length > 0) await insertInto(tx, 'engine.wakeup', inKeyOrder(near));
  if (far.length > 0) await insertInto(tx, 'engine.wakeup_far', inKeyOrder(far));
}

async function insertInto(tx: Tx, table: string, wakeups: readonly Wakeup[]): Promise<void> {
  await tx.query(
    `INSERT INTO ${table} (${wakeupColumns})
     SELECT * FROM unnest($1::smallint[], $2::smallint[], $3::timestamptz[], $4::uuid[], $5::int[], $6::int[],
       $7::uuid[], $8::uuid[], $9::uuid[], $10::text[], $11::date[], $12::text[])
     ON CONFLICT DO NOTHING`,
    [
      plainArray(wakeups.map((w) => w.shard)),
      plainArray(wakeups.map((w) => w.lane)),
      instantArray(wakeups.map((w) => w.dueAt)),
      uuidArray(wakeups.map((w) => w.occId)),
      plainArray(wakeups.map((w) => w.seq)),
      plainArray(wakeups.map((w) => w.timingRev)),
      uuidArray(wakeups.map((w) => w.tenantId)),
      uuidArray(wakeups.map((w) => w.scheduleId)),
      uuidArray(wakeups.map((w) => w.personId)),
      textArray(wakeups.map((w) => w.slot)),
      dayArray(wakeups.map((w) => w.day)),
      plainArray(wakeups.map((w) => w.kind)),
    ],
  );
}

/** By the primary key. An instant's milliseconds are read once for each, for reading them takes as long as comparing does. */
function inKeyOrder(wakeups: readonly Wakeup[]): Wakeup[] {
  return wakeups
    .map((wakeup) => ({ wakeup, dueAtMs: wakeup.dueAt.epochMilliseconds }))
    .sort(
      ({ wakeup: a, dueAtMs }, { wakeup: b, dueAtMs: otherMs }) =>
        a.shard - b.shard || a.lane - b.lane || dueAtMs - otherMs || compareKeys(a, b) || a.timingRev - b.timingRev,
    )
    .map(({ wakeup }) => wakeup);
}

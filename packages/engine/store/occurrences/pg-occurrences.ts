import type { ScheduleId } from '@belfry/kernel/ids';
import type { Tx } from '@belfry/platform/database';
import type { OccurrenceState } from '../../domain/occurrence.ts';
import { type OccId, shardOfOccurrence } from '../../domain/occurrence-id.ts';
import type { PageOrder } from '../../domain/occurrence-page.ts';
import { isFirst } from '../chain/pg-turns.ts';
import { firstWakeupsOf } from './first-wakeup-of.ts';
import { wasLate } from './lateness.ts';
import { fired, type OccurrenceRecord, occurrenceColumns, occurrenceJoins, planned } from './occurrence-columns.ts';

/** An occurrence of the transaction's tenant, or null. */
export async function readOccurrence(
  tx: Tx,
  { day, occId }: { day: string; occId: OccId },
  now: Temporal.Instant,
): Promise<OccurrenceRecord | null> {
  const select = (source: string) => `SELECT ${occurrenceColumns} FROM (${source}) x ${occurrenceJoins} LIMIT 1`;
  const byTurn = await tx.query<OccurrenceRecord>(
    select(fired(`(SELECT * FROM engine.turn t WHERE day = $1 AND occ_id = $2 AND ${isFirst('t')})`)),
    [day, occId],
  );
  if (byTurn.rows[0]) return byTurn.rows[0];
  const columns = 'day, occ_id, schedule_id, person_id, slot, due_at, timing_rev';
  const wakeups = firstWakeupsOf({ columns, occId: '$3', day: '$2', shard: '$4' });
  const byWakeup = await tx.query<OccurrenceRecord>(select(planned(wakeups, '$1')), [
    now.toString(),
    day,
    occId,
    shardOfOccurrence(occId),
  ]);
  return byWakeup.rows[0] ?? null;
}

/** First turns, or wake-ups of what has none yet, as a list has found them. */
export interface FirstWakeup {
  day: string;
  occId: OccId;
  scheduleId: ScheduleId;
  personId: string;
  slot: string;
  dueAt: Temporal.Instant;
  timingRev: number;
}

/** What has fired, of these; in the order of a list. Looks at their chains alone. */
export async function readFired(
  tx: Tx,
  keys: readonly { day: string; occId: OccId }[],
  {
    state,
    isLate = false,
    limit,
    order = 'desc',
  }: { state: readonly OccurrenceState[] | undefined; isLate?: boolean; limit: number; order?: PageOrder },
): Promise<OccurrenceRecord[]> {
  if (keys.length === 0) return [];
  const firsts = `(SELECT t.* FROM unnest($1::date[], $2::uuid[]) AS k (day, occ_id)
    CROSS JOIN LATERAL (
      SELECT * FROM engine.turn t WHERE day = k.day AND occ_id = k.occ_id AND ${isFirst('t')} OFFSET 0
    ) t)`;
  const { rows } = await tx.query<OccurrenceRecord>(
    `SELECT ${occurrenceColumns} FROM (
       SELECT * FROM (${fired(firsts)}) every
       WHERE ($3::text[] IS NULL OR state = ANY($3))${isLate ? ` AND ${wasLate('every')}` : ''}
       ORDER BY due_at ${order}, occ_id ${order} LIMIT $4
     ) x ${occurrenceJoins} ORDER BY x.due_at ${order}, x.occ_id ${order}`,
    [keys.map(({ day }) => day), keys.map(({ occId }) => occId), state ?? null, limit],
  );
  return rows;
}

/** What has not fired and still stands, of these; in the order of a list. */
export async function readStanding(
  tx: Tx,
  wakeups: readonly FirstWakeup[],
  { limit, order, now }: { limit: number; order: PageOrder; now: Temporal.Instant },
): Promise<OccurrenceRecord[]> {
  if (wakeups.length === 0) return [];
  const given = `jsonb_to_recordset($2::jsonb) AS
    w (day date, occ_id uuid, schedule_id uuid, person_id uuid, slot text, due_at timestamptz, timing_rev int)`;
  const { rows } = await tx.query<OccurrenceRecord>(
    `SELECT ${occurrenceColumns} FROM (
       SELECT * FROM (${planned(`(SELECT * FROM ${given})`, '$1')}) every ORDER BY due_at ${order}, occ_id ${order} LIMIT $3
     ) x ${occurrenceJoins} ORDER BY x.due_at ${order}, x.occ_id ${order}`,
    [now.toString(), JSON.stringify(wakeups.map(wakeupRow)), limit],
  );
  return rows;
}

function wakeupRow({ day, occId, scheduleId, personId, slot, dueAt, timingRev }: FirstWakeup) {
  const [occ_id, schedule_id, person_id] = [occId, scheduleId, personId];
  return { day, occ_id, schedule_id, person_id, slot, due_at: dueAt.toString(), timing_rev: timingRev };
}

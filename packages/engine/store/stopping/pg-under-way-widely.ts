import type { TenantId } from '@belfry/kernel/ids';
import { compareInstants } from '@belfry/kernel/instants';
import type { Tx } from '@belfry/platform/database';
import { lowestXid } from '../../domain/transaction-id.ts';
import type { WideFact } from '../../domain/wide-fact.ts';
import { contactsOfTurn, isWithoutEnd, newestOutcome, type OpenAttempt, openAttemptColumns } from './pg-under-way.ts';

interface Asked {
  /** null for all tenants, which only the engine's role can see. */
  tenantId: TenantId | null;
  fact: WideFact;
  /** null for all. */
  shards: readonly number[] | null;
  now: Temporal.Instant;
}

interface Range {
  id: number;
  watermark: Temporal.Instant;
  watermark_xid: string;
}

/** What a process whose clock is a little ahead may have claimed already. */
const aheadOfUs = Temporal.Duration.from({ minutes: 1 });

/**
 * The contacts that a wide fact concerns, that have been claimed and have no end on record, or an unknown one that is
 * still to be looked up. Reads only. Whatever is before a shard's watermark has ended, so it looks at the wake-ups since
 * then alone, as the audit does: it costs what is due at present, not what is stored, and needs no index of its own. But
 * a provider that cannot be asked holds a watermark back for long, so it is not to be repeated (`readStillUnderWay`).
 */
export async function readUnderWayWidely(tx: Tx, asked: Asked): Promise<OpenAttempt[]> {
  // In a statement before: only bounds that are known when the plan is made leave partitions out.
  const { rows: ranges } = await tx.query<Range>(
    'SELECT id, watermark, watermark_xid FROM engine.shard WHERE $1::smallint[] IS NULL OR id = ANY($1)',
    [asked.shards],
  );
  if (ranges.length === 0) return [];
  const watermarks = ranges.map((range) => range.watermark).toSorted(compareInstants);
  const { fact } = asked;
  const { rows } = await tx.query<OpenAttempt>(
    `WITH ranges AS (
       SELECT * FROM unnest($1::smallint[], $2::timestamptz[], $3::bigint[]) AS r (shard, lower, since_xid)
     ), due AS (
       SELECT w.day, w.occ_id, w.seq FROM ranges r CROSS JOIN LATERAL (
         SELECT day, occ_id, seq, tenant_id, schedule_id FROM engine.wakeup
         WHERE shard = r.shard AND lane IN (0, 1) AND due_at >= $4 AND due_at >= r.lower AND due_at <= $5
         OFFSET 0
       ) w WHERE ($8::uuid IS NULL OR w.tenant_id = $8) AND ($9::uuid IS NULL OR w.schedule_id = $9)
     ), late AS (
       SELECT w.day, w.occ_id, w.seq FROM engine.wakeup w JOIN ranges r ON r.shard = w.shard
       WHERE w.inserted_xid >= $7 AND w.inserted_xid >= r.since_xid AND w.due_at < $6 AND w.due_at < r.lower
         AND ($8::uuid IS NULL OR w.tenant_id = $8) AND ($9::uuid IS NULL OR w.schedule_id = $9)
     )
     SELECT ${openAttemptColumns}
     FROM (SELECT * FROM due UNION SELECT * FROM late) w
     CROSS JOIN LATERAL (
       SELECT * FROM engine.turn WHERE day = w.day AND occ_id = w.occ_id AND seq = w.seq OFFSET 0
     ) t
     ${contactsOfTurn} ${newestOutcome}
     WHERE ${isWithoutEnd}
       AND ($10::uuid IS NULL OR t.person_id = $10 OR (c.contact ->> 'personId')::uuid = $10)
       AND ($11::text IS NULL OR (c.contact ->> 'channel' = $11 AND c.contact ->> 'address' = $12))
       AND ($13::text IS NULL OR EXISTS (
         SELECT FROM engine.schedule s WHERE s.id = t.schedule_id AND s.author = $13 OFFSET 0))
     ORDER BY t.at, t.occ_id, t.seq`,
    [
      ranges.map((range) => range.id),
      ranges.map((range) => range.watermark.toString()),
      ranges.map((range) => range.watermark_xid),
      watermarks.at(0)?.toString(),
      asked.now.add(aheadOfUs).toString(),
      watermarks.at(-1)?.toString(),
      lowestXid(ranges.map((range) => BigInt(range.watermark_xid))).toString(),
      asked.tenantId,
      'scheduleId' in fact ? fact.scheduleId : null,
      'personId' in fact ? fact.personId : null,
      'address' in fact ? fact.channel : null,
      'address' in fact ? fact.address : null,
      'author' in fact ? fact.author : null,
    ],
  );
  return rows;
}

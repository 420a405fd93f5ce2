import type { PersonId, ScheduleId, TenantId } from '@belfry/kernel/ids';
import { plainArray, textArray, uuidArray } from '@belfry/platform/array-parameters';
import type { Tx } from '@belfry/platform/database';
import type { OnUnknown } from '../../domain/policy.ts';
import type { Idleness } from '../../domain/timing/idle-until.ts';
import type { Rule } from '../../domain/timing/rule.ts';
import type { TimingFacts } from '../../domain/timing/timing-of.ts';

/** What whoever keeps a schedule decides; it follows its person's zone and has no policy. */
export interface KeptFields {
  kind: string;
  title: string;
  author: string | null;
  rule: Rule;
  localTime: string;
  lateLimit: string;
  importance: string;
  /** What becomes of a call whose end nobody knows. */
  onUnknown: OnUnknown;
}

export interface StoredKept extends KeptFields {
  timingRev: number;
  isDeleted: boolean;
  /** Paused or finished by somebody: it is not planned. */
  isIdle: boolean;
}

/** Those of these that are stored, deleted ones too, each locked until the transaction ends. */
export async function lockKept(tx: Tx, ids: readonly ScheduleId[]): Promise<Map<ScheduleId, StoredKept>> {
  if (ids.length === 0) return new Map();
  const { rows } = await tx.query<StoredKept & { id: ScheduleId }>(
    `SELECT id, kind, title, author, rule, local_time AS "localTime", late_limit AS "lateLimit", importance,
       coalesce(on_unknown, 'again') AS "onUnknown",
       timing_rev AS "timingRev", deleted_at IS NOT NULL AS "isDeleted",
       paused_at IS NOT NULL OR finished_at IS NOT NULL AS "isIdle"
     FROM engine.schedule WHERE id = ANY($1::uuid[]) ORDER BY id FOR NO KEY UPDATE`,
    [uuidArray(ids)],
  );
  return new Map(rows.map(({ id, ...row }) => [id, row]));
}

/**
 * What of people decides when their schedules fire; of removed ones nothing. Each is looked up by its key, whatever the
 * statistics say (docs/decisions/0050).
 */
export async function readTimedPeople(
  tx: Tx,
  ids: readonly PersonId[],
): Promise<Map<PersonId, Pick<TimingFacts, 'zone' | 'birthDate' | 'anniversaryDate' | 'dates'>>> {
  if (ids.length === 0) return new Map();
  const { rows } = await tx.query<
    Pick<TimingFacts, 'zone' | 'birthDate' | 'anniversaryDate' | 'dates'> & { id: PersonId }
  >(
    `SELECT p.id, p.time_zone AS zone, p.birth_date AS "birthDate", p.anniversary_date AS "anniversaryDate", p.dates
     FROM unnest($1::uuid[]) AS i (id)
     CROSS JOIN LATERAL (SELECT * FROM people.profile WHERE id = i.id AND deleted_at IS NULL OFFSET 0) p`,
    [uuidArray(ids)],
  );
  return new Map(rows.map(({ id, ...facts }) => [id, facts]));
}

type NewKept = KeptFields & { id: ScheduleId; personId: PersonId; shard: number; idle: Idleness };

/** In the order of ids; one that somebody else has inserted meanwhile stays as it is. */
export async function insertKept(
  tx: Tx,
  tenantId: TenantId,
  kept: readonly NewKept[],
  now: Temporal.Instant,
): Promise<void> {
  if (kept.length === 0) return;
  const rows = kept.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  await tx.query(
    `INSERT INTO engine.schedule (tenant_id, created_at, recurring, time_zone, id, shard, person_id, kind, title, author, rule,
       local_time, late_limit, importance, on_unknown, idle_until)
     SELECT $1, $2, true, 'person', * FROM unnest($3::uuid[], $4::smallint[], $5::uuid[], $6::text[], $7::text[], $8::text[],
       $9::jsonb[], $10::text[], $11::text[], $12::text[], $13::text[], $14::timestamptz[])
     ON CONFLICT DO NOTHING`,
    [
      tenantId,
      now.toString(),
      uuidArray(rows.map(({ id }) => id)),
      plainArray(rows.map(({ shard }) => shard)),
      uuidArray(rows.map(({ personId }) => personId)),
      ...fieldColumns(rows),
      plainArray(rows.map(({ idle }) => (idle === 'for-ever' ? 'infinity' : (idle?.toString() ?? '-infinity')))),
    ],
  );
}

/**
 * Of schedules that the transaction has locked; brings them back, too, where they had been taken away. Each is found by its key,
 * whatever the statistics say (docs/decisions/0050).
 */
export async function updateKept(tx: Tx, kept: readonly (KeptFields & { id: ScheduleId })[]): Promise<void> {
  if (kept.length === 0) return;
  await tx.query(
    `UPDATE engine.schedule s SET kind = k.kind, title = k.title, author = k.author, rule = k.rule, local_time = k.local_time,
       late_limit = k.late_limit, importance = k.importance, on_unknown = k.on_unknown, deleted_at = NULL, version = s.version + 1
     FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::jsonb[], $6::text[], $7::text[], $8::text[], $9::text[])
       AS k (id, kind, title, author, rule, local_time, late_limit, importance, on_unknown)
     WHERE s.id = k.id AND s.id = ANY($1::uuid[])`,
    [uuidArray(kept.map(({ id }) => id)), ...fieldColumns(kept)],
  );
}

/** Kind, title, author, rule, local time, late limit, importance, and what becomes of an unknown end. */
function fieldColumns(kept: readonly KeptFields[]): string[] {
  return [
    textArray(kept.map(({ kind }) => kind)),
    textArray(kept.map(({ title }) => title)),
    textArray(kept.map(({ author }) => author)),
    textArray(kept.map(({ rule }) => JSON.stringify(rule))),
    textArray(kept.map(({ localTime }) => localTime)),
    textArray(kept.map(({ lateLimit }) => lateLimit)),
    textArray(kept.map(({ importance }) => importance)),
    textArray(kept.map(({ onUnknown }) => onUnknown)),
  ];
}

export async function removeKept(tx: Tx, ids: readonly ScheduleId[], now: Temporal.Instant): Promise<void> {
  if (ids.length === 0) return;
  await tx.query('UPDATE engine.schedule SET deleted_at = $2, version = version + 1 WHERE id = ANY($1::uuid[])', [
    uuidArray(ids),
    now.toString(),
  ]);
}

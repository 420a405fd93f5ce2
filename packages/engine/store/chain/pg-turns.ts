import type { PersonId, PolicyId, ScheduleId, TenantId } from '@belfry/kernel/ids';
import { dayArray, plainArray, uuidArray } from '@belfry/platform/array-parameters';
import type { Tx } from '@belfry/platform/database';
import type pg from 'pg';
import type { Actor, Contact, OccurrenceState, TurnKind } from '../../domain/occurrence.ts';
import type { OccId } from '../../domain/occurrence-id.ts';
import { answeredStates } from '../../domain/standing.ts';

/** A turn as it was committed; nothing of it ever changes. */
export interface TurnRecord {
  day: string;
  occId: OccId;
  seq: number;
  tenantId: TenantId;
  scheduleId: ScheduleId;
  personId: PersonId;
  slot: string;
  kind: TurnKind;
  state: OccurrenceState;
  at: Temporal.Instant;
  dueAt: Temporal.Instant;
  baseAt: Temporal.Instant;
  policyId: PolicyId | null;
  policyVersion: number | null;
  stepsTaken: number;
  attempt: number;
  /** How often the present step has been repeated. */
  repeatsTaken: number;
  /** Grows when the policy begins anew: after a snooze, at a re-page. */
  round: number;
  awaitsAnswer: boolean;
  contacts: Contact[];
  reason: string | null;
  actor: Actor | null;
}

/** Selects a TurnRecord from engine.turn AS t. */
export const turnRecordColumns = `t.day, t.occ_id AS "occId", t.seq, t.tenant_id AS "tenantId",
  t.schedule_id AS "scheduleId", t.person_id AS "personId", t.slot, t.kind, t.state, t.at, t.due_at AS "dueAt",
  t.base_at AS "baseAt", t.policy_id AS "policyId", t.policy_version AS "policyVersion",
  t.steps_taken AS "stepsTaken", t.attempt, t.repeats_taken AS "repeatsTaken", t.round,
  t.awaits_answer AS "awaitsAnswer", t.contacts, t.reason, t.actor`;

export async function readTurn(
  pool: pg.Pool,
  key: { day: string; occId: OccId; seq: number },
): Promise<TurnRecord | null> {
  const { rows } = await pool.query<TurnRecord>(
    `SELECT ${turnRecordColumns} FROM engine.turn t WHERE t.day = $1 AND t.occ_id = $2 AND t.seq = $3`,
    [key.day, key.occId, key.seq],
  );
  return rows[0] ?? null;
}

/**
 * SQL: its first turn, where one occurrence is looked up. Not `seq = 0`, which is the condition of the lists' indexes: as
 * long as PostgreSQL takes a month for small, one of those seems as good as the key, and passes through all that a tenant
 * has in it.
 */
export const isFirst = (t: string) => `${t}.seq < 1`;

/** The newest turn of an occurrence: its head, and by its `state` the occurrence's. */
export async function readHead(tx: Tx, key: { day: string; occId: OccId }): Promise<TurnRecord | null> {
  const { rows } = await tx.query<TurnRecord>(
    `SELECT ${turnRecordColumns} FROM engine.turn t WHERE t.day = $1 AND t.occ_id = $2 ORDER BY t.seq DESC LIMIT 1`,
    [key.day, key.occId],
  );
  return rows[0] ?? null;
}

/** The newest turn of an occurrence, with what its state does not say. */
export interface NewestTurn {
  head: TurnRecord;
  /** Whether any message of it went out. */
  hasGoneOut: boolean;
}

/** The newest turns of these occurrences, as far as they have any. Reads by their keys alone. */
export async function readNewestTurns(
  tx: Tx,
  occurrences: readonly { day: string; occId: OccId }[],
): Promise<NewestTurn[]> {
  const { rows } = await tx.query<TurnRecord & { hasGoneOut: boolean }>(
    `SELECT ${turnRecordColumns}, EXISTS (
       SELECT FROM engine.outcome WHERE day = t.day AND occ_id = t.occ_id
         AND status IN ('accepted', 'sent', 'delivered', 'answered') OFFSET 0
     ) AS "hasGoneOut"
     FROM unnest($1::date[], $2::uuid[]) AS k (day, occ_id) CROSS JOIN LATERAL (
       SELECT * FROM engine.turn WHERE day = k.day AND occ_id = k.occ_id ORDER BY seq DESC LIMIT 1
     ) t`,
    [dayArray(occurrences.map(({ day }) => day)), uuidArray(occurrences.map(({ occId }) => occId))],
  );
  return rows.map(({ hasGoneOut, ...head }) => ({ head, hasGoneOut }));
}

/** Without a policy a message is done once it went out, which stands in its outcomes alone. */
export function effectiveState({ head, hasGoneOut }: NewestTurn): OccurrenceState {
  return head.state === 'open' && !head.awaitsAnswer && hasGoneOut ? 'completed' : head.state;
}

/** Those of the occurrences on which somebody has acted, so that nothing of them may leave any more. */
export async function readAnswered(
  pool: Pick<pg.Pool, 'query'>,
  occurrences: readonly { day: string; occId: OccId }[],
): Promise<Set<OccId>> {
  const { rows } = await pool.query<{ occ_id: OccId }>(
    `SELECT o.occ_id FROM unnest($1::date[], $2::uuid[]) AS o (day, occ_id)
     CROSS JOIN LATERAL (
       SELECT t.state FROM engine.turn t WHERE t.day = o.day AND t.occ_id = o.occ_id ORDER BY t.seq DESC LIMIT 1
     ) head WHERE head.state = ANY($3::text[])`,
    [
      dayArray(occurrences.map(({ day }) => day)),
      uuidArray(occurrences.map(({ occId }) => occId)),
      plainArray([...answeredStates]),
    ],
  );
  return new Set(rows.map((row) => row.occ_id));
}

/** The whole chain, oldest first. */
export async function readChain(tx: Tx, key: { day: string; occId: OccId }): Promise<TurnRecord[]> {
  const { rows } = await tx.query<TurnRecord>(
    `SELECT ${turnRecordColumns} FROM engine.turn t WHERE t.day = $1 AND t.occ_id = $2 ORDER BY t.seq`,
    [key.day, key.occId],
  );
  return rows;
}

/** The same of many, by occurrence. */
export async function readChains(
  tx: Tx,
  occurrences: readonly { day: string; occId: OccId }[],
): Promise<Map<OccId, TurnRecord[]>> {
  const distinct = [...new Map(occurrences.map((one) => [one.occId, one])).values()];
  const { rows } = await tx.query<TurnRecord>(
    `SELECT ${turnRecordColumns} FROM unnest($1::date[], $2::uuid[]) AS o (day, occ_id)
     CROSS JOIN LATERAL (SELECT * FROM engine.turn WHERE day = o.day AND occ_id = o.occ_id OFFSET 0) t ORDER BY t.seq`,
    [dayArray(distinct.map(({ day }) => day)), uuidArray(distinct.map(({ occId }) => occId))],
  );
  return Map.groupBy(rows, ({ occId }) => occId);
}

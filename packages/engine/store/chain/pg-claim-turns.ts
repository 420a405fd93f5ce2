import type { PersonId, ScheduleId, TenantId } from '@belfry/kernel/ids';
import {
  dayArray,
  instantArray,
  type Plain,
  plainArray,
  textArray,
  uuidArray,
} from '@belfry/platform/array-parameters';
import type { Tx } from '@belfry/platform/database';
import type { TurnDecision } from '../../domain/decide-turn/turn-context.ts';
import type { Actor, Contact } from '../../domain/occurrence.ts';
import type { OccId } from '../../domain/occurrence-id.ts';
import type { Wakeup } from '../wakeups/pg-wakeups.ts';
import { insertFirstFailures, type NewOutcome } from './pg-outcomes.ts';

const slotKey = (wakeup: Wakeup) => `${wakeup.scheduleId} ${wakeup.slot}`;

/**
 * Enters the slots of first turns into the ledger and answers with those that were not in it. Whatever was re-planned,
 * replayed or read twice, a slot passes here once; a concurrent claim of the same slot waits for the other's commit.
 */
export async function enterSlots(tx: Tx, firsts: readonly Wakeup[]): Promise<Set<Wakeup>> {
  if (firsts.length === 0) return new Set();
  const { rows } = await tx.query<{ schedule_id: string; slot: string }>(
    `INSERT INTO engine.slot_ledger (year, schedule_id, slot)
     SELECT * FROM unnest($1::smallint[], $2::uuid[], $3::text[]) AS s (year, schedule_id, slot) ORDER BY 1, 2, 3
     ON CONFLICT DO NOTHING RETURNING schedule_id, slot`,
    [
      plainArray(firsts.map((w) => w.slot.slice(0, 4))),
      uuidArray(firsts.map((w) => w.scheduleId)),
      textArray(firsts.map((w) => w.slot)),
    ],
  );
  const entered = new Set(rows.map((row) => `${row.schedule_id} ${row.slot}`));
  return new Set(firsts.filter((w) => entered.delete(slotKey(w))));
}

export interface NewTurn {
  day: string;
  occId: OccId;
  seq: number;
  tenantId: TenantId;
  scheduleId: ScheduleId;
  personId: PersonId;
  slot: string;
  dueAt: Temporal.Instant;
  at: Temporal.Instant;
  policyId: string | null;
  policyVersion: number | null;
  actor: Actor | null;
  /** Of a first one: where the person is, by whose clock it was due, wherever they go afterwards. */
  timeZone?: string;
  decision: Omit<TurnDecision, 'next' | 'throttled'>;
}

/**
 * Inserts turns at their places in the chain: the insert is the claim. A place that is taken gives no row, and its
 * caller has lost the race and must read the chain again.
 * @returns the keys (`turnKey`) of the turns that were inserted
 */
export async function insertTurns(tx: Tx, turns: readonly NewTurn[]): Promise<Set<string>> {
  if (turns.length === 0) return new Set();
  const { rows } = await tx.query<{ occ_id: OccId; seq: number }>(
    `INSERT INTO engine.turn (day, occ_id, seq, tenant_id, schedule_id, person_id, slot, kind, state, at, due_at, base_at,
       policy_id, policy_version, steps_taken, attempt, repeats_taken, round, awaits_answer, contacts, reason,
       actor, time_zone)
     SELECT * FROM ROWS FROM (unnest($1::date[], $2::uuid[], $3::int[], $4::uuid[], $5::uuid[], $6::uuid[], $7::text[],
       $8::text[], $9::text[], $10::timestamptz[], $11::timestamptz[], $12::timestamptz[], $13::uuid[], $14::int[],
       $15::smallint[], $16::smallint[], $17::smallint[], $18::smallint[], $19::boolean[]),
       jsonb_array_elements($20::jsonb), unnest($21::text[], $22::jsonb[], $23::text[])) AS t
     ON CONFLICT DO NOTHING RETURNING occ_id, seq`,
    turnColumns(turns.toSorted(byPlace)),
  );
  return new Set(rows.map((row) => turnKey(row.occ_id, row.seq)));
}

export function turnKey(occId: OccId, seq: number): string {
  return `${occId} ${seq}`;
}

/** The order of the primary key. */
function byPlace(a: NewTurn, b: NewTurn): number {
  return a.day < b.day ? -1 : a.day > b.day ? 1 : a.occId < b.occId ? -1 : a.occId > b.occId ? 1 : a.seq - b.seq;
}

/** Arrays: one JSON document for all took PostgreSQL half of the statement's time to read. */
function turnColumns(turns: readonly NewTurn[]): (string | Buffer)[] {
  const column = (read: (turn: NewTurn) => Plain) => plainArray(turns.map(read));
  const ids = (read: (turn: NewTurn) => string | null) => uuidArray(turns.map(read));
  const instants = (read: (turn: NewTurn) => Temporal.Instant) => instantArray(turns.map(read));
  const texts = (read: (turn: NewTurn) => string | null) => textArray(turns.map(read));
  return [
    dayArray(turns.map((t) => t.day)),
    ids((t) => t.occId),
    column((t) => t.seq),
    ids((t) => t.tenantId),
    ids((t) => t.scheduleId),
    ids((t) => t.personId),
    texts((t) => t.slot),
    column((t) => t.decision.kind),
    column((t) => t.decision.state),
    instants((t) => t.at),
    instants((t) => t.dueAt),
    instants((t) => t.decision.baseAt),
    ids((t) => t.policyId),
    column((t) => t.policyVersion),
    column((t) => t.decision.stepsTaken),
    column((t) => t.decision.attempt),
    column((t) => t.decision.repeatsTaken),
    column((t) => t.decision.round),
    column((t) => t.decision.awaitsAnswer),
    JSON.stringify(turns.map((t) => t.decision.contacts)),
    texts((t) => t.decision.reason),
    texts((t) => t.actor && JSON.stringify(t.actor)),
    column((t) => t.timeZone ?? null),
  ];
}

/**
 * Writes down what became of the contacts that are not made: each is an attempt with one outcome and stands in the
 * record like any other. What is held back for a while names its follow-up. In key order; after `insertTurns`.
 */
export async function insertProblems(tx: Tx, turns: readonly NewTurn[]): Promise<void> {
  await insertFirstFailures(
    tx,
    turns.flatMap((turn) => turn.decision.contacts.flatMap((contact) => problemOf(turn, contact) ?? [])),
  );
}

/** What is written down of a contact that is not made; null of one that is. */
export function problemOf({ day, occId, seq, tenantId, at }: NewTurn, { target, problem }: Contact): NewOutcome | null {
  if (!problem) return null;
  const { until, ...rest } = problem;
  const followUp = until === null ? null : ({ kind: 'retry', at: Temporal.Instant.from(until) } as const);
  return { day, occId, seq, target, tenantId, at, providerId: null, ...rest, followUp };
}

import { newId, type PersonId, type ScheduleId, type TenantId } from '@belfry/kernel/ids';
import type { Tx } from '@belfry/platform/database';
import type { Actor, Contact, OccurrenceState } from '../../domain/occurrence.ts';
import type { OccId } from '../../domain/occurrence-id.ts';
import type { AttemptKey, NewOutcome } from './pg-outcomes.ts';

/** `recovered`: the message arrived after all, as the provider reported later. */
export const deadLetterStates = ['open', 'replayed', 'discarded', 'recovered'] as const;
export type DeadLetterState = (typeof deadLetterStates)[number];

export interface DeadLetterRecord extends AttemptKey {
  id: string;
  tenantId: TenantId;
  occId: OccId;
  scheduleId: ScheduleId;
  personId: PersonId;
  personName: string | null;
  personZone: string | null;
  channel: string;
  code: string | null;
  reason: string | null;
  at: Temporal.Instant;
  state: DeadLetterState;
  resolvedAt: Temporal.Instant | null;
  actor: Actor | null;
  note: string | null;
  /** What the occurrence was when that kept a replay from being made: answered, or stopped; null where nothing did. */
  overtakenBy: OccurrenceState | null;
}

/**
 * SQL over a replayed dead letter `d`: the state of the turn that ended its occurrence before any turn made it anew.
 * The rule is `endingSince` and `isMadeAnew` of domain/standing; it is read off the chain, for an answer that is given in
 * the same moment as the replay sees nothing of it.
 */
const overtakenBy = `(
    SELECT e.state FROM engine.turn e
    LEFT JOIN engine.turn before ON before.day = e.day AND before.occ_id = e.occ_id AND before.seq = e.seq - 1
    WHERE e.day = d.day AND e.occ_id = d.occ_id AND e.seq > d.seq AND e.at >= d.resolved_at
      AND (e.state IN ('acknowledged', 'completed', 'snoozed', 'skipped', 'cancelled')
        OR (e.kind = 'closed' AND (e.state = 'missed' OR e.state = before.state)))
      AND NOT EXISTS (
        SELECT FROM engine.turn made CROSS JOIN jsonb_array_elements(made.contacts) AS c (contact)
        JOIN engine.turn failed ON failed.day = d.day AND failed.occ_id = d.occ_id AND failed.seq = d.seq
        WHERE made.day = d.day AND made.occ_id = d.occ_id AND made.seq > d.seq AND (
          c.contact ->> 'replayOf' = d.seq || '.' || d.target
          OR ((c.contact -> 'target')::int = d.target AND (made.round, made.steps_taken, made.repeats_taken)
            = (failed.round, failed.steps_taken, failed.repeats_taken))))
    ORDER BY e.seq LIMIT 1
  )`;

const columns = `d.id, d.tenant_id AS "tenantId", d.day, d.occ_id AS "occId", d.seq, d.target,
  d.schedule_id AS "scheduleId", d.person_id AS "personId", r.name AS "personName",
  r.time_zone AS "personZone", d.channel, d.code, d.reason, d.at,
  d.state, d.resolved_at AS "resolvedAt", d.actor, d.note,
  CASE WHEN d.state = 'replayed' THEN ${overtakenBy} END AS "overtakenBy"`;
const source = 'engine.dead_letter d LEFT JOIN people.recipient r ON r.id = d.person_id';

export interface NewDeadLetter {
  outcome: NewOutcome;
  contact: Contact;
  scheduleId: ScheduleId;
}

/** One for each attempt, written with its final failure; a second one for the same attempt changes nothing. In key order. */
export async function insertDeadLetters(tx: Tx, letters: readonly NewDeadLetter[]): Promise<void> {
  if (letters.length === 0) return;
  await tx.query(
    `INSERT INTO engine.dead_letter (id, tenant_id, day, occ_id, seq, target, schedule_id, person_id, channel, code,
       reason, at)
     SELECT id, tenant_id, day, occ_id, seq, target, schedule_id, person_id, channel, code, reason, at
     FROM jsonb_to_recordset($1::jsonb) AS l (id uuid, tenant_id uuid, day date, occ_id uuid, seq int, target smallint,
       schedule_id uuid, person_id uuid, channel text, code text, reason text, at timestamptz)
     ORDER BY day, occ_id, seq, target ON CONFLICT DO NOTHING`,
    [JSON.stringify(letters.map(letterRow))],
  );
}

function letterRow({ outcome, contact, scheduleId }: NewDeadLetter): Record<string, unknown> {
  const { tenantId, day, occId, seq, target, code, reason, at } = outcome;
  const { personId, channel } = contact;
  return {
    ...{ id: newId(), tenant_id: tenantId, day, occ_id: occId, seq, target, schedule_id: scheduleId },
    ...{ person_id: personId, channel, code, reason, at: at.toString() },
  };
}

/** The attempt's message arrived after all: nobody has to look any more. */
export async function markRecovered(tx: Tx, attempt: AttemptKey, now: Temporal.Instant): Promise<void> {
  await tx.query(
    `UPDATE engine.dead_letter SET state = 'recovered', resolved_at = $5
     WHERE day = $1 AND occ_id = $2 AND seq = $3 AND target = $4 AND state = 'open'`,
    [attempt.day, attempt.occId, attempt.seq, attempt.target, now.toString()],
  );
}

/** Locks the dead letter of an attempt, if there is one, to the end of the transaction. */
export async function lockLetterOf(tx: Tx, attempt: AttemptKey): Promise<void> {
  await tx.query(
    `SELECT FROM engine.dead_letter WHERE day = $1 AND occ_id = $2 AND seq = $3 AND target = $4 FOR UPDATE`,
    [attempt.day, attempt.occId, attempt.seq, attempt.target],
  );
}

/** A dead letter of the transaction's tenant, locked to its end, or null. */
export async function lockDeadLetter(tx: Tx, id: string): Promise<DeadLetterRecord | null> {
  const { rows } = await tx.query<DeadLetterRecord>(
    `SELECT ${columns} FROM ${source} WHERE d.id = $1 FOR UPDATE OF d`,
    [id],
  );
  return rows[0] ?? null;
}

export interface DeadLetterPosition {
  at: string;
  id: string;
}

export interface DeadLetterFilter {
  state?: DeadLetterState | undefined;
  /** How they ended. */
  code?: string | undefined;
  /** When they had, at the latest. */
  until?: Temporal.Instant | undefined;
}

/** Newest first; one row more than `limit` where there are more. */
export async function listDeadLetters(
  tx: Tx,
  options: DeadLetterFilter & { limit: number; after: DeadLetterPosition | undefined },
): Promise<DeadLetterRecord[]> {
  const { state, code, until, after, limit } = options;
  const values: unknown[] = [];
  const bind = (value: unknown) => `$${values.push(value)}`;
  // Only what is asked for, so that each has the index it wants.
  const conditions = [
    ...(state === undefined ? [] : [`d.state = ${bind(state)}`]),
    ...(code === undefined ? [] : [`d.code = ${bind(code)}`]),
    ...(until === undefined ? [] : [`d.at <= ${bind(until.toString())}`]),
    ...(after === undefined ? [] : [`(d.at, d.id) < (${bind(after.at)}::timestamptz, ${bind(after.id)}::uuid)`]),
  ];
  const { rows } = await tx.query<DeadLetterRecord>(
    `SELECT ${columns} FROM ${source} WHERE ${['true', ...conditions].join(' AND ')}
     ORDER BY d.at DESC, d.id DESC LIMIT ${bind(limit + 1)}`,
    values,
  );
  return rows;
}

export interface DeadLettersOfCode {
  code: string | null;
  count: number;
}

/** How many are open, by how they ended, most first. */
export async function countOpenByCode(tx: Tx): Promise<DeadLettersOfCode[]> {
  const { rows } = await tx.query<DeadLettersOfCode>(
    `SELECT code, count(*)::int FROM engine.dead_letter WHERE state = 'open' GROUP BY code ORDER BY count(*) DESC, code`,
  );
  return rows;
}

export interface Resolution {
  state: 'replayed' | 'discarded';
  at: Temporal.Instant;
  actor: Actor;
  note: string | null;
}

export async function resolveDeadLetter(tx: Tx, id: string, resolution: Resolution): Promise<void> {
  await tx.query('UPDATE engine.dead_letter SET state = $2, resolved_at = $3, actor = $4, note = $5 WHERE id = $1', [
    id,
    resolution.state,
    resolution.at.toString(),
    JSON.stringify(resolution.actor),
    resolution.note,
  ]);
}

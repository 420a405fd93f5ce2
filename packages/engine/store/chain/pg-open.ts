import type { PersonId, TenantId } from '@belfry/kernel/ids';
import { dayArray, instantArray, plainArray, textArray, uuidArray } from '@belfry/platform/array-parameters';
import type { Tx } from '@belfry/platform/database';
import type { OccId } from '../../domain/occurrence-id.ts';
import type { NewTurn } from './pg-claim-turns.ts';
import { isFirst } from './pg-turns.ts';

/** SQL over a turn `w`: when its occurrence was due. A later turn's own due time is that of its step. */
const firstDue = (w: string) => `CASE WHEN ${w}.seq = 0 THEN ${w}.due_at ELSE coalesce((
  SELECT t.due_at FROM engine.turn t WHERE t.day = ${w}.day AND t.occ_id = ${w}.occ_id AND ${isFirst('t')}), ${w}.due_at) END`;

/** A turn, and whether its occurrence waited for a person before it. */
export interface OpeningTurn {
  turn: NewTurn;
  wasWaiting: boolean;
}

/**
 * Notes which occurrences wait for a person from now on, and which addresses were asked about them; idempotent. An exhausted
 * one keeps both: it waits for a person more than ever, and whoever is told of it only then may answer like the others.
 */
export async function openOccurrences(tx: Tx, opening: readonly OpeningTurn[]): Promise<void> {
  const waiting = opening.filter(({ turn, wasWaiting }) => turn.decision.awaitsAnswer && !wasWaiting);
  await keepOpen(
    tx,
    waiting.map(({ turn }) => turn),
  );
  await noteAsked(
    tx,
    opening
      .map(({ turn }) => turn)
      .filter(mayBeAnswered)
      .flatMap(({ decision, tenantId, day, occId, at }) =>
        decision.contacts.flatMap(({ channel, address, personId }) =>
          address === null ? [] : [{ channel, address, personId, tenantId, day, occId, at }],
        ),
      ),
  );
}

/** An address that is asked about an occurrence, and whose it is. */
export interface Asked {
  channel: string;
  address: string;
  personId: PersonId;
  tenantId: TenantId;
  day: string;
  occId: OccId;
  at: Temporal.Instant;
}

/** Notes who may answer about what; in key order, idempotent. */
export async function noteAsked(tx: Tx, asked: readonly Asked[]): Promise<void> {
  if (asked.length === 0) return;
  await tx.query(
    `INSERT INTO engine.open_contact (channel, address, occ_id, tenant_id, person_id, day, opened_at)
     SELECT * FROM unnest($1::text[], $2::text[], $3::uuid[], $4::uuid[], $5::uuid[], $6::date[], $7::timestamptz[])
       AS c (channel, address, occ_id, tenant_id, person_id, day, opened_at)
     ORDER BY channel, address, occ_id ON CONFLICT DO NOTHING`,
    [
      textArray(asked.map((a) => a.channel)),
      textArray(asked.map((a) => a.address)),
      uuidArray(asked.map((a) => a.occId)),
      uuidArray(asked.map((a) => a.tenantId)),
      uuidArray(asked.map((a) => a.personId)),
      dayArray(asked.map((a) => a.day)),
      instantArray(asked.map((a) => a.at)),
    ],
  );
}

/** Of a message alone no answer is expected. */
function mayBeAnswered({ policyId, decision }: NewTurn): boolean {
  return policyId !== null && (decision.state === 'open' || decision.state === 'exhausted');
}

/**
 * Notes that occurrences on which somebody acted still have something to come, the end of a snooze or a re-page, so that
 * whoever closes their schedules finds them; idempotent. Addresses that were asked stay.
 */
export async function keepOpen(tx: Tx, turns: readonly NewTurn[]): Promise<void> {
  if (turns.length === 0) return;
  const inOrder = turns.toSorted((a, b) => (a.occId < b.occId ? -1 : 1));
  await tx.query(
    `INSERT INTO engine.open_occurrence (occ_id, tenant_id, day, schedule_id, person_id, opened_at, due_at)
     SELECT w.occ_id, w.tenant_id, w.day, w.schedule_id, w.person_id, w.opened_at, ${firstDue('w')}
     FROM unnest($1::uuid[], $2::uuid[], $3::date[], $4::uuid[], $5::uuid[], $6::timestamptz[], $7::int[], $8::timestamptz[])
       AS w (occ_id, tenant_id, day, schedule_id, person_id, opened_at, seq, due_at)
     ON CONFLICT DO NOTHING`,
    [
      uuidArray(inOrder.map((t) => t.occId)),
      uuidArray(inOrder.map((t) => t.tenantId)),
      dayArray(inOrder.map((t) => t.day)),
      uuidArray(inOrder.map((t) => t.scheduleId)),
      uuidArray(inOrder.map((t) => t.personId)),
      instantArray(inOrder.map((t) => t.at)),
      plainArray(inOrder.map((t) => t.seq)),
      instantArray(inOrder.map((t) => t.dueAt)),
    ],
  );
}

/** Nobody is waited for any more; but who was asked may still have something to say. */
export function stopWaiting(tx: Tx, occId: OccId): Promise<void> {
  return stopWaitingFor(tx, [occId]);
}

/** The same for many, each found by its key whatever the statistics say: as a statement of the tenant's role it might not be. */
export async function stopWaitingFor(tx: Tx, occIds: readonly OccId[]): Promise<void> {
  if (occIds.length === 0) return;
  await tx.query('SELECT engine.stop_waiting($1::uuid[])', [occIds]);
}

/** Nobody waits any more, and no answer is expected. */
export function closeOccurrence(tx: Tx, occId: OccId): Promise<void> {
  return closeOccurrencesAt(tx, [occId]);
}

/** The same for many. Call it when their chains have been closed: who holds those places holds these rows too. */
export async function closeOccurrencesAt(tx: Tx, occIds: readonly OccId[]): Promise<void> {
  await stopWaitingFor(tx, occIds);
  await tx.query('DELETE FROM engine.open_contact WHERE occ_id = ANY($1::uuid[])', [occIds]);
}

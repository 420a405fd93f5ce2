import type { Tx } from '@belfry/platform/database';
import type { OccId } from '../domain/occurrence-id.ts';
import type { NewTurn } from './pg-claim-turns.ts';

/**
 * Notes which occurrences wait for a person and which addresses were asked about them; idempotent. An exhausted one
 * keeps both: it waits for a person more than ever.
 */
export async function openOccurrences(tx: Tx, turns: readonly NewTurn[]): Promise<void> {
  const waiting = turns.filter((turn) => turn.decision.awaitsAnswer).sort((a, b) => (a.occId < b.occId ? -1 : 1));
  if (waiting.length === 0) return;
  await tx.query(
    `INSERT INTO engine.open_occurrence (occ_id, tenant_id, day, opened_at)
     SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::date[], $4::timestamptz[]) ON CONFLICT DO NOTHING`,
    [
      waiting.map((t) => t.occId),
      waiting.map((t) => t.tenantId),
      waiting.map((t) => t.day),
      waiting.map((t) => t.at.toString()),
    ],
  );
  const asked = waiting.flatMap((turn) =>
    turn.decision.contacts.filter((contact) => contact.address !== null).map((contact) => ({ turn, contact })),
  );
  if (asked.length === 0) return;
  await tx.query(
    `INSERT INTO engine.open_contact (channel, address, occ_id, tenant_id, person_id, day, opened_at)
     SELECT * FROM unnest($1::text[], $2::text[], $3::uuid[], $4::uuid[], $5::uuid[], $6::date[], $7::timestamptz[])
       AS c (channel, address, occ_id, tenant_id, person_id, day, opened_at)
     ORDER BY channel, address, occ_id ON CONFLICT DO NOTHING`,
    [
      asked.map((a) => a.contact.channel),
      asked.map((a) => a.contact.address),
      asked.map((a) => a.turn.occId),
      asked.map((a) => a.turn.tenantId),
      asked.map((a) => a.contact.personId),
      asked.map((a) => a.turn.day),
      asked.map((a) => a.turn.at.toString()),
    ],
  );
}

/** Nobody waits any more. */
export async function closeOccurrence(tx: Tx, occId: OccId): Promise<void> {
  await tx.query('DELETE FROM engine.open_occurrence WHERE occ_id = $1', [occId]);
  await tx.query('DELETE FROM engine.open_contact WHERE occ_id = $1', [occId]);
}

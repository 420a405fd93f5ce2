import type pg from 'pg';
import type { TakenMessage } from './compare-greetings.ts';

interface TakenRow {
  to: string;
  text: string;
  atMs: string;
}

/**
 * What the network took from Belfry, by its own record, oldest first.
 * @param pool of the sandbox's role
 */
export async function readTaken(pool: pg.Pool): Promise<TakenMessage[]> {
  const { rows } = await pool.query<TakenRow>(
    `SELECT "to", body AS text, (extract(epoch FROM at) * 1000)::bigint::text AS "atMs" FROM sandbox.message
     WHERE direction = 'outbound' ORDER BY id`,
  );
  return rows.map(({ to, text, atMs }) => ({ to, text, at: Temporal.Instant.fromEpochMilliseconds(Number(atMs)) }));
}

/**
 * What the engine has noted as too late to be sent, as `address kind instant`; of the days from that one on, for older history
 * is dropped.
 * @param pool of the engine's role
 */
export async function readMissed(pool: pg.Pool, fromDay: Temporal.PlainDate): Promise<string[]> {
  const { rows } = await pool.query<{ address: string; kind: string; dueAt: Temporal.Instant }>(
    `SELECT c.address, s.kind, t.due_at AS "dueAt" FROM engine.turn t
     JOIN engine.schedule s ON s.id = t.schedule_id JOIN people.contact_point c ON c.person_id = t.person_id
     WHERE t.state = 'missed' AND t.day >= $1`,
    [fromDay.toString()],
  );
  return rows.map(({ address, kind, dueAt }) => `${address} ${kind} ${dueAt.toString()}`);
}

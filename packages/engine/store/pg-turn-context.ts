import type { PersonId, PolicyId } from '@belfry/kernel/ids';
import type { Tx } from '@belfry/platform/database';
import type { Head, Recipient } from '../domain/decide-turn.ts';
import type { Contact } from '../domain/occurrence.ts';
import type { Policy } from '../domain/policy.ts';
import type { Wakeup } from './pg-wakeups.ts';
import { scheduleWants } from './wakeup-conditions.ts';

/** What a wake-up's turn is decided from, as it stands now. */
export interface WakeupFacts {
  wakeup: Wakeup;
  schedule: { title: string; body: string | null; lateLimit: string };
  self: Recipient;
  policy: (Policy & { id: PolicyId; version: number }) | null;
  head: Head | null;
}

interface FactsRow {
  position: number;
  title: string;
  body: string | null;
  late_limit: string;
  policy_id: PolicyId | null;
  policy_version: number | null;
  definition: Policy | null;
  base_at: Temporal.Instant | null;
  steps_taken: number | null;
  attempt: number | null;
  failed_contacts: Contact[];
  id: PersonId;
  name: string;
  locale: string;
  deleted_at: Temporal.Instant | null;
  contact_points: Recipient['contactPoints'];
}

/**
 * Reads schedule, person, policy and the turn before for a batch of wake-ups; for a retry also the contacts of the
 * policy's present step whose newest try failed, whichever turn made it. A wake-up that no longer stands (its
 * schedule was changed, paused, finished or deleted before it fired) is absent from the answer, which keeps their order.
 * Take the shards' advisory locks in an earlier statement: under READ COMMITTED this one then sees every fact that was
 * committed before them. Locks nothing itself.
 */
export async function readTurnContext(tx: Tx, wakeups: readonly Wakeup[]): Promise<WakeupFacts[]> {
  const { rows } = await tx.query<FactsRow>(
    `SELECT w.position::int - 1 AS position, s.title, s.body, s.late_limit,
       pv.policy_id, pv.version AS policy_version, pv.definition,
       h.base_at, h.steps_taken, h.attempt, coalesce(f.contacts, '[]'::jsonb) AS failed_contacts,
       r.id, r.name, r.locale, r.deleted_at, r.contact_points
     FROM unnest($1::date[], $2::uuid[], $3::int[], $4::uuid[], $5::uuid[], $6::int[], $7::text[])
       WITH ORDINALITY AS w (day, occ_id, seq, schedule_id, person_id, timing_rev, kind, position)
     JOIN engine.schedule s ON s.id = w.schedule_id
     JOIN people.recipient r ON r.id = w.person_id
     LEFT JOIN engine.turn h ON h.day = w.day AND h.occ_id = w.occ_id AND h.seq = w.seq - 1
     LEFT JOIN engine.policy p ON p.id = s.policy_id
     LEFT JOIN engine.policy_version pv
       ON pv.policy_id = CASE WHEN w.seq = 0 THEN s.policy_id ELSE h.policy_id END
       AND pv.version = CASE WHEN w.seq = 0 THEN p.version ELSE h.policy_version END
     LEFT JOIN LATERAL (
       SELECT jsonb_agg(newest.contact ORDER BY newest.target) AS contacts FROM (
         SELECT DISTINCT ON (c.contact -> 'target') (c.contact -> 'target')::int AS target, c.contact, t.seq
         FROM engine.turn t CROSS JOIN jsonb_array_elements(t.contacts) AS c (contact)
         WHERE t.day = w.day AND t.occ_id = w.occ_id AND t.steps_taken = h.steps_taken
         ORDER BY c.contact -> 'target', t.seq DESC
       ) newest CROSS JOIN LATERAL (
         SELECT status, code FROM engine.outcome o
         WHERE o.day = w.day AND o.occ_id = w.occ_id AND o.seq = newest.seq AND o.target = newest.target
         ORDER BY o.n DESC LIMIT 1
       ) last
       WHERE last.status = 'failed' OR (last.status = 'unknown' AND last.code = 'sent-again')
     ) f ON w.kind = 'retry'
     WHERE w.seq > 0 OR (${scheduleWants}) ORDER BY w.position`,
    [
      wakeups.map((w) => w.day),
      wakeups.map((w) => w.occId),
      wakeups.map((w) => w.seq),
      wakeups.map((w) => w.scheduleId),
      wakeups.map((w) => w.personId),
      wakeups.map((w) => w.timingRev),
      wakeups.map((w) => w.kind),
    ],
  );
  return rows.flatMap((row) => {
    const wakeup = wakeups[row.position];
    return wakeup ? [readFacts(wakeup, row)] : [];
  });
}

function readFacts(wakeup: Wakeup, row: FactsRow): WakeupFacts {
  const hasPolicy = row.definition !== null && row.policy_id !== null && row.policy_version !== null;
  return {
    wakeup,
    schedule: { title: row.title, body: row.body, lateLimit: row.late_limit },
    self: readRecipient(row),
    policy: hasPolicy
      ? { ...(row.definition as Policy), id: row.policy_id as PolicyId, version: row.policy_version as number }
      : null,
    head:
      row.base_at === null
        ? null
        : {
            baseAt: row.base_at,
            stepsTaken: row.steps_taken ?? 0,
            attempt: row.attempt ?? 0,
            failedContacts: row.failed_contacts,
          },
  };
}

type RecipientRow = Pick<FactsRow, 'id' | 'name' | 'locale' | 'deleted_at' | 'contact_points'>;

function readRecipient(row: RecipientRow): Recipient {
  return {
    id: row.id,
    name: row.name,
    locale: row.locale,
    isDeleted: row.deleted_at !== null,
    contactPoints: row.contact_points,
  };
}

/** The people whom policies name, by id; a policy reaches its own tenant's people alone. */
export async function readRecipients(tx: Tx, ids: readonly PersonId[]): Promise<Map<PersonId, Recipient>> {
  if (ids.length === 0) return new Map();
  const { rows } = await tx.query<RecipientRow>(
    'SELECT id, name, locale, deleted_at, contact_points FROM people.recipient WHERE id = ANY($1::uuid[])',
    [ids],
  );
  return new Map(rows.map((row) => [row.id, readRecipient(row)]));
}

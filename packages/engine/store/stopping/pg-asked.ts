import type { PersonId, ScheduleId, TenantId } from '@belfry/kernel/ids';
import type { TimeZone } from '@belfry/kernel/time-zone';
import { lockSpaces } from '@belfry/platform/advisory-locks';
import type { Tx } from '@belfry/platform/database';
import type pg from 'pg';
import type { OccurrenceState } from '../../domain/occurrence.ts';
import type { OccId } from '../../domain/occurrence-id.ts';
import { isFirst } from '../chain/pg-turns.ts';

/** An occurrence about which an address was asked and which it may still answer. */
export interface AskedOccurrence {
  tenantId: TenantId;
  day: string;
  occId: OccId;
  state: OccurrenceState;
  /** Since when, and by whose word; null where it was nobody's. */
  stateAt: Temporal.Instant;
  stateBy: string | null;
  /** By which it is named where several are open; null while it never stood beside another. */
  number: number | null;
  /** Whose address it is: not always the person whom the reminder is for. */
  personId: PersonId;
  personName: string;
  locale: string;
  zone: TimeZone;
  /** Whom the reminder is for. */
  aboutId: PersonId;
  aboutName: string;
  title: string;
  scheduleId: ScheduleId;
  pausedAt: Temporal.Instant | null;
  finishedAt: Temporal.Instant | null;
  dueAt: Temporal.Instant;
}

/**
 * How long a DONE may follow an OK, how long one that came too late is told what was done, and how long anything may be
 * answered after it last spoke up.
 */
const afterOk = Temporal.Duration.from({ hours: 48 });
const afterEnd = Temporal.Duration.from({ hours: 24 });
const afterLast = Temporal.Duration.from({ hours: 30 * 24 });

/** Serialises the replies of one address; released at the end of the transaction. */
export async function lockAddress(tx: Tx, channel: string, address: string): Promise<void> {
  await tx.query('SELECT pg_advisory_xact_lock($1, hashtext($2))', [lockSpaces.replies, `${channel} ${address}`]);
}

/** SQL over an open_contact `c`: how its occurrence stands; of one that would have paged again and was stopped, since the answer. */
const head = `CROSS JOIN LATERAL (
  SELECT state, at, actor FROM engine.turn t WHERE t.day = c.day AND t.occ_id = c.occ_id
    AND NOT (t.kind = 'closed' AND t.state = 'acknowledged') ORDER BY t.seq DESC LIMIT 1
) h`;

const hasEnded = `h.state IN ('completed', 'skipped', 'cancelled')`;

/** SQL over an open_contact `c`: when its first message arrived, as far as the provider has said so. */
const arrivedAt = `(SELECT min(o.at) FROM engine.turn t
  CROSS JOIN jsonb_to_recordset(t.contacts) AS k (target int, channel text, address text)
  JOIN engine.outcome o ON o.day = t.day AND o.occ_id = t.occ_id AND o.seq = t.seq AND o.target = k.target
  WHERE t.day = c.day AND t.occ_id = c.occ_id AND k.channel = c.channel AND k.address = c.address
    AND o.status IN ('accepted', 'sent', 'delivered'))`;

/**
 * Forgets what an address can answer no more and numbers the rest in the order in which the messages arrived, each once
 * and behind those that have a number, so that a number stays the same while it is open. What has ended keeps its number
 * and stands in nobody's way. Take `lockAddress` in a statement before, and commit it before anything is acted on: two
 * addresses that were asked about the same occurrence must not wait for each other's rows.
 */
export async function numberAsked(tx: Tx, channel: string, address: string, now: Temporal.Instant): Promise<void> {
  await tx.query(
    `DELETE FROM engine.open_contact WHERE channel = $1 AND address = $2 AND occ_id IN (
       SELECT c.occ_id FROM engine.open_contact c ${head}
       WHERE c.channel = $1 AND c.address = $2
         AND ((h.state = 'acknowledged' AND h.at < $3) OR (h.state <> 'snoozed' AND h.at < $4)
           OR (${hasEnded} AND h.at < $5)))`,
    [channel, address, ...[afterOk, afterLast, afterEnd].map((time) => now.subtract(time).toString())],
  );
  await tx.query(
    `WITH open AS (
       SELECT c.* FROM engine.open_contact c ${head} WHERE c.channel = $1 AND c.address = $2 AND NOT ${hasEnded}
     )
     UPDATE engine.open_contact c SET number = n.number FROM (
       SELECT occ_id, row_number() OVER (ORDER BY coalesce(${arrivedAt}, opened_at), opened_at, occ_id)
         + coalesce((SELECT max(number) FROM open), 0) AS number
       FROM open c WHERE number IS NULL
     ) n
     WHERE c.channel = $1 AND c.address = $2 AND c.occ_id = n.occ_id AND (SELECT count(*) FROM open) > 1`,
    [channel, address],
  );
}

/** What an address was asked about, oldest first, across tenants: a reply names none. Reads only. */
export async function readAsked(tx: Tx, channel: string, address: string): Promise<AskedOccurrence[]> {
  const { rows } = await tx.query<AskedOccurrence>(
    `SELECT c.tenant_id AS "tenantId", c.day, c.occ_id AS "occId", h.state, h.at AS "stateAt",
       h.actor ->> 'name' AS "stateBy", c.number, c.person_id AS "personId",
       r.name AS "personName", r.locale, r.time_zone AS zone,
       f.person_id AS "aboutId", coalesce(p.name, '') AS "aboutName", s.title,
       s.id AS "scheduleId", s.paused_at AS "pausedAt", s.finished_at AS "finishedAt", f.due_at AS "dueAt"
     FROM engine.open_contact c ${head}
     JOIN engine.turn f ON f.day = c.day AND f.occ_id = c.occ_id AND ${isFirst('f')}
     JOIN engine.schedule s ON s.id = f.schedule_id
     JOIN people.recipient r ON r.id = c.person_id AND r.deleted_at IS NULL
     LEFT JOIN people.recipient p ON p.id = f.person_id
     WHERE c.channel = $1 AND c.address = $2 ORDER BY c.number, c.opened_at, c.occ_id`,
    [channel, address],
  );
  return rows;
}

/** Up to where a round has looked, in the order of the key. */
export interface AskedPlace {
  channel: string;
  address: string;
  occId: string;
}

const beginning: AskedPlace = { channel: '', address: '', occId: '00000000-0000-0000-0000-000000000000' };

/** So many are looked at in a statement. */
const atOnce = 10_000;
/** As long as every tenth of those a day old could go, a round goes on: what has ended stays a small part of what waits. */
const worthGoingOn = 0.1;

/**
 * Clears away who was asked about what has ended or has not spoken up for a month, wherever nobody replies. Idempotent. Most of
 * what is stored waits, and would be asked for its chain each time: so a round looks at a part, and the next at the part behind.
 * @param from where the round before stopped; null at the first
 * @returns where to go on in the next round; null from the beginning
 */
export async function forgetAsked(
  pool: pg.Pool,
  now: Temporal.Instant,
  from: AskedPlace | null = null,
  most = atOnce,
): Promise<AskedPlace | null> {
  const [ended, silent] = [afterEnd, afterLast].map((time) => now.subtract(time).toString());
  for (let place = from ?? beginning; ; ) {
    const { rows } = await pool.query<AskedPlace & { seen: number; old: number; gone: number }>(
      `WITH seen AS MATERIALIZED (
         SELECT * FROM engine.open_contact WHERE (channel, address, occ_id) > ($3, $4, $5)
         ORDER BY channel, address, occ_id LIMIT $6
       ), ended AS MATERIALIZED (
         SELECT c.channel, c.address, c.occ_id FROM seen c ${head}
         WHERE c.opened_at < $1
           AND ((${hasEnded} AND h.at < $1) OR (c.opened_at < $2 AND h.at < $2 AND h.state <> 'snoozed'))
       ), gone AS (
         DELETE FROM engine.open_contact c USING ended e
         WHERE c.channel = e.channel AND c.address = e.address AND c.occ_id = e.occ_id RETURNING 1
       ), counts AS (
         SELECT (SELECT count(*)::int FROM seen) AS seen, (SELECT count(*)::int FROM seen WHERE opened_at < $1) AS old,
           (SELECT count(*)::int FROM gone) AS gone
       )
       SELECT counts.*, s.channel, s.address, s.occ_id AS "occId"
       FROM counts JOIN seen s ON true ORDER BY s.channel DESC, s.address DESC, s.occ_id DESC LIMIT 1`,
      [ended, silent, place.channel, place.address, place.occId, most],
    );
    const [last] = rows;
    if (!last || last.seen < most) return null;
    place = { channel: last.channel, address: last.address, occId: last.occId };
    if (last.gone < last.old * worthGoingOn || last.old === 0) return place;
  }
}

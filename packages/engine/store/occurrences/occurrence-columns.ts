import type { PersonId, PolicyId, ScheduleId } from '@belfry/kernel/ids';
import type { TimeZone } from '@belfry/kernel/time-zone';
import type { OccurrenceState } from '../../domain/occurrence.ts';
import type { OccId } from '../../domain/occurrence-id.ts';
import { isToCome } from '../wakeups/wakeup-conditions.ts';

/** An occurrence as it stands: by its newest turn, or by its wake-up while it has none. */
export interface OccurrenceRecord {
  day: string;
  occId: OccId;
  scheduleId: ScheduleId;
  personId: PersonId;
  personName: string;
  title: string;
  kind: string;
  /** The system that keeps its schedule; null: whoever made it. */
  author: string | null;
  state: OccurrenceState;
  slot: string;
  /** Once it has begun, where the person was then; while it is put off, where they are. */
  zone: string;
  /** Where the person is; the schedule may have a zone of its own. */
  personZone: TimeZone;
  localTime: string | null;
  /** Of one that has begun, what it runs by; before, what it would begin with, in its newest version. */
  policyId: PolicyId | null;
  /** null while it has not begun. */
  policyVersion: number | null;
  dueAt: Temporal.Instant;
  firedAt: Temporal.Instant | null;
  closedAt: Temporal.Instant | null;
  snoozedUntil: Temporal.Instant | null;
}

/** Selects an OccurrenceRecord from what `fired` and `planned` give, as x, with `occurrenceJoins`. */
export const occurrenceColumns = `x.day, x.occ_id AS "occId", x.schedule_id AS "scheduleId", x.person_id AS "personId",
  r.name AS "personName", s.title, s.kind, s.author, x.state, x.slot,
  CASE WHEN s.time_zone <> 'person' THEN s.time_zone WHEN x.state = 'snoozed' THEN r.time_zone
    ELSE coalesce(x.time_zone, r.time_zone) END AS zone, r.time_zone AS "personZone",
  s.local_time AS "localTime", CASE WHEN x.has_begun THEN x.policy_id ELSE s.policy_id END AS "policyId",
  x.policy_version AS "policyVersion", x.due_at AS "dueAt", x.fired_at AS "firedAt",
  x.closed_at AS "closedAt", x.snoozed_until AS "snoozedUntil"`;

/** By key, one row after the other: OFFSET 0 keeps the planner from looking at everything once for each schedule. */
export const occurrenceJoins = `CROSS JOIN LATERAL (
    SELECT title, kind, author, time_zone, local_time, policy_id FROM engine.schedule WHERE id = x.schedule_id OFFSET 0
  ) s CROSS JOIN LATERAL (SELECT name, time_zone FROM people.recipient WHERE id = x.person_id OFFSET 0) r`;

/**
 * What has a turn, by first turns that are few: each with the state of the newest. Where no answer is waited for, the
 * message having gone out is the end of it, and that stands in the outcomes alone. What somebody dealt with before it
 * fired has fired only once a snooze of it has ended.
 * @param firsts SQL that gives first turns
 */
export const fired = (firsts: string) => `
  SELECT f.day, f.occ_id, f.schedule_id, f.person_id, f.slot, f.due_at,
    CASE WHEN f.kind IN ('fired', 'closed') THEN f.at ELSE (
      SELECT min(at) FROM engine.turn t WHERE t.day = f.day AND t.occ_id = f.occ_id AND t.kind = 'refired'
    ) END AS fired_at, v.state,
    CASE WHEN v.state IN ('open', 'snoozed') THEN NULL ELSE coalesce(o.at, h.at) END AS closed_at,
    CASE WHEN v.state = 'snoozed' THEN h.base_at END AS snoozed_until,
    true AS has_begun, f.policy_id, f.policy_version, f.time_zone
  FROM ${firsts} f
  CROSS JOIN LATERAL (
    SELECT state, at, awaits_answer, base_at FROM engine.turn t WHERE t.day = f.day AND t.occ_id = f.occ_id
    ORDER BY seq DESC LIMIT 1
  ) h
  LEFT JOIN LATERAL (
    SELECT at FROM engine.outcome o WHERE o.day = f.day AND o.occ_id = f.occ_id
      AND status IN ('accepted', 'sent', 'delivered', 'answered') ORDER BY seq, target, n LIMIT 1
  ) o ON h.state = 'open' AND NOT h.awaits_answer
  CROSS JOIN LATERAL (SELECT CASE WHEN o.at IS NULL THEN h.state ELSE 'completed' END AS state) v`;

/**
 * What has not fired yet and still stands, by wake-ups that are few.
 * @param wakeups SQL that gives wake-ups with seq 0
 * @param now SQL of the Clock's time
 */
export const planned = (wakeups: string, now: string) => `
  SELECT w.day, w.occ_id, w.schedule_id, w.person_id, w.slot, w.due_at, NULL::timestamptz AS fired_at,
    CASE WHEN w.due_at <= ${now} THEN 'due' ELSE 'planned' END AS state, NULL::timestamptz AS closed_at,
    NULL::timestamptz AS snoozed_until, false AS has_begun, NULL::uuid AS policy_id, NULL::int AS policy_version, NULL::text AS time_zone
  FROM ${wakeups} w
  WHERE ${isToCome}`;

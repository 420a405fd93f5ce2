import type { PolicyId } from '@belfry/kernel/ids';
import type { Tx } from '@belfry/platform/database';
import type { Head, TurnSchedule } from '../domain/decide-turn/turn-context.ts';
import type { OccurrenceState } from '../domain/occurrence.ts';
import { owedContacts } from '../domain/owed-contacts.ts';
import { type Policy, readStoredPolicy, type StoredPolicy } from '../domain/policy.ts';
import type { Rates } from '../domain/rates.ts';
import type { Recipient } from '../domain/resolve-targets.ts';
import { type ChainRow, chainBefore, readChainBefore } from './pg-chains.ts';
import { type RecipientRow, readRecipient } from './pg-recipients.ts';
import type { Wakeup } from './pg-wakeups.ts';
import { scheduleWants } from './wakeup-conditions.ts';

/** What a wake-up's turn is decided from, as it stands now. */
export interface WakeupFacts {
  wakeup: Wakeup;
  schedule: TurnSchedule;
  self: Recipient;
  policy: (Policy & { id: PolicyId; version: number }) | null;
  head: Head | null;
  isDeliveryDisabled: boolean;
  /** null for a tenant without a throttle. */
  throttlePerHour: number | null;
  /** Of the tenant, by channel. */
  tenantRates: Rates;
}

interface FactsRow extends RecipientRow {
  position: number;
  title: string;
  body: string | null;
  late_limit: string;
  importance: string;
  is_digest: boolean;
  stopped: string | null;
  delivery: string | null;
  throttle_per_hour: number | null;
  rates: Rates | null;
  policy_id: PolicyId | null;
  policy_version: number | null;
  definition: StoredPolicy | null;
  state: OccurrenceState | null;
  base_at: Temporal.Instant | null;
  round: number | null;
  steps_taken: number | null;
  repeats_taken: number | null;
  attempt: number | null;
  has_reached_self: boolean;
  chain: ChainRow | null;
}

/** SQL over a schedule `s`: it is the engine's own, made for what a throttle held back; callers' ids are of version 7. */
export const isDigest = `(s.kind = 'digest' AND substr(s.id::text, 15, 1) = '8')`;

/** SQL over a schedule `s`: why nothing of it may leave any more, or null. */
export const stoppedBecause = `CASE WHEN s.deleted_at IS NOT NULL THEN 'Its schedule has been deleted.'
  WHEN s.finished_at IS NOT NULL THEN 'Its schedule is finished.'
  WHEN s.paused_at IS NOT NULL THEN 'Its schedule is paused.' END`;

/**
 * SQL over a wake-up `w` and the turn before it, `h`: a message of the present round has reached the person whom it is
 * for, by the newest news of it. A first turn has none before it, and asks no table.
 */
const hasReachedSelf = `CASE WHEN w.seq > 0 THEN EXISTS (
  SELECT FROM engine.turn t CROSS JOIN jsonb_to_recordset(t.contacts) AS c (target int, "personId" uuid)
  WHERE t.day = w.day AND t.occ_id = w.occ_id AND t.round = h.round AND c."personId" = w.person_id
    AND (SELECT o.status FROM engine.outcome o
      WHERE o.day = w.day AND o.occ_id = w.occ_id AND o.seq = t.seq AND o.target = c.target ORDER BY o.n DESC LIMIT 1)
      IN ('accepted', 'sent', 'delivered', 'answered')
) ELSE false END`;

/**
 * Reads schedule, person, policy, the tenant's settings and the turn before for a batch of wake-ups; where something of
 * an occurrence is to be made again, its chain too, from which that is read. A wake-up that no longer stands (its
 * schedule was changed, paused, finished or deleted before it fired) is absent from the answer, which keeps their order.
 * Take the shards' advisory locks in an earlier statement: under READ COMMITTED this one then sees every fact that was
 * committed before them. Locks nothing itself.
 */
export async function readTurnContext(tx: Tx, wakeups: readonly Wakeup[]): Promise<WakeupFacts[]> {
  const { rows } = await tx.query<FactsRow>(
    `SELECT w.position::int - 1 AS position, s.title, s.body, s.late_limit, s.importance, ${isDigest} AS is_digest,
       ${stoppedBecause} AS stopped,
       ts.delivery, ts.throttle_per_hour, ts.rates,
       pv.policy_id, pv.version AS policy_version, pv.definition,
       h.state, h.base_at, h.round, h.steps_taken, h.repeats_taken, h.attempt,
       ${hasReachedSelf} AS has_reached_self,
       ${chainBefore} AS chain,
       r.id, r.name, r.locale, r.time_zone, r.quiet_hours, r.deleted_at, r.contact_points
     FROM unnest($1::date[], $2::uuid[], $3::int[], $4::uuid[], $5::uuid[], $6::int[], $7::text[])
       WITH ORDINALITY AS w (day, occ_id, seq, schedule_id, person_id, timing_rev, slot, position)
     JOIN engine.schedule s ON s.id = w.schedule_id
     JOIN people.recipient r ON r.id = w.person_id
     LEFT JOIN engine.tenant_setting ts ON ts.tenant_id = s.tenant_id
     LEFT JOIN engine.turn h ON h.day = w.day AND h.occ_id = w.occ_id AND h.seq = w.seq - 1
     LEFT JOIN engine.policy p ON p.id = s.policy_id
     LEFT JOIN engine.policy_version pv
       ON pv.policy_id = CASE WHEN w.seq = 0 THEN s.policy_id ELSE h.policy_id END
       AND pv.version = CASE WHEN w.seq = 0 THEN p.version ELSE h.policy_version END
     WHERE w.seq > 0 OR (${scheduleWants}) ORDER BY w.position`,
    [
      wakeups.map((w) => w.day),
      wakeups.map((w) => w.occId),
      wakeups.map((w) => w.seq),
      wakeups.map((w) => w.scheduleId),
      wakeups.map((w) => w.personId),
      wakeups.map((w) => w.timingRev),
      wakeups.map((w) => w.slot),
    ],
  );
  return rows.flatMap((row) => {
    const wakeup = wakeups[row.position];
    return wakeup ? [readFacts(wakeup, row)] : [];
  });
}

function readFacts(wakeup: Wakeup, row: FactsRow): WakeupFacts {
  const { title, body, late_limit: lateLimit, importance, is_digest, stopped } = row;
  return {
    wakeup,
    schedule: { title, body, lateLimit, importance, isDigest: is_digest, stopped },
    self: readRecipient(row),
    policy: readPolicyOf(row),
    head: readHeadOf(row),
    isDeliveryDisabled: row.delivery === 'disabled',
    throttlePerHour: row.throttle_per_hour,
    tenantRates: row.rates ?? {},
  };
}

function readPolicyOf({ definition, policy_id: id, policy_version: version }: FactsRow): WakeupFacts['policy'] {
  return definition && id && version !== null ? { ...readStoredPolicy(definition), id, version } : null;
}

function readHeadOf(row: FactsRow): Head | null {
  if (row.base_at === null || row.state === null) return null;
  return {
    state: row.state,
    baseAt: row.base_at,
    round: row.round ?? 0,
    stepsTaken: row.steps_taken ?? 0,
    repeatsTaken: row.repeats_taken ?? 0,
    attempt: row.attempt ?? 0,
    hasReachedSelf: row.has_reached_self,
    followUps: row.chain ? owedBefore(row.chain) : [],
  };
}

function owedBefore(row: ChainRow): Head['followUps'] {
  const { chain, outcomes } = readChainBefore(row);
  return owedContacts(chain, outcomes);
}

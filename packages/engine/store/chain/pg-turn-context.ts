import type { PersonId, ScheduleId } from '@belfry/kernel/ids';
import { uuidArray } from '@belfry/platform/array-parameters';
import type { Tx } from '@belfry/platform/database';
import type { Head, TurnSchedule } from '../../domain/decide-turn/turn-context.ts';
import { mayTellOthers } from '../../domain/policy.ts';
import type { QuietHours } from '../../domain/quiet-hours.ts';
import type { Rates } from '../../domain/rates.ts';
import type { Recipient } from '../../domain/resolve-targets.ts';
import {
  type PolicyVersionKey,
  policyVersionKey,
  readPolicyVersions,
  type VersionedPolicy,
} from '../policies/pg-policies-of-turns.ts';
import type { Wakeup } from '../wakeups/pg-wakeups.ts';
import { turnKey } from './pg-claim-turns.ts';
import { readHeads, readWhoseSelfIsReached } from './pg-heads.ts';

/** What a wake-up's turn is decided from, as it stands now. */
export interface WakeupFacts extends TenantFacts {
  wakeup: Wakeup;
  schedule: TurnSchedule;
  self: Recipient;
  policy: VersionedPolicy | null;
  head: Head | null;
  /** Who writes the words; null where title and body are. */
  author: string | null;
  /** Of the schedule. */
  kind: string;
  /** It was asked for on its day, and after its time. */
  askedAt: Temporal.Instant | null;
}

interface TenantFacts {
  isDeliveryDisabled: boolean;
  /** null for a tenant without a throttle. */
  throttlePerHour: number | null;
  /** Of the tenant, by channel. */
  tenantRates: Rates;
}

interface ScheduleFacts extends PolicyVersionKey {
  /** What its turns are decided from. */
  facts: Pick<WakeupFacts, keyof TenantFacts | 'schedule' | 'author' | 'kind' | 'self'>;
  /** Of a rule for the day itself, when its present timing was asked for. */
  askedAt: Temporal.Instant | null;
  timingRev: number;
  oldestYear: number;
}

interface ScheduleRow extends PolicyVersionKey {
  scheduleId: ScheduleId;
  title: string;
  body: string | null;
  author: string | null;
  kind: string;
  lateLimit: string;
  askedAt: Temporal.Instant | null;
  importance: string;
  isDigest: boolean;
  stopped: string | null;
  timingRev: number;
  oldestYear: number;
  delivery: string | null;
  throttlePerHour: number | null;
  rates: Rates | null;
  id: PersonId;
  name: string;
  locale: string;
  timeZone: string;
  quietHours: QuietHours | null;
  deletedAt: Temporal.Instant | null;
  position: number | null;
  channel: string | null;
  address: string | null;
  isOptedOut: boolean;
}

/** SQL over a schedule `s`: it is the engine's own, made for what a throttle held back; callers' ids are of version 7. */
export const isDigest = `(s.kind = 'digest' AND substr(s.id::text, 15, 1) = '8')`;

/** SQL over a schedule `s`: since when its present timing counts. */
export const askedSince = 'greatest(s.created_at, s.timing_since)';
/** SQL over a schedule `s`: the same of a rule for the day itself. */
const askedAt = `CASE WHEN s.rule ? 'sameDay' THEN ${askedSince} END`;

/** SQL over a schedule `s`: why nothing of it may leave any more, or null. */
export const stoppedBecause = `CASE WHEN s.deleted_at IS NOT NULL THEN 'Its schedule has been deleted.'
  WHEN s.finished_at IS NOT NULL THEN 'Its schedule is finished.'
  WHEN s.paused_at IS NOT NULL THEN 'Its schedule is paused.' END`;

/**
 * Reads what the turns of a batch of wake-ups are decided from. A wake-up that no longer stands (its schedule was changed,
 * paused, finished or deleted before it fired) is absent from the answer, which keeps their order.
 * Take the shards' advisory locks in an earlier statement (`lockShardsShared`): under READ COMMITTED this sees every fact
 * that was committed before them. Locks nothing itself.
 */
export async function readTurnContext(tx: Tx, wakeups: readonly Wakeup[]): Promise<WakeupFacts[]> {
  const schedules = await readScheduleFacts(tx, new Set(wakeups.map(({ scheduleId }) => scheduleId)));
  const heads = await readHeads(
    tx,
    wakeups.filter(({ seq }) => seq > 0),
  );
  const policies = await readPolicyVersions(tx, [...schedules.values(), ...heads.values()]);
  const standing = wakeups.flatMap((wakeup) => {
    const its = schedules.get(wakeup.scheduleId);
    if (!its || (wakeup.seq === 0 && !isWanted(its, wakeup))) return [];
    const before = heads.get(turnKey(wakeup.occId, wakeup.seq));
    // An occurrence keeps the version that it began with.
    const key = wakeup.seq === 0 ? its : before;
    return [{ wakeup, its, before, policy: (key && policies.get(policyVersionKey(key))) ?? null }];
  });
  // What others are told says whether somebody has not answered; the person themselves is not told that.
  const reached = await readWhoseSelfIsReached(
    tx,
    standing.flatMap(({ wakeup, before, policy }) => (before && policy && mayTellOthers(policy) ? [wakeup] : [])),
  );
  return standing.map(({ wakeup, its, before, policy }) => {
    const head = before ? { ...before.head, hasReachedSelf: reached.has(wakeup.occId) } : null;
    return { ...its.facts, askedAt: askedOnDay(its, wakeup), wakeup, policy, head };
  });
}

/** Days begin up to 14 hours before, and end up to 12 hours after those of UTC: most need no look at the zone, which takes longer. */
function askedOnDay({ askedAt, facts }: ScheduleFacts, { day }: Wakeup): Temporal.Instant | null {
  if (askedAt === null) return null;
  const sinceMs = askedAt.epochMilliseconds - Date.parse(day);
  if (sinceMs < -14 * hourMs || sinceMs > 36 * hourMs) return null;
  return askedAt.toZonedDateTimeISO(facts.self.timeZone).toPlainDate().toString() === day ? askedAt : null;
}

const hourMs = 3_600_000;

/** The same as `scheduleWants` says in SQL. */
function isWanted({ facts: { schedule }, timingRev, oldestYear }: ScheduleFacts, wakeup: Wakeup): boolean {
  return schedule.stopped === null && timingRev === wakeup.timingRev && Number(wakeup.slot.slice(0, 4)) >= oldestYear;
}

/**
 * One statement, and one snapshot, for schedules, their people and contact points, and their tenants' settings. It is to be
 * planned as look-ups by key whatever the statistics say: `lockShardsShared` sees to that.
 */
async function readScheduleFacts(tx: Tx, ids: ReadonlySet<ScheduleId>): Promise<Map<ScheduleId, ScheduleFacts>> {
  const { rows } = await tx.query<ScheduleRow>(
    `SELECT s.id AS "scheduleId", s.title, s.body, s.author, s.kind, s.late_limit AS "lateLimit", ${askedAt} AS "askedAt",
       s.importance, ${isDigest} AS "isDigest",
       ${stoppedBecause} AS stopped, s.timing_rev AS "timingRev", (SELECT engine.oldest_ledger_year()) AS "oldestYear",
       s.policy_id AS "policyId", p.version AS "policyVersion",
       ts.delivery, ts.throttle_per_hour AS "throttlePerHour", ts.rates,
       r.id, r.name, r.locale, r.time_zone AS "timeZone", r.quiet_hours AS "quietHours", r.deleted_at AS "deletedAt",
       r.position, r.channel, r.address, r.is_opted_out AS "isOptedOut"
     FROM engine.schedule s
     JOIN people.recipient_by_contact r ON r.id = s.person_id
     LEFT JOIN engine.tenant_setting ts ON ts.tenant_id = s.tenant_id
     LEFT JOIN engine.policy p ON p.id = s.policy_id
     WHERE s.id = ANY($1::uuid[])`,
    [uuidArray([...ids])],
  );
  const found = new Map<ScheduleId, ScheduleFacts>();
  for (const [id, ofSchedule] of Map.groupBy(rows, ({ scheduleId }) => scheduleId)) {
    const [row] = ofSchedule;
    if (row) found.set(id, readFacts(row, ofSchedule));
  }
  return found;
}

function readFacts(row: ScheduleRow, rows: readonly ScheduleRow[]): ScheduleFacts {
  const { title, body, lateLimit, importance, isDigest, stopped } = row;
  const { askedAt, author, kind, timingRev, oldestYear, policyId, policyVersion } = row;
  const { id, name, locale, timeZone, quietHours, deletedAt, delivery, throttlePerHour, rates } = row;
  return {
    facts: {
      schedule: { title, body, lateLimit, importance, isDigest, stopped },
      author,
      kind,
      self: { id, name, locale, timeZone, quietHours, isDeleted: deletedAt !== null, contactPoints: contactsIn(rows) },
      isDeliveryDisabled: delivery === 'disabled',
      throttlePerHour,
      tenantRates: rates ?? {},
    },
    askedAt,
    timingRev,
    oldestYear,
    policyId,
    policyVersion,
  };
}

/** In the person's order of preference. */
function contactsIn(rows: readonly ScheduleRow[]): Recipient['contactPoints'] {
  return rows
    .toSorted((a, b) => (a.position ?? 0) - (b.position ?? 0))
    .flatMap(({ channel, address, isOptedOut }) =>
      channel !== null && address !== null ? [{ channel, address, isOptedOut }] : [],
    );
}

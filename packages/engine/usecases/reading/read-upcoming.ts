import type { PersonId, ScheduleId, TenantId } from '@belfry/kernel/ids';
import { compareInstants, laterOf } from '@belfry/kernel/instants';
import type { TimeZone } from '@belfry/kernel/time-zone';
import type { Tx } from '@belfry/platform/database';
import { firstWakeups } from '../../domain/first-wakeups.ts';
import { type OccId, occurrenceIdOf } from '../../domain/occurrence-id.ts';
import type { OccurrencePosition } from '../../domain/occurrence-page.ts';
import { whatComesNext } from '../../domain/what-comes-next.ts';
import type { OccurrenceRecord } from '../../store/occurrences/occurrence-columns.ts';
import { readBeginning } from '../../store/occurrences/pg-beginning.ts';
import { readFired } from '../../store/occurrences/pg-occurrences.ts';
import { readMayBeHeld } from '../../store/occurrences/pg-put-off.ts';
import { readUnfinished } from '../../store/planning/pg-unfinished.ts';
import { readPolicyVersion } from '../../store/policies/pg-policies-of-turns.ts';
import type { ScheduleRecord } from '../../store/schedules/pg-schedules.ts';
import { underWayOf } from '../schedules/under-way-schedules.ts';
import { type AheadOf, readAhead } from '../schedules/view-schedules.ts';

export interface Upcoming {
  /** Its due time; or the end of its snooze, its re-page, or until when it has been put off. */
  at: Temporal.Instant;
  occurrence: OccurrenceRecord;
}

interface UpcomingOptions {
  tenantId: TenantId;
  personId: PersonId;
  personZone: TimeZone;
  now: Temporal.Instant;
  limit: number;
  /** Its `dueAt` is the `at` of the last one before. */
  after: OccurrencePosition | undefined;
}

/**
 * What is to come for a person, soonest first, as far ahead as anybody pages: by the rules, not by what is planned, which
 * reaches two days; what begins anew; and what was put off and has not begun. All schedules are looked at, some at a time,
 * for the soonest may be the last one's. One more than `limit` where there are more.
 */
export async function readUpcoming(tx: Tx, options: UpcomingOptions): Promise<Upcoming[]> {
  const { tenantId, personId, personZone, now, limit, after } = options;
  const from = after ? laterOf(Temporal.Instant.from(after.dueAt), now) : now;
  const soonest = (found: Upcoming[]) =>
    found
      .filter((one) => isAfter(one, after))
      .sort(soonestFirst)
      .slice(0, limit + 1);
  const underWay = await readUnderWay(tx, personId, { now, from });
  let upcoming: Upcoming[] = [];
  for await (const records of underWayOf(tx, personId)) {
    const ahead = await readAhead(tx, records, from, limit + 2);
    const planned = records.flatMap((record) =>
      (ahead.get(record.id)?.slots ?? []).map((slot) => plannedOf(record, personZone, slot)),
    );
    // What its author puts off once more when it wakes comes when its rule says by now, and not when it was put off until.
    for (const one of await readPutOff(tx, tenantId, records, ahead)) underWay.set(one.occurrence.occId, one);
    upcoming = soonest([...upcoming, ...planned]);
  }
  return soonest([...upcoming, ...underWay.values()]);
}

/** By their chains. */
async function readUnderWay(
  tx: Tx,
  personId: PersonId,
  { now, from }: { now: Temporal.Instant; from: Temporal.Instant },
): Promise<Map<OccId, Upcoming>> {
  const comesAt = new Map<OccId, Temporal.Instant>();
  const heads = await readBeginning(tx, await readMayBeHeld(tx, [personId], null, now));
  for (const head of heads) {
    const policy = await readPolicyVersion(tx, head);
    const at = whatComesNext(head, policy, [])?.dueAt;
    if (at && compareInstants(at, from) >= 0) comesAt.set(head.occId, at);
  }
  const keys = heads.filter(({ occId }) => comesAt.has(occId));
  const occurrences = await readFired(tx, keys, { state: undefined, limit: keys.length });
  return upcomingAt(occurrences, comesAt);
}

/** What the authors of these schedules have put off, however long ago: their slots are spent, and their rules have them ahead. */
async function readPutOff(
  tx: Tx,
  tenantId: TenantId,
  records: readonly ScheduleRecord[],
  ahead: ReadonlyMap<ScheduleId, AheadOf>,
): Promise<Upcoming[]> {
  const spent = records
    .filter(({ author }) => author !== null)
    .flatMap((record) => firstWakeups({ ...record, tenantId }, ahead.get(record.id)?.had ?? []));
  const unfinished = await readUnfinished(tx, spent);
  const keys = [...unfinished].map(([occId, { day }]) => ({ day, occId }));
  const occurrences = await readFired(tx, keys, { state: ['open'], limit: keys.length });
  return [...upcomingAt(occurrences, new Map(spent.map(({ occId, dueAt }) => [occId, dueAt]))).values()];
}

function upcomingAt(
  occurrences: readonly OccurrenceRecord[],
  comesAt: ReadonlyMap<OccId, Temporal.Instant>,
): Map<OccId, Upcoming> {
  return new Map(
    occurrences.map((occurrence) => {
      const { occId, dueAt } = occurrence;
      return [occId, { at: comesAt.get(occId) ?? dueAt, occurrence }];
    }),
  );
}

function plannedOf(
  record: ScheduleRecord,
  personZone: TimeZone,
  { slot, day, dueAt }: { slot: string; day: string; dueAt: Temporal.Instant },
): Upcoming {
  const { id: scheduleId, personId, personName, title, kind, author, zone, localTime, policyId, shard } = record;
  const of = { scheduleId, personId, personName, title, kind, author, zone, personZone, localTime, policyId };
  const unbegun = { firedAt: null, closedAt: null, snoozedUntil: null, policyVersion: null };
  const fixed = { state: 'planned', ...unbegun } as const;
  const occId = occurrenceIdOf(scheduleId, slot, shard);
  return { at: dueAt, occurrence: { ...of, ...fixed, day, occId, slot, dueAt } };
}

function isAfter({ at, occurrence }: Upcoming, after: OccurrencePosition | undefined): boolean {
  return !after || !at.equals(Temporal.Instant.from(after.dueAt)) || occurrence.occId > after.occId;
}

function soonestFirst(a: Upcoming, b: Upcoming): number {
  return compareInstants(a.at, b.at) || (a.occurrence.occId < b.occurrence.occId ? -1 : 1);
}

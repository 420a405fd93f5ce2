import type { PersonId } from '@belfry/kernel/ids';
import type { TimeZone } from '@belfry/kernel/time-zone';
import type { Tx } from '@belfry/platform/database';
import { occurrenceIdOf } from '../../domain/occurrence-id.ts';
import type { OccurrencePosition } from '../../domain/occurrence-page.ts';
import { whatComesNext } from '../../domain/what-comes-next.ts';
import type { OccurrenceRecord } from '../../store/occurrences/occurrence-columns.ts';
import { readBeginningAnew } from '../../store/occurrences/pg-begin-anew.ts';
import { readFired } from '../../store/occurrences/pg-occurrences.ts';
import { readPolicyVersion } from '../../store/policies/pg-policies-of-turns.ts';
import type { ScheduleRecord } from '../../store/schedules/pg-schedules.ts';
import { underWayOf } from '../schedules/under-way-schedules.ts';
import { readAhead } from '../schedules/view-schedules.ts';

export interface Upcoming {
  /** Its due time; or the end of its snooze, or its re-page. */
  at: Temporal.Instant;
  occurrence: OccurrenceRecord;
}

interface UpcomingOptions {
  personId: PersonId;
  personZone: TimeZone;
  now: Temporal.Instant;
  limit: number;
  /** Its `dueAt` is the `at` of the last one before. */
  after: OccurrencePosition | undefined;
}

/**
 * What is to come for a person, soonest first, as far ahead as anybody pages: by the rules, not by what is planned, which
 * reaches two days; and what begins anew. All schedules are looked at, some at a time, for the soonest may be the last
 * one's. One more than `limit` where there are more.
 */
export async function readUpcoming(tx: Tx, options: UpcomingOptions): Promise<Upcoming[]> {
  const { personId, now, limit, after } = options;
  const from = after ? later(Temporal.Instant.from(after.dueAt), now) : now;
  const soonest = (found: Upcoming[]) =>
    found
      .filter((one) => isAfter(one, after))
      .sort(soonestFirst)
      .slice(0, limit + 1);
  let upcoming = soonest(await readAnew(tx, personId, from));
  for await (const records of underWayOf(tx, personId)) {
    const ahead = await readAhead(tx, records, from, limit + 2);
    const planned = records.flatMap((record) =>
      (ahead.get(record.id)?.slots ?? []).map((slot) => plannedOf(record, options.personZone, slot)),
    );
    upcoming = soonest([...upcoming, ...planned]);
  }
  return upcoming;
}

async function readAnew(tx: Tx, personId: PersonId, from: Temporal.Instant): Promise<Upcoming[]> {
  const anew = new Map<string, Temporal.Instant>();
  const heads = await readBeginningAnew(tx, personId);
  for (const head of heads) {
    const policy = await readPolicyVersion(tx, head);
    const at = whatComesNext(head, policy, [])?.dueAt;
    if (at && Temporal.Instant.compare(at, from) >= 0) anew.set(head.occId, at);
  }
  const keys = heads.filter(({ occId }) => anew.has(occId));
  const occurrences = await readFired(tx, keys, { state: undefined, limit: keys.length });
  return occurrences.map((occurrence) => ({ at: anew.get(occurrence.occId) ?? occurrence.dueAt, occurrence }));
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
  return Temporal.Instant.compare(a.at, b.at) || (a.occurrence.occId < b.occurrence.occId ? -1 : 1);
}

function later(a: Temporal.Instant, b: Temporal.Instant): Temporal.Instant {
  return Temporal.Instant.compare(a, b) >= 0 ? a : b;
}

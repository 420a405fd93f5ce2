import type { PersonId } from '@belfry/kernel/ids';
import type { TimeZone } from '@belfry/kernel/time-zone';
import type { Tx } from '@belfry/platform/database';
import { occurrenceIdOf } from '../domain/occurrence-id.ts';
import type { OccurrencePosition, OccurrenceRecord } from '../store/pg-occurrences.ts';
import { listUnderWay } from '../store/pg-schedules.ts';
import { readAhead } from './view-schedules.ts';

/** More schedules than that no person has who wants to read what is ahead. */
const mostSchedules = 500;

/**
 * What is to come for a person, soonest first, as far ahead as anybody pages: by the rules, not by what is planned, which
 * reaches two days. One more than `limit` where there are more.
 */
export async function readUpcoming(
  tx: Tx,
  {
    personId,
    personZone,
    now,
    limit,
    after,
  }: {
    personId: PersonId;
    personZone: TimeZone;
    now: Temporal.Instant;
    limit: number;
    after: OccurrencePosition | undefined;
  },
): Promise<OccurrenceRecord[]> {
  const records = await listUnderWay(tx, personId, mostSchedules);
  const from = after ? later(Temporal.Instant.from(after.dueAt), now) : now;
  const ahead = await readAhead(tx, records, from, limit + 2);
  const upcoming = records.flatMap((record) =>
    (ahead.get(record.id)?.slots ?? []).map(({ slot, day, dueAt }): OccurrenceRecord => {
      const { id: scheduleId, personName, title, kind, zone, localTime, policyId, shard } = record;
      const occId = occurrenceIdOf(scheduleId, slot, shard);
      const unbegun = { firedAt: null, closedAt: null, snoozedUntil: null, policyVersion: null };
      const fixed = { state: 'planned', ...unbegun } as const;
      return {
        ...{
          day,
          occId,
          scheduleId,
          personId,
          personName,
          title,
          kind,
          slot,
          zone,
          personZone,
          localTime,
          policyId,
          dueAt,
        },
        ...fixed,
      };
    }),
  );
  const isAfter = (one: OccurrenceRecord) =>
    !after || one.dueAt.toString() !== Temporal.Instant.from(after.dueAt).toString() || one.occId > after.occId;
  return upcoming
    .filter(isAfter)
    .sort(soonestFirst)
    .slice(0, limit + 1);
}

function soonestFirst(a: OccurrenceRecord, b: OccurrenceRecord): number {
  return Temporal.Instant.compare(a.dueAt, b.dueAt) || (a.occId < b.occId ? -1 : 1);
}

function later(a: Temporal.Instant, b: Temporal.Instant): Temporal.Instant {
  return Temporal.Instant.compare(a, b) >= 0 ? a : b;
}

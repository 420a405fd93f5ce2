import type { Tx } from '@belfry/platform/database';
import type { OccId } from '../../domain/occurrence-id.ts';
import { buildTimeline } from '../../domain/timeline.ts';
import type { TimelineEntry } from '../../domain/timeline-entry.ts';
import { readTimeline, readTurnSchedule } from '../../store/occurrences/pg-timeline.ts';
import { gatherHousehold } from '../policies/gather-household.ts';

interface TimelineOptions {
  tx: Tx;
  occurrence: { day: string; occId: OccId };
  now: Temporal.Instant;
  canSend(channel: string): boolean;
}

/** What happened to an occurrence, and what would happen next if nobody answered; of what has not fired there is none. */
export async function readOccurrenceTimeline(options: TimelineOptions): Promise<TimelineEntry[]> {
  const { tx, occurrence, now, canSend } = options;
  const records = await readTimeline(tx, occurrence);
  const [first] = records.chain;
  if (!first) return [];
  const schedule = await readTurnSchedule(tx, first.scheduleId);
  const people = await gatherHousehold({ tx, personId: first.personId, policy: records.policy, now, canSend });
  return buildTimeline({ ...records, household: schedule && people && { ...people, schedule } });
}

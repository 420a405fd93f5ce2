import type { PersonId, ScheduleId, TenantId } from '@belfry/kernel/ids';
import { type Lane, promptLane } from './lane.ts';
import { type OccId, occurrenceIdOf } from './occurrence-id.ts';
import type { Slot } from './timing/rule.ts';

interface OfSchedule {
  id: ScheduleId;
  tenantId: TenantId;
  personId: PersonId;
  shard: number;
  timingRev: number;
}

/** The wake-ups with which occurrences begin. Their ids follow from schedule and slot, so making them twice makes one. */
export function firstWakeups(schedule: OfSchedule, slots: readonly Slot[], lane: Lane = promptLane) {
  const { id: scheduleId, tenantId, personId, shard, timingRev } = schedule;
  return slots.map(({ slot, day, dueAt }) => {
    const occId: OccId = occurrenceIdOf(scheduleId, slot, shard);
    const place = { shard, lane, seq: 0, timingRev, kind: 'fire' } as const;
    return { ...place, tenantId, scheduleId, personId, occId, slot, day, dueAt };
  });
}

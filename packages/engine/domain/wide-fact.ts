import type { PersonId, ScheduleId } from '@belfry/kernel/ids';

/** Something that changed for many occurrences at once, and that claims must have seen before it counts as settled. */
export type WideFact =
  | { scheduleId: ScheduleId }
  | { personId: PersonId }
  | { channel: string; address: string }
  /** Of all schedules whose words it writes. */
  | { author: string }
  | { tenant: true };

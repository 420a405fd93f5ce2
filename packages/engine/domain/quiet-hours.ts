import { compareInstants } from '@belfry/kernel/instants';

/** Wall-clock times of the person's own zone, HH:MM; an end before the start is on the next day. */
export interface QuietHours {
  start: string;
  end: string;
}

/** Importances that quiet hours defer and a throttle holds back; whatever is more important goes out. */
export function canWait(importance: string): boolean {
  return importance === 'low' || importance === 'medium';
}

/**
 * When the quiet hours that hold at `at` end, always later than `at`; null where none hold. A start or an end in a gap
 * of the clocks is as much later as they jump, one that they show twice is the first. Hours that begin where they end
 * are none: they would never let anything pass.
 */
export function quietUntil(
  quietHours: QuietHours | null,
  timeZone: string,
  at: Temporal.Instant,
): Temporal.Instant | null {
  if (!quietHours || quietHours.start === quietHours.end) return null;
  const start = Temporal.PlainTime.from(quietHours.start);
  const end = Temporal.PlainTime.from(quietHours.end);
  const today = at.toZonedDateTimeISO(timeZone).toPlainDate();
  const daysLong = Temporal.PlainTime.compare(end, start) < 0 ? 1 : 0;
  for (const date of [today.subtract({ days: 1 }), today]) {
    const from = date.toZonedDateTime({ timeZone, plainTime: start }).toInstant();
    const to = date.add({ days: daysLong }).toZonedDateTime({ timeZone, plainTime: end }).toInstant();
    if (compareInstants(from, at) <= 0 && compareInstants(at, to) < 0) return to;
  }
  return null;
}

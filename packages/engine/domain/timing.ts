import { localDateOf, localToInstant, type TimeZone, toMilliseconds } from '@belfry/kernel/time-zone';

/** The rules this version understands, as api.md spells them. */
export type Rule = { type: 'once'; at: string } | { type: 'rrule'; rrule: 'FREQ=DAILY' };

export interface Timing {
  rule: Rule;
  /** HH:MM[:SS]; of recurring rules alone. */
  localTime: string | null;
}

/** One instance of a schedule: its nominal identity, the local date it is filed under, and when it is due. */
export interface Slot {
  slot: string;
  day: string;
  dueAt: Temporal.Instant;
}

/** A schedule has one time entry a day so far; its stable id stands in the slot, so that later ones can join it. */
const TIME_ENTRY = '1';

/** The slots due in `from` ≤ t < `to`, in order. A wall-clock time that a day lacks is placed just past the gap. */
export function* slotsBetween(
  timing: Timing,
  zone: TimeZone,
  from: Temporal.Instant,
  to: Temporal.Instant,
): Generator<Slot> {
  if (timing.rule.type === 'once') {
    const dueAt = toMilliseconds(Temporal.Instant.from(timing.rule.at));
    if (isWithin(dueAt, from, to)) yield { slot: dueAt.toString(), day: localDateOf(dueAt, zone).toString(), dueAt };
    return;
  }
  const time = Temporal.PlainTime.from(timing.localTime ?? '00:00');
  // A gap can push a time past midnight, so the day before may still reach into the window.
  let date = localDateOf(from, zone).subtract({ days: 1 });
  const last = localDateOf(to, zone);
  for (; Temporal.PlainDate.compare(date, last) <= 0; date = date.add({ days: 1 })) {
    const dueAt = localToInstant(date.toPlainDateTime(time), zone);
    if (dueAt && isWithin(dueAt, from, to)) {
      yield { slot: `${date.toString()}#${TIME_ENTRY}`, day: date.toString(), dueAt };
    }
  }
}

/** The next slots from `from` on, at most `count`. */
export function nextSlots(timing: Timing, zone: TimeZone, from: Temporal.Instant, count: number): Slot[] {
  if (timing.rule.type === 'once') return [...slotsBetween(timing, zone, from, FAR_FUTURE)];
  const to = from.add({ hours: 24 * (count + 2) });
  return [...slotsBetween(timing, zone, from, to)].slice(0, count);
}

/** After every instant that can be asked for. */
export const FAR_FUTURE = Temporal.Instant.from('+010000-01-01T00:00:00Z');

function isWithin(instant: Temporal.Instant, from: Temporal.Instant, to: Temporal.Instant): boolean {
  return Temporal.Instant.compare(instant, from) >= 0 && Temporal.Instant.compare(instant, to) < 0;
}

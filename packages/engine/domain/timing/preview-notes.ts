import { parseRRule } from './parse-rrule.ts';
import type { Slot, Timing } from './rule.ts';
import { slotsBetween } from './slots.ts';

/**
 * Slots with what a reader of their preview should know besides: that COUNT, as RFC 5545 has it, counts from the start
 * date and so includes what was due before the schedule began, and from when on no holidays are known.
 * @param createdAt since when the schedule has been there
 */
export function withPreviewNotes(timing: Timing, slots: readonly Slot[], createdAt: Temporal.Instant): Slot[] {
  const counted = countedBefore(timing, createdAt);
  const lastHoliday = [...timing.holidays.keys()].sort().at(-1);
  const firstBeyond = lastHoliday === undefined ? undefined : slots.find(({ day }) => day > lastHoliday);
  return slots.map((slot, index) => {
    const notes = [...slot.notes];
    if (index === 0 && counted) notes.push(counted);
    if (slot === firstBeyond) notes.push(`no holidays are known after ${lastHoliday}`);
    return { ...slot, notes };
  });
}

function countedBefore(timing: Timing, createdAt: Temporal.Instant): string | null {
  const { rule, zone } = timing;
  if (rule.type !== 'rrule' || rule.startDate === undefined) return null;
  const parsed = parseRRule(rule.rrule);
  if (!parsed.ok || parsed.rrule.count === null) return null;
  const begin = Temporal.PlainDate.from(rule.startDate).toZonedDateTime(zone).toInstant();
  const { length } = slotsBetween(timing, begin, createdAt);
  if (length === 0) return null;
  return `COUNT counts from ${rule.startDate}: ${length} of ${parsed.rrule.count} lie before the schedule began`;
}

import type { ScheduleId } from '@belfry/kernel/ids';
import { parseTimeZone } from '@belfry/kernel/time-zone';
import type { Tx } from '@belfry/platform/database';
import { type Ahead, nextSlots } from '../../domain/timing/next-slots.ts';
import { firesFrom, type Slot, type Timing } from '../../domain/timing/rule.ts';
import { calendarsNamed, timingOf } from '../../domain/timing/timing-of.ts';
import { readFiredSlots } from '../../store/planning/pg-fired-slots.ts';
import { readCalendars } from '../../store/schedules/pg-holidays.ts';
import type { ScheduleRecord } from '../../store/schedules/pg-schedules.ts';

/** A schedule with what follows from it at an instant. */
export interface ScheduleView {
  record: ScheduleRecord;
  state: 'active' | 'paused' | 'finished';
  /** null while it is paused, where nothing more will come, and where the next one lies behind too many that are excluded. */
  nextAt: Temporal.Instant | null;
}

/** What lies ahead of one schedule. */
export interface AheadOf extends Ahead {
  /** The slots that its rule puts there though they have fired. */
  had: Slot[];
}

/**
 * What lies ahead of schedules at `now`, at most `count` of each: by their rules, without the slots that have fired,
 * which an edit or a journey may have put into the future again.
 * @param from from when on for one of them; what was asked for a moment late has still to come
 */
export async function readAhead(
  tx: Tx,
  records: readonly ScheduleRecord[],
  now: Temporal.Instant,
  count: number,
  from: (timing: Timing) => Temporal.Instant = () => now,
): Promise<Map<ScheduleId, AheadOf>> {
  const calendars = await readCalendars(tx, calendarsNamed(records));
  const ids = records.map(({ id }) => id);
  const fired = await readFiredSlots(tx, ids, now);
  return new Map(
    records.map((record) => {
      const had = fired.get(record.id) ?? new Set<string>();
      return [record.id, aheadOf(timingOf(record, calendars), had, from, count)];
    }),
  );
}

/** A zone that a newer database knew and this runtime does not leaves nothing to say. */
function aheadOf(
  timing: Timing,
  fired: ReadonlySet<string>,
  from: (timing: Timing) => Temporal.Instant,
  count: number,
): AheadOf {
  if (parseTimeZone(timing.zone) === null)
    return { slots: [], had: [], skipped: [], searchedUntil: null, isOver: false };
  const found = nextUnfired(timing, fired, from(timing), count);
  const had = found.slots.filter(({ slot }) => fired.has(slot));
  const over = had.map(({ slot, day, dueAt }) => {
    const local = dueAt.toZonedDateTimeISO(timing.zone).toPlainDateTime().toString();
    return { slot, day, local, reason: 'it has had its turn' };
  });
  const slots = found.slots.filter(({ slot }) => !fired.has(slot)).slice(0, count);
  const searchedUntil = slots.length < count ? found.searchedUntil : null;
  return { ...found, slots, had, skipped: [...over, ...found.skipped], searchedUntil };
}

/** At least `count` that have not fired, among those that have, unless there are no more. */
function nextUnfired(timing: Timing, fired: ReadonlySet<string>, from: Temporal.Instant, count: number): Ahead {
  // Seldom have more than a few been dealt with ahead of their time, and each that is laid out costs.
  const few = count + Math.min(fired.size, 3);
  const found = nextSlots(timing, from, few);
  const left = found.slots.filter(({ slot }) => !fired.has(slot));
  const isEnough = left.length >= count || found.slots.length < few;
  return isEnough ? found : nextSlots(timing, from, count + fired.size);
}

export async function viewSchedules(
  tx: Tx,
  records: readonly ScheduleRecord[],
  now: Temporal.Instant,
): Promise<ScheduleView[]> {
  const ahead = await readAhead(tx, records, now, 1, (timing) => firesFrom(timing, now));
  return records.map((record) => {
    const { slots = [], isOver = true } = ahead.get(record.id) ?? {};
    const next = slots[0]?.dueAt ?? null;
    const state = stateOf(record, next === null && isOver);
    return { record, state, nextAt: state === 'active' ? next : null };
  });
}

export async function viewSchedule(tx: Tx, record: ScheduleRecord, now: Temporal.Instant): Promise<ScheduleView> {
  const [view] = await viewSchedules(tx, [record], now);
  if (!view) throw new Error('A schedule has one view.');
  return view;
}

/** An annual one without a date waits for the person to get one; everything else that has nothing ahead is over. */
function stateOf(record: ScheduleRecord, isOver: boolean): ScheduleView['state'] {
  if (record.finishedAt) return 'finished';
  if (record.pausedAt) return 'paused';
  const waitsForDate = record.rule.type === 'annual' || parseTimeZone(record.zone) === null;
  return isOver && !waitsForDate ? 'finished' : 'active';
}

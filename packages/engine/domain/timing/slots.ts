import { compareInstants, earlierOf } from '@belfry/kernel/instants';
import { localDateOf, type PlacedTime, placeLocal, toMilliseconds } from '@belfry/kernel/time-zone';
import { exclusionOf } from './exclusion.ts';
import { type NominalRule, nominalRule } from './nominals.ts';
import { FAR_FUTURE, lastYear, type Nominal, type SkippedSlot, type Slot, type Timing } from './rule.ts';
import { runSteps, type Steps } from './steps.ts';

/** What a schedule's rule makes of a stretch of time. */
export interface Laid {
  /** In the order of their instants. */
  slots: Slot[];
  skipped: SkippedSlot[];
  /** Nothing comes behind the stretch: UNTIL or COUNT has ended the rule. */
  isOver: boolean;
}

/** How far a local time and its instant can drift apart at the ends of a window: no zone has ever jumped by more than this. */
const slackHours = { dated: 48, dense: 4 };

/** The slots due in `from` ≤ t < `to`, in order, and what would be due there but does not take place. */
export function layOut(timing: Timing, from: Temporal.Instant, to: Temporal.Instant): Laid {
  return runSteps(layOutInSteps(timing, from, to));
}

/** The same, a step for each slot. */
export function layOutInSteps(timing: Timing, from: Temporal.Instant, to: Temporal.Instant): Steps<Laid> {
  const { rule } = timing;
  const end = earlierOf(to, FAR_FUTURE);
  if (rule.type === 'once' && 'at' in rule) return layOutInstants(timing, from, end, [Temporal.Instant.from(rule.at)]);
  if (rule.type === 'every') return layOutInstants(timing, from, end, elapsed(rule, from, end));
  return layOutLocal(timing, nominalRule(timing), from, end);
}

/** The slots due in `from` ≤ t < `to`, in order. */
export function slotsBetween(timing: Timing, from: Temporal.Instant, to: Temporal.Instant): Slot[] {
  return layOut(timing, from, to).slots;
}

function* layOutInstants(
  timing: Timing,
  from: Temporal.Instant,
  to: Temporal.Instant,
  instants: Iterable<Temporal.Instant>,
): Steps<Laid> {
  const laid: Laid = { slots: [], skipped: [], isOver: false };
  for (const instant of instants) {
    yield;
    const dueAt = toMilliseconds(instant);
    if (!isWithin(dueAt, from, to)) continue;
    const date = localDateOf(dueAt, timing.zone);
    const [slot, day] = [dueAt.toString(), date.toString()];
    const reason = timing.rule.type === 'every' ? exclusionOf(timing, date) : null;
    if (reason === null) laid.slots.push({ slot, day, dueAt, notes: [] });
    else
      laid.skipped.push({
        slot,
        day,
        local: dueAt.toZonedDateTimeISO(timing.zone).toPlainDateTime().toString(),
        reason,
      });
  }
  return laid;
}

/** Anchored: each is a whole number of intervals from the anchor, so nothing drifts. The anchor is the first. */
function* elapsed(
  { interval, anchor }: { interval: string; anchor: string },
  from: Temporal.Instant,
  to: Temporal.Instant,
): Generator<Temporal.Instant> {
  const begin = Temporal.Instant.from(anchor).epochMilliseconds;
  const step = intervalMs(interval);
  for (let n = Math.max(0, Math.ceil((from.epochMilliseconds - begin) / step)); ; n++) {
    const at = begin + n * step;
    if (at >= to.epochMilliseconds) return;
    yield Temporal.Instant.fromEpochMilliseconds(at);
  }
}

/** A day is 24 hours here, and a week seven of them. */
export function intervalMs(interval: string): number {
  const duration = Temporal.Duration.from(interval);
  return duration.total({ unit: 'milliseconds', relativeTo: '2000-01-01[UTC]' });
}

function* layOutLocal(
  timing: Timing,
  nominals: NominalRule,
  from: Temporal.Instant,
  until: Temporal.Instant,
): Steps<Laid> {
  // Behind UNTIL there is nothing, however far somebody looks.
  const to = nominals.lastInstant ? earlierOf(until, nominals.lastInstant.add({ milliseconds: 1 })) : until;
  const isOverInstant = nominals.lastInstant !== null && compareInstants(nominals.lastInstant, until) < 0;
  if (compareInstants(from, to) >= 0) return { slots: [], skipped: [], isOver: isOverInstant };
  const hours = nominals.isDense ? slackHours.dense : slackHours.dated;
  const first = from.toZonedDateTimeISO(timing.zone).toPlainDateTime().subtract({ hours });
  const end = to.toZonedDateTimeISO(timing.zone).toPlainDateTime();
  const last = end.add({ hours });
  const isOver = isOverInstant || nominals.isOverBy(end.subtract({ hours }));
  const laid: Laid = { slots: [], skipped: [], isOver };
  const unshifted = new Set<bigint>();
  const shifted: Slot[] = [];
  for (const nominal of nominals.between({ first, last })) {
    yield;
    if (nominal.local.year > lastYear) break;
    const placed = place(timing, nominal);
    if ('reason' in placed) {
      const at = placed.near;
      if (isWithin(at, from, to)) laid.skipped.push(placed.skipped);
      continue;
    }
    for (const { slot, how } of placed.slots) {
      if (nominals.lastInstant && compareInstants(slot.dueAt, nominals.lastInstant) > 0) continue;
      if (how === 'moved') shifted.push(slot);
      else unshifted.add(slot.dueAt.epochNanoseconds);
      if (how !== 'moved' && isWithin(slot.dueAt, from, to)) laid.slots.push(slot);
    }
  }
  // Hourly over a gap: two o'clock moves to three, where three o'clock stands already. One of them is enough.
  for (const slot of shifted) {
    if (!isWithin(slot.dueAt, from, to)) continue;
    if (!unshifted.has(slot.dueAt.epochNanoseconds)) laid.slots.push(slot);
    else laid.skipped.push({ slot: slot.slot, day: slot.day, local: slot.slot, reason: 'the clocks jump over it' });
  }
  laid.slots.sort((a, b) => compareInstants(a.dueAt, b.dueAt) || (a.slot < b.slot ? -1 : 1));
  return laid;
}

type PlacedNominal =
  | { slots: { slot: Slot; how: PlacedTime['how'] }[] }
  | { reason: string; near: Temporal.Instant; skipped: SkippedSlot };

function place(timing: Timing, { slot, local, notes }: Nominal): PlacedNominal {
  const { rule, zone } = timing;
  const day = local.toPlainDate().toString();
  const skip = (reason: string): PlacedNominal => ({
    reason,
    near: local.toZonedDateTime(zone).toInstant(),
    skipped: { slot, day, local: local.toString(), reason },
  });
  const excluded = rule.type === 'once' ? null : exclusionOf(timing, local.toPlainDate());
  if (excluded !== null) return skip(excluded);
  const placement = placeLocal(local, zone, { gap: rule.gap ?? 'later', overlap: rule.overlap ?? 'first' });
  if (placement.problem !== null) {
    return skip(placement.problem === 'gap' ? 'the clocks jump over it' : `${zone} has no such day`);
  }
  const isBoth = placement.times.length > 1;
  return {
    slots: placement.times.map(({ at, how }) => ({
      how,
      slot: {
        slot: isBoth && how === 'second' ? `${slot}${secondPass}` : slot,
        day,
        dueAt: at,
        notes: [...notes, ...noteOf(how, at, timing, isBoth)],
      },
    })),
  };
}

/** What the second of two carries where both fire: its slot is another one. */
const secondPass = '~2';

function noteOf(how: PlacedTime['how'], at: Temporal.Instant, { zone }: Timing, isBoth: boolean): string[] {
  if (how === 'plain') return [];
  if (how === 'moved') {
    const time = at.toZonedDateTimeISO(zone).toPlainTime();
    return [`moved to ${time.toString({ smallestUnit: 'minute' })}: the clocks jump`];
  }
  if (!isBoth)
    return [
      how === 'first' ? 'the first of two: the clocks show it twice' : 'the second of two: the clocks show it twice',
    ];
  return [how === 'first' ? 'first of two' : 'second of two'];
}

function isWithin(instant: Temporal.Instant, from: Temporal.Instant, to: Temporal.Instant): boolean {
  return compareInstants(instant, from) >= 0 && compareInstants(instant, to) < 0;
}

import type { Tx } from '@belfry/platform/database';
import { firstWakeups } from '../../domain/first-wakeups.ts';
import { firesFrom, type Slot, type Timing } from '../../domain/timing/rule.ts';
import { slotsBetween } from '../../domain/timing/slots.ts';
import { enterSlots, insertTurns, type NewTurn } from '../../store/chain/pg-claim-turns.ts';
import { readFiredSlots } from '../../store/planning/pg-fired-slots.ts';
import type { PlannableSchedule } from '../../store/planning/pg-plan.ts';
import { horizon, type Wakeup } from '../../store/wakeups/pg-wakeups.ts';

/** A move by more than this is shorter the other way round, over the date line. */
const dateLineMs = 12 * 3_600_000;
/**
 * What stands in the record beside the slot itself, which fires once: a day's second coming, and a day that was left out, for
 * which the slot is still there should they come back to it, as where a zone was typed wrongly.
 */
const again = '~again';
const leftOutMark = '~left-out';

interface Move {
  tx: Tx;
  now: Temporal.Instant;
  schedule: PlannableSchedule;
  before: Timing;
  after: Timing;
}

/**
 * Writes down what a person loses or has had already by crossing the date line: to the west a day is left out, to the
 * east one comes again. Either stands in the record as a skipped occurrence with the reason. Before the schedule is
 * planned anew; idempotent by the ledger.
 * @returns the slots that were left out, not to be made up for
 */
export async function recordDateLine(move: Move): Promise<ReadonlySet<string>> {
  const { tx, now, schedule, before, after } = move;
  if (after.rule.type === 'every' || !isOverDateLine(move)) return new Set();
  const fired = (await readFiredSlots(tx, [schedule.id], now)).get(schedule.id) ?? new Set();
  const until = now.add(horizon);
  const toCome = new Set(slotsBetween(before, now, until).map(({ slot }) => slot));
  // What is for the day itself is sent late on the day that they come to.
  const leftOut = slotsBetween(after, now.subtract(horizon), firesFrom(after, now)).filter(
    ({ slot }) => toCome.has(slot) && !fired.has(slot),
  );
  const comingAgain = slotsBetween(after, now, until).filter(({ slot }) => fired.has(slot));
  const [from, to] = [before.zone, after.zone];
  await writeDown(move, leftOut, leftOutMark, `The move from ${from} to ${to} left this time out.`);
  const secondTime = `The move from ${from} to ${to} brings this day a second time; it has had its turn.`;
  await writeDown(move, comingAgain, again, secondTime);
  return new Set(leftOut.map(({ slot }) => slot));
}

function isOverDateLine({ now, before, after }: Move): boolean {
  const offsetMs = ({ zone }: Timing) => now.toZonedDateTimeISO(zone).offsetNanoseconds / 1_000_000;
  return Math.abs(offsetMs(after) - offsetMs(before)) > dateLineMs;
}

async function writeDown(
  { tx, now, schedule, after }: Move,
  slots: readonly Slot[],
  mark: string,
  reason: string,
): Promise<void> {
  const marked = slots.map((slot) => ({ ...slot, slot: `${slot.slot}${mark}` }));
  const wakeups: Wakeup[] = firstWakeups(schedule, marked);
  const entered = await enterSlots(tx, wakeups);
  const turns = wakeups
    .filter((wakeup) => entered.has(wakeup))
    .map((wakeup) => ({ ...skippedTurn(wakeup, now, reason), timeZone: after.zone }));
  await insertTurns(tx, turns);
}

function skippedTurn(wakeup: Wakeup, now: Temporal.Instant, reason: string): NewTurn {
  const { day, occId, tenantId, scheduleId, personId, slot, dueAt } = wakeup;
  const counts = { stepsTaken: 0, attempt: 0, repeatsTaken: 0, round: 0, awaitsAnswer: false };
  return {
    ...{ day, occId, seq: 0, tenantId, scheduleId, personId, slot, dueAt, at: now },
    ...{ policyId: null, policyVersion: null, actor: null },
    decision: { ...counts, baseAt: dueAt, kind: 'skipped', state: 'skipped', contacts: [], reason },
  };
}

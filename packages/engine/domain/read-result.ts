import type { Unseen } from './unseen.ts';

/** How much was asked for in a lane of a shard, and what was found there. */
export interface LaneRead<Row> {
  /** In its order, with nothing left out between. */
  due: readonly Row[];
  /** As many as were asked for, so that as many may mean that there are more. */
  most: number;
}

/** What became of it, so far as the cursor has to know. */
export interface LaneResult<Row> {
  /** Claimed, or not standing any more; with nothing left over between them. */
  handled: readonly Row[];
  /** Whether there may be more to read behind it. */
  isFull: boolean;
  /** Everything due until then has been handled; null where something may be left. */
  readUntil: Temporal.Instant | null;
}

/** A cursor never moves past what is left over. */
export function laneResult<Row>(
  { due, most }: LaneRead<Row>,
  leftOver: ReadonlySet<Row>,
  now: Temporal.Instant,
): LaneResult<Row> {
  const unhandled = due.findIndex((row) => leftOver.has(row));
  const isFull = due.length >= most;
  return {
    handled: unhandled < 0 ? due : due.slice(0, unhandled),
    isFull: isFull || unhandled >= 0,
    readUntil: isFull || unhandled >= 0 ? null : now,
  };
}

interface LateRead<Row> {
  late: readonly Row[];
  unseen: Unseen;
  most: number;
}

/** Whose late rows the next read looks for; null, as before, where one is left over. */
export function unseenAfter<Row>({ late, unseen, most }: LateRead<Row>, leftOver: ReadonlySet<Row>): Unseen | null {
  return late.length < most && !late.some((row) => leftOver.has(row)) ? unseen : null;
}

/**
 * How many to ask for in each lane, so that a read brings what there is room for, and not much more: those that had
 * more than they were asked for share the room, and of the others a few are asked, in case something has come due.
 * @param areFull of each lane, whether its last read left anything
 */
export function shareReads(areFull: readonly boolean[], room: number): number[] {
  const full = areFull.filter(Boolean).length;
  const few = Math.max(fewest, Math.ceil(room / Math.max(1, areFull.length)));
  const share = Math.max(few, Math.ceil((room * surplus) / Math.max(1, full)));
  return areFull.map((isFull) => (isFull ? share : few));
}

/** So that what is due now and then needs no second read to be told from more. */
const fewest = 4;
/** Lanes are not equally full, and what is read in vain costs less than a room that stays empty. */
const surplus = 1.25;

/** What became of one read of due wake-ups, so far as a cursor has to know. */
export interface ReadResult<Row> {
  /** Claimed, or not standing any more; in the order they were read in, with nothing left out between them. */
  handled: readonly Row[];
  /** From which transaction on the next read looks for late rows; null, as before, where one is left over. */
  sinceXid: bigint | null;
  /** Everything due until then has been handled; null where something may be left. */
  readUntil: Temporal.Instant | null;
}

interface Read<Row> {
  due: readonly Row[];
  late: readonly Row[];
  snapshotXmin: bigint;
  /** As many of each as were asked for, so that as many may mean that there are more. */
  limit: number;
  now: Temporal.Instant;
}

/** A cursor never moves past what is left over, neither of what is due nor of what committed late. */
export function readResult<Row>(
  { due, late, snapshotXmin, limit, now }: Read<Row>,
  leftOver: ReadonlySet<Row>,
): ReadResult<Row> {
  const unhandled = due.findIndex((row) => leftOver.has(row));
  const isLateDone = late.length < limit && !late.some((row) => leftOver.has(row));
  return {
    handled: unhandled < 0 ? due : due.slice(0, unhandled),
    sinceXid: isLateDone ? snapshotXmin : null,
    readUntil: due.length < limit && unhandled < 0 ? now : null,
  };
}

import { lowestXid } from './transaction-id.ts';

/**
 * How far a shard is explained: every wake-up due before `at` that a transaction before `xid` inserted has an outcome or
 * an explained turn. The second half is for rows that commit late, behind a watermark that has passed their due time.
 */
export interface Watermark {
  at: Temporal.Instant;
  xid: bigint;
}

/** A wake-up that is not explained yet. */
interface OpenWakeup {
  dueAt: Temporal.Instant;
  insertedXid: bigint;
}

interface Audited {
  /** Of this shard, all that the audit found open. */
  open: readonly OpenWakeup[];
  /** How far it looked. */
  to: Temporal.Instant;
  /** Rows of transactions from this one on may not have been visible to it. */
  snapshotXmin: bigint;
  /** Where its report was full: everything open before this instant is in it, whatever the shard. */
  cutAt: Temporal.Instant | null;
}

/** The furthest that an audit which began at `current` allows to move. Never back. */
export function nextWatermark(current: Watermark, { open, to, snapshotXmin, cutAt }: Audited): Watermark {
  const reached = [to, ...(cutAt ? [cutAt] : []), ...open.map((wakeup) => wakeup.dueAt)].reduce(earlier);
  const at = later(current.at, reached);
  // What was left out of a full report may lie behind the watermark.
  if (cutAt && isBefore(cutAt, at)) return { at, xid: current.xid };
  const behind = open.filter((wakeup) => isBefore(wakeup.dueAt, at)).map((wakeup) => wakeup.insertedXid);
  return { at, xid: lowestXid([snapshotXmin, ...behind]) };
}

function isBefore(a: Temporal.Instant, b: Temporal.Instant): boolean {
  return Temporal.Instant.compare(a, b) < 0;
}

function earlier(a: Temporal.Instant, b: Temporal.Instant): Temporal.Instant {
  return isBefore(b, a) ? b : a;
}

function later(a: Temporal.Instant, b: Temporal.Instant): Temporal.Instant {
  return isBefore(a, b) ? b : a;
}

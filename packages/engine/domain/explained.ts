import { compareInstants, earlierOf } from '@belfry/kernel/instants';
import { lowestUnseen, type Unseen, unseenByAny, unseenFrom } from './unseen.ts';
import { afterKey, compareKeys, earlierKey, startOf, type WakeupKey } from './wakeup-key.ts';

/**
 * How far a shard is explained: every wake-up due before `at` that a transaction before `xid` inserted has an outcome or
 * an explained turn. The second half is for rows that commit late, behind a watermark that has passed their due time.
 */
export interface Watermark {
  at: Temporal.Instant;
  xid: bigint;
}

/**
 * The same to the row, which an owner remembers beside the watermark: where much is due at one instant, an audit does not
 * read again what the one before has explained of it.
 */
export interface Explained {
  /** Of each lane: everything before this key. */
  before: readonly WakeupKey[];
  /** But for what these transactions have inserted. */
  unseen: Unseen;
}

/** A wake-up that is not explained yet. */
interface OpenWakeup extends WakeupKey {
  lane: number;
  insertedXid: bigint;
}

interface Audited {
  /** Of this shard, all that the audit found open. */
  open: readonly OpenWakeup[];
  /** How far it looked, by lane. */
  to: readonly WakeupKey[];
  /** Whose rows were not visible to it. */
  unseen: Unseen;
  /** Where its report was full: everything open before this instant is in it, whatever the shard. */
  cutAt: Temporal.Instant | null;
}

export function explainedAt({ at, xid }: Watermark, lanes: number): Explained {
  return { before: Array.from({ length: lanes }, () => startOf(at)), unseen: unseenFrom(xid) };
}

/** The furthest that an audit which began at `current` allows to move. Never back. */
export function explainedBy(current: Explained, { open, to, unseen, cutAt }: Audited): Explained {
  const before = current.before.map((mark, lane) => {
    const looked = to[lane] ? afterKey(to[lane]) : mark;
    const ofLane = open.filter((wakeup) => wakeup.lane === lane);
    const reached = [...(cutAt ? [startOf(cutAt)] : []), ...ofLane].reduce(earlierKey, looked);
    return compareKeys(mark, reached) < 0 ? reached : mark;
  });
  // What was left out of a full report may lie behind.
  if (cutAt && before.some((mark) => compareInstants(cutAt, mark.dueAt) < 0)) {
    return { before, unseen: current.unseen };
  }
  const behind = open.filter((wakeup) => compareKeys(wakeup, before[wakeup.lane] ?? wakeup) < 0);
  const stillOpen = { underWay: behind.map((wakeup) => wakeup.insertedXid), from: unseen.from };
  return { before, unseen: unseenByAny([unseen, stillOpen]) };
}

/** What the next owner of the shard is told: of the unseen transactions the first, and it looks from there on once. */
export function watermarkOf({ before, unseen }: Explained): Watermark {
  const [first, ...others] = before.map(({ dueAt }) => dueAt);
  if (!first) throw new RangeError('A shard has at least one lane.');
  return {
    at: others.reduce(earlierOf, first),
    xid: lowestUnseen(unseen),
  };
}

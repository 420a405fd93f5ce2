import { setTimeout as delay } from 'node:timers/promises';
import { moveClock } from '@belfry/testkit/chaos/move-clock';
import type { Scene } from './scene.ts';

/** What is due at one virtual instant, for one fault to strike. */
export interface Batch {
  dueAt: Temporal.Instant;
  /** The clock comes to that instant, or a little further, until the network has taken some of the messages, and not yet all. */
  isUnderWay(): Promise<void>;
  /** Until all that is due at that instant has been handled. */
  isSettled(): Promise<void>;
}

const lookEveryMs = 3;
const patienceMs = 120_000;

/** Where the network was slow a message comes by a later try, and the clock has to go on for it. */
const longest = Temporal.Duration.from({ minutes: 15 });

export function batchOf({ postgres, survivor, random, reminded }: Scene, dueAt: Temporal.Instant): Batch {
  let at = dueAt;
  let moving: Promise<void> | null = null;
  let isThere = false;
  const all = reminded.length;
  const taken = async () => {
    const { rows } = await postgres.pool.query<{ count: number }>(
      `SELECT count(*)::int FROM sandbox.message WHERE direction = 'outbound' AND at >= $1`,
      [dueAt.toString()],
    );
    return rows[0]?.count ?? 0;
  };
  const move = (to: Temporal.Instant) => {
    [at, isThere] = [to, false];
    moving = moveClock(survivor, to).then(() => {
      isThere = true;
    });
    // Told by isSettled(), which whoever strikes comes to later.
    moving.catch(() => {});
  };
  return {
    dueAt,
    async isSettled() {
      if (!moving) move(dueAt);
      await moving;
    },
    async isUnderWay() {
      const [share, giveUpAt] = [random.between(1, Math.floor(all / 3)), performance.now() + patienceMs];
      move(dueAt);
      let count = await taken();
      for (; count < share; count = await taken()) {
        const isLast = Temporal.Duration.compare(dueAt.until(at), longest) >= 0;
        if (performance.now() > giveUpAt || (isThere && isLast)) {
          throw new Error(`Of ${all} messages ${count} had been taken by ${at.toString()}.`);
        }
        if (isThere) move(at.add({ minutes: 1 }));
        await delay(lookEveryMs);
      }
      if (count >= all) throw new Error(`The ${all} messages of ${dueAt.toString()} were gone before anything struck.`);
    },
  };
}

import { measureIdlePoll } from '@belfry/engine/test/measure-idle-poll';
import type { Invariant } from './invariant.ts';

/** The descent into each day's partition from the watermark to now, a few days at the most. */
const pagesPerLane = 15;
/**
 * What the part that is common to all shards may cost: the index of what was inserted lately, in each day's partition.
 * Under the virtual clock weeks pass before any is dropped.
 */
const pagesForAll = 400;

/**
 * Judged on the database that was put under stress, as it stands: a poll with nothing to do looks at a few pages for
 * each lane of each shard. The bound holds whatever is stored; `store/wakeups/pg-read-due.test.ts` holds it against 200,000 wake-ups.
 */
export const idlePollsAreCheap: Invariant = {
  number: 8,
  promise: 'The cost of a poll does not depend on what is stored.',
  async check({ client, now }) {
    const { buffers, idleLanes, storedWakeups } = await measureIdlePoll(client, now);
    const most = idleLanes * pagesPerLane + pagesForAll;
    const tooMany = `a poll of ${idleLanes} idle lanes looked at ${buffers} pages, with ${storedWakeups} wake-ups stored`;
    return { checked: idleLanes, violations: buffers > most ? [`${tooMany}; ${most} are allowed`] : [] };
  },
};

import { contactChannels } from '@belfry/people';
import { inTransaction } from '@belfry/platform/database';
import type pg from 'pg';
import { readDoubtful } from '../../store/occurrences/pg-due-unreached.ts';
import { JudgedReach } from './judge-reach.ts';

/** More people whom nothing reaches than that are told as so many. */
const mostJudged = 5000;
const chunk = 500;

/**
 * How many occurrences of all tenants are due within this time and would reach nobody as things stand: neither the
 * person nor anybody else whom a step asks.
 * @param pool of the engine's role
 */
export async function countUnreached(
  pool: pg.Pool,
  given: { now: Temporal.Instant; within: Temporal.Duration; canSend(channel: string): boolean },
): Promise<number> {
  const { now, within, canSend } = given;
  return inTransaction(pool, async (tx) => {
    const usable = contactChannels.filter(canSend);
    const doubtful = await readDoubtful(tx, { from: now, until: now.add(within), usable, limit: mostJudged });
    const reach = new JudgedReach();
    for (let index = 0; index < doubtful.length; index += chunk) {
      await reach.judge(tx, doubtful.slice(index, index + chunk), canSend);
    }
    return doubtful
      .filter((key) => reach.get(key)?.reachesNobody)
      .reduce((count, { occurrences }) => count + occurrences, 0);
  });
}

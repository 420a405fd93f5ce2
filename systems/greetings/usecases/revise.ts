import { bulkLane, type EngineDeps } from '@belfry/engine/module';
import { inTransaction } from '@belfry/platform/database';
import { holdOccasions, pageOfGreeted, readOccasions } from '../store/pg-occasions.ts';
import { advanceRevision, holdRevision } from '../store/pg-revisions.ts';
import { coverGreetings, keepGreetingsOf } from './keep-greetings.ts';

/**
 * Brings a change that concerns everybody to the next people, and notes how far it has come in the same commit: a crash
 * costs one chunk, and any number of processes may work at it.
 * @returns whether there was anything to do
 */
export async function reviseSome(
  deps: Pick<EngineDeps, 'pool' | 'clock' | 'partitions'>,
  chunk = 500,
): Promise<boolean> {
  const now = deps.clock.now();
  await coverGreetings(deps, now);
  return inTransaction(deps.pool, async (tx) => {
    const revision = await holdRevision(tx);
    if (!revision) return false;
    const { tenantId, after } = revision;
    await holdOccasions(tx, tenantId);
    const { people, last } = await pageOfGreeted(tx, { tenantId, after, limit: chunk });
    await keepGreetingsOf({ tx, tenantId, now, lane: bulkLane }, await readOccasions(tx, tenantId), people);
    await advanceRevision(tx, { ...revision, done: revision.done + people.length }, last);
    return true;
  });
}

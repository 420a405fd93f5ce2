import { bulkLane, type EngineDeps } from '@belfry/engine/module';
import type { TenantId } from '@belfry/kernel/ids';
import { inTransaction } from '@belfry/platform/database';
import { holdOccasions, holdPeople, pageOfPeople, readGreeted, readOccasions } from '../store/pg-occasions.ts';
import { advanceRevision, holdRevision, tenantsToRevise } from '../store/pg-revisions.ts';
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
  const tenants = await tenantsToRevise(deps.pool);
  if (tenants.length === 0) return false;
  const now = deps.clock.now();
  await coverGreetings(deps, now);
  for (const tenantId of tenants) if (await reviseOf(deps, { tenantId, now, chunk })) return true;
  return false;
}

/** @returns false where somebody else is at it */
function reviseOf(
  { pool }: Pick<EngineDeps, 'pool'>,
  { tenantId, now, chunk }: { tenantId: TenantId; now: Temporal.Instant; chunk: number },
): Promise<boolean> {
  return inTransaction(pool, async (tx) => {
    // Before the revision's row, as whoever asks for one does.
    await holdOccasions(tx, tenantId);
    const revision = await holdRevision(tx, tenantId);
    if (!revision) return false;
    const { last, ids } = await pageOfPeople(tx, { tenantId, after: revision.after, limit: chunk });
    await holdPeople(tx, ids);
    const people = await readGreeted(tx, ids);
    await keepGreetingsOf({ tx, tenantId, now, lane: bulkLane }, await readOccasions(tx, tenantId), people);
    await advanceRevision(tx, { ...revision, done: revision.done + people.length }, last);
    return true;
  });
}

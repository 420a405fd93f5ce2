import { bulkLane, type EngineDeps } from '@belfry/engine/module';
import type { TenantId } from '@belfry/kernel/ids';
import { isAboutTheData } from '@belfry/platform/about-the-data';
import { inTransaction, type Tx } from '@belfry/platform/database';
import type { Greeted, Occasions } from '../domain/greetings-of.ts';
import { holdOccasions, holdPeople, pageOfPeople, readGreeted, readOccasions } from '../store/pg-occasions.ts';
import { advanceRevision, holdRevision, tenantsToRevise } from '../store/pg-revisions.ts';
import { coverGreetings, keepGreetingsOf } from './keep-greetings.ts';

type ReviseDeps = Pick<EngineDeps, 'pool' | 'clock' | 'partitions' | 'onError'>;

/**
 * Brings a change that concerns everybody to the next people, and notes how far it has come in the same commit: a crash
 * costs one chunk, and any number of processes may work at it. A tenant whose revision fails holds up no other's.
 * @returns whether there was anything to do
 * @throws what the first that failed has failed by, only once nothing else is to be done
 */
export async function reviseSome(deps: ReviseDeps, chunk = 500): Promise<boolean> {
  const tenants = await tenantsToRevise(deps.pool);
  if (tenants.length === 0) return false;
  const now = deps.clock.now();
  await coverGreetings(deps, now);
  const failures: unknown[] = [];
  for (const tenantId of tenants) {
    try {
      if (await reviseOf(deps, { tenantId, now, chunk })) return true;
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw failures[0];
  return false;
}

/** @returns false where somebody else is at it */
function reviseOf(
  deps: ReviseDeps,
  { tenantId, now, chunk }: { tenantId: TenantId; now: Temporal.Instant; chunk: number },
): Promise<boolean> {
  return inTransaction(deps.pool, async (tx) => {
    // Before the revision's row, as whoever asks for one does.
    await holdOccasions(tx, tenantId);
    const revision = await holdRevision(tx, tenantId);
    if (!revision) return false;
    const { last, ids } = await pageOfPeople(tx, { tenantId, after: revision.after, limit: chunk });
    await holdPeople(tx, ids);
    const people = await readGreeted(tx, ids);
    await keepAll(deps.onError, { tx, now }, await readOccasions(tx, tenantId), people);
    await advanceRevision(tx, { ...revision, done: revision.done + people.length }, last);
    return true;
  });
}

/** Whoever cannot be planned, their zone being unknown to this runtime, say, is reported and holds up nobody else. */
async function keepAll(
  onError: ReviseDeps['onError'],
  { tx, now }: { tx: Tx; now: Temporal.Instant },
  occasions: Occasions,
  people: readonly Greeted[],
): Promise<void> {
  await tx.query('SAVEPOINT chunk');
  try {
    await keepGreetingsOf({ tx, tenantId: occasions.tenantId, now, lane: bulkLane }, occasions, people);
  } catch (error) {
    if (!isAboutTheData(error)) throw error;
    await tx.query('ROLLBACK TO SAVEPOINT chunk');
    const [person, ...others] = people;
    if (person && others.length === 0) onError(error, `revising the greetings of person ${person.id}`);
    else for (const one of people) await keepAll(onError, { tx, now }, occasions, [one]);
  }
}

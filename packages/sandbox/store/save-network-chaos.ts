import { asc } from 'drizzle-orm';
import type { Chaos } from '../domain/chaos.ts';
import { handset, networkChaos } from './schema.ts';
import { type NetworkChaos, readNetworkChaos, usualChaos } from './take-faults.ts';
import type { Db } from './transaction.ts';

/** Replaces the network's chaos. A seed that is given, the same one too, begins all draws anew. */
export async function saveNetworkChaos(tx: Db, input: { seed?: string; chaos: Chaos }): Promise<NetworkChaos> {
  const seed = input.seed ?? (await readNetworkChaos(tx)).seed;
  const setting = { seed, chaos: input.chaos };
  if (input.seed !== undefined) await updateHandsets(tx, { draws: 0 });
  await tx.insert(networkChaos).values(setting).onConflictDoUpdate({ target: networkChaos.isTheOne, set: setting });
  return setting;
}

/** Nothing goes wrong any more, on the network or on any handset, and all draws begin anew. */
export async function resetChaos(tx: Db): Promise<NetworkChaos> {
  await updateHandsets(tx, { chaos: {}, draws: 0 });
  await tx.delete(networkChaos);
  return usualChaos;
}

/** Locks them in the order in which senders do, and before the network's row, as they do. */
async function updateHandsets(tx: Db, set: { chaos?: Chaos; draws: number }): Promise<void> {
  await tx.select({ address: handset.address }).from(handset).orderBy(asc(handset.address)).for('update');
  await tx.update(handset).set(set);
}

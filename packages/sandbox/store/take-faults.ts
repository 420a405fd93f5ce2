import { eq } from 'drizzle-orm';
import { type Chaos, type Fault, faults } from '../domain/chaos.ts';
import { type Drawn, drawFaults } from '../domain/draw-faults.ts';
import { type HandsetRow, handset, networkChaos } from './schema.ts';
import type { Db } from './transaction.ts';

export interface NetworkChaos {
  seed: string;
  chaos: Chaos;
}

export const usualChaos: NetworkChaos = { seed: 'belfry', chaos: {} };

/**
 * What goes wrong with a message to or from a handset that this transaction has met; counts that are used up are
 * written back in the same transaction. Locks the network's row only where it counts, and always after the handsets.
 */
export async function takeFaults(
  tx: Db,
  met: HandsetRow,
  what: { of: 'call' | 'reply'; hasCallbacks: boolean },
): Promise<Drawn> {
  const network = await readNetworkChaos(tx);
  const counts = faults.some((fault) => met.chaos[fault] === undefined && isCount(network.chaos, fault));
  const { seed, chaos } = counts ? await readNetworkChaos(tx, 'locked') : network;
  const drawn = drawFaults({ ...what, seed, address: met.address, ordinal: met.draws, own: met.chaos, network: chaos });
  if (drawn.own !== met.chaos) {
    await tx.update(handset).set({ chaos: drawn.own }).where(eq(handset.address, met.address));
  }
  if (drawn.network !== chaos) await tx.update(networkChaos).set({ chaos: drawn.network });
  return drawn;
}

function isCount(chaos: Chaos, fault: Fault): boolean {
  const rate = chaos[fault];
  return typeof rate === 'number' && rate >= 1;
}

export async function readNetworkChaos(db: Db, lock?: 'locked'): Promise<NetworkChaos> {
  const query = db.select({ seed: networkChaos.seed, chaos: networkChaos.chaos }).from(networkChaos);
  const [row] = await (lock ? query.for('update') : query);
  return row ?? usualChaos;
}

import type { ScheduleId } from '@belfry/kernel/ids';
import type { Tx } from '@belfry/platform/database';
import { stoppedBecause } from '../chain/pg-turn-context.ts';

/** Why nothing of a schedule may leave any more, as a sentence; or null. */
export async function readWhyStopped(tx: Tx, id: ScheduleId): Promise<string | null> {
  const { rows } = await tx.query<{ stopped: string | null }>(
    `SELECT ${stoppedBecause} AS stopped FROM engine.schedule s WHERE s.id = $1`,
    [id],
  );
  return rows[0]?.stopped ?? null;
}

import type { Batch } from './batch.ts';
import type { Scene } from './scene.ts';

export interface Fault {
  name: string;
  /** @returns how often it has struck, by what; that much there must have been of each */
  strike(scene: Scene, batch: Batch): Promise<Record<string, number>>;
}

/** How many outcomes since the batch began are such. */
export async function countOutcomes({ postgres }: Scene, { dueAt }: Batch, condition: string): Promise<number> {
  const { rows } = await postgres.pool.query<{ count: number }>(
    `SELECT count(*)::int FROM engine.outcome WHERE at >= $1 AND ${condition}`,
    [dueAt.toString()],
  );
  return rows[0]?.count ?? 0;
}

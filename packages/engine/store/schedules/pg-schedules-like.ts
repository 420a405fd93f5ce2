import type { ScheduleId } from '@belfry/kernel/ids';
import type { Tx } from '@belfry/platform/database';

/** Those of the given schedules that are of an author, of a kind, or both. Each is looked up by its key. */
export async function schedulesLike(
  tx: Tx,
  ids: readonly ScheduleId[],
  { author, kind }: { author: string | undefined; kind: string | undefined },
): Promise<Set<ScheduleId>> {
  const { rows } = await tx.query<{ id: ScheduleId }>(
    `SELECT s.id FROM unnest($1::uuid[]) AS k (id)
     CROSS JOIN LATERAL (SELECT id, author, kind FROM engine.schedule WHERE id = k.id OFFSET 0) s
     WHERE ($2::text IS NULL OR s.author = $2) AND ($3::text IS NULL OR s.kind = $3)`,
    [ids, author ?? null, kind ?? null],
  );
  return new Set(rows.map(({ id }) => id));
}

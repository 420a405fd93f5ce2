import type { Tx } from '@belfry/platform/database';
import { slotOfOnce } from '../../domain/timing/nominals.ts';
import type { Rule } from '../../domain/timing/rule.ts';

/**
 * Ends schedules that have one occurrence, now that it is done; recurring ones go on, and so does what has been moved to
 * another instance meanwhile, which is still to come. Locks them in the order of their ids. Idempotent.
 * @param done occurrences that are done
 */
export async function finishThoseOnce(
  tx: Tx,
  done: readonly { scheduleId: string; slot: string }[],
  now: Temporal.Instant,
): Promise<void> {
  if (done.length === 0) return;
  const { rows } = await tx.query<{ id: string; rule: Rule }>(
    `SELECT id, rule FROM engine.schedule WHERE id = ANY($1::uuid[]) AND NOT recurring AND finished_at IS NULL
     ORDER BY id FOR NO KEY UPDATE`,
    [done.map(({ scheduleId }) => scheduleId)],
  );
  const isDone = ({ id, rule }: { id: string; rule: Rule }) =>
    done.some(({ scheduleId, slot }) => scheduleId === id && slot === slotOfOnce(rule));
  const ids = rows.filter(isDone).map(({ id }) => id);
  if (ids.length === 0) return;
  await tx.query('UPDATE engine.schedule SET finished_at = $2, version = version + 1 WHERE id = ANY($1::uuid[])', [
    ids,
    now.toString(),
  ]);
}

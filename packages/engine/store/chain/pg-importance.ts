import type { Importance } from '@belfry/channels';
import type pg from 'pg';

/** How important a schedule is now; it may have been edited since its occurrence fired. */
export async function readImportance(pool: pg.Pool, scheduleId: string): Promise<Importance> {
  const { rows } = await pool.query<{ importance: Importance }>(
    'SELECT importance FROM engine.schedule WHERE id = $1',
    [scheduleId],
  );
  return rows[0]?.importance ?? 'medium';
}

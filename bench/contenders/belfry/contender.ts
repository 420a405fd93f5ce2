import type { Contender, Run } from '../../measure/contender.ts';
import { dueAt } from './due-at.ts';
import { intoMigrated, loadReminders } from './load-reminders.ts';

/** The engine as it is served: one tenant's one-time reminders, all due at one instant, without a policy. */
export const belfry: Contender = {
  name: 'belfry',
  isDurable: true,
  workerModule: import.meta.resolve('./worker.ts'),
  given: { channel: 'no-op' },
  loadedAs: 'belfry',
  load: (databaseUrl, count) =>
    intoMigrated(databaseUrl, (client) => loadReminders(client, { count, dueAt, everyMs: 0, policyId: null })),
  async countUnfinished({ client, count }) {
    const { rows } = await client.query<{ accepted: number }>(
      `SELECT count(*)::int AS accepted FROM engine.outcome WHERE status = 'accepted'`,
    );
    return count - (rows[0]?.accepted ?? 0);
  },
  requireRecords,
};

/**
 * Each occurrence accepted, once. A turn more than that is a retry of a call that could not begin within a second of its
 * claim, as it happens where the machine is busy with something else.
 */
async function requireRecords({ client, count }: Run): Promise<void> {
  const { rows } = await client.query<{ accepted: number; occurrences: number; unexplained: number }>(
    `SELECT count(*) FILTER (WHERE status = 'accepted')::int AS accepted,
       count(DISTINCT occ_id) FILTER (WHERE status = 'accepted')::int AS occurrences,
       count(*) FILTER (WHERE status <> 'accepted' AND code IS DISTINCT FROM 'call.not-begun')::int AS unexplained
     FROM engine.outcome`,
  );
  const [found] = rows;
  if (found?.accepted === count && found.occurrences === count && found.unexplained === 0) return;
  throw new Error(`Of ${count} reminders there are on record: ${JSON.stringify(found)}.`);
}

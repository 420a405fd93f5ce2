import type pg from 'pg';
import type { Contender } from '../../measure/contender.ts';
import { belfry } from './contender.ts';
import { dueAt } from './due-at.ts';
import { pieceOf } from './ids.ts';
import { intoMigrated, loadPeople, planReminders } from './load-reminders.ts';

const ofEachNeighbour = 10;

interface Neighbourhood {
  /** Of one tenant, all due at one instant. */
  bulk: number;
  /** Of tenants with ten each, due one after another from that instant on. */
  small: number;
  everyMs: number;
  /** The provider, for each message. */
  takesMs: number;
}

/** Pieces from `bulk` on are the small tenants'. `tookMs` is how late each was, by the clock that the engine goes by. */
export function neighbours({ bulk, small, everyMs, takesMs }: Neighbourhood): Contender {
  const startsAtMs = Date.parse(dueAt);
  const given = { bulk: `${bulk}`, startsAtMs: `${startsAtMs}`, everyMs: `${everyMs}`, takesMs: `${takesMs}` };
  return {
    ...belfry,
    name:
      bulk > 0 ? `${small} of small tenants beside ${bulk.toLocaleString('en')} of one` : `${small} of small tenants`,
    loadedAs: `neighbours of ${bulk} ${Math.round(everyMs * 1000)}`,
    // For the processes to divide the shards; nothing is due before.
    given: { ...given, channel: 'lateness', clock: `from ${new Date(startsAtMs - 1000).toISOString()}` },
    load: (databaseUrl, count) =>
      intoMigrated(databaseUrl, async (client) => {
        await loadPeople(client, count);
        await moveToSmallTenants(client, bulk);
        await planReminders(client, { count, bulk, dueAt, everyMs, policyId: null });
      }),
  };
}

async function moveToSmallTenants(client: pg.Client, bulk: number): Promise<void> {
  for (const [table, id] of [
    ['people.person', 'id'],
    ['people.contact_point', 'person_id'],
  ] as const) {
    await client.query(
      `UPDATE ${table} SET tenant_id = ('00000006-0000-7000-8000-' || lpad(to_hex((${pieceOf(id)} - $1::int) / ${ofEachNeighbour}), 12, '0'))::uuid
       WHERE ${pieceOf(id)} >= $1::int`,
      [bulk],
    );
  }
}

import { Partitions } from '@belfry/engine/module';
import { ensureGreetings, reviseSome } from '@belfry/greetings/module';
import { ManualClock } from '@belfry/kernel/clock';
import type { TenantId } from '@belfry/kernel/ids';
import { inTenant, openDatabase } from '@belfry/platform/database';
import { withClient } from '../../servers/with-client.ts';
import { dueAt } from './due-at.ts';
import { tenantId } from './ids.ts';
import { intoMigrated, loadPeople, setShards } from './load-reminders.ts';

/** Of everybody: `dueAt` is nine in London. */
const birthday = '-01-15';
const peopleAtOnce = 5000;

/** People of one zone with one birthday, greeted as a tenant is that has asked for nothing else; planned a day ahead. */
export async function loadBirthdays(databaseUrl: string, count: number): Promise<void> {
  await intoMigrated(databaseUrl, async (client) => {
    await loadPeople(client, count);
    await client.query(
      `UPDATE people.person SET birth_date = (1940 + substr(name, 8)::int % 80 || '${birthday}')::date`,
    );
    await client.query('VACUUM FULL ANALYZE people.person');
  });
  await greet(databaseUrl);
  await withClient(databaseUrl, async (client) => {
    await client.query(`SET TIME ZONE 'UTC'`);
    await setShards(client, dueAt);
    await client.query('VACUUM ANALYZE');
  });
}

function onError(error: unknown): never {
  throw error;
}

/** By the product's own hand, as when an organisation begins to greet the people it has. */
async function greet(url: string): Promise<void> {
  const database = openDatabase({ url, poolMin: 0, poolMax: 4 });
  const { app, engine } = database.pools;
  const clock = new ManualClock(Temporal.Instant.from(dueAt).subtract({ hours: 24 }));
  const deps = { pool: engine, clock, partitions: new Partitions(engine), onError };
  try {
    await inTenant(app, tenantId as TenantId, (tx) =>
      ensureGreetings({ tx, tenantId: tenantId as TenantId, now: clock.now() }),
    );
    while (await reviseSome(deps, peopleAtOnce));
  } finally {
    await database.close();
  }
}

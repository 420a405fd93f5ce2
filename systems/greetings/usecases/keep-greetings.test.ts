import { Partitions, promptLane } from '@belfry/engine/module';
import { ManualClock } from '@belfry/kernel/clock';
import { newId, type PersonId, type TenantId } from '@belfry/kernel/ids';
import { type Database, inTenant, openDatabase, type Tx } from '@belfry/platform/database';
import { testDatabase, throughPool } from '@belfry/testkit/test-database';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { nothingOwn, usualSettings } from '../domain/settings.ts';
import { holdOccasions, lockOccasions, saveOwnSettings, saveSettings } from '../store/pg-occasions.ts';
import { askForRevision } from '../store/pg-revisions.ts';
import { coverGreetings, keepGreetings } from './keep-greetings.ts';
import { reviseSome } from './revise.ts';

const clock = new ManualClock('2027-01-15T08:00:00Z');
const tenantId = newId<TenantId>();
let database: Database;
let close: () => Promise<void>;
let partitions: Partitions;

beforeAll(async () => {
  const opened = await testDatabase();
  close = opened.close;
  database = openDatabase({ ...throughPool(opened.url), poolMin: 0, poolMax: 8 });
  partitions = new Partitions(database.pools.engine);
  await coverGreetings({ partitions }, clock.now());
  await asTenant((tx) => saveSettings(tx, tenantId, { ...usualSettings, isEnabled: true }));
});

afterAll(async () => {
  await database.close();
  await close();
});

const asTenant = <T>(body: (tx: Tx) => Promise<T>) => inTenant(database.pools.app, tenantId, body);
const keep = (tx: Tx, id: PersonId) => keepGreetings({ tx, tenantId, now: clock.now(), lane: promptLane }, [id]);

async function addPerson(): Promise<PersonId> {
  const id = newId<PersonId>();
  await asTenant((tx) =>
    tx.query(
      `INSERT INTO people.person (id, tenant_id, name, time_zone, locale, birth_date, created_at)
       VALUES ($1, $2, 'Ada Archer', 'Europe/London', 'en', '1990-01-16', now())`,
      [id, tenantId],
    ),
  );
  return id;
}

async function isGreeted(id: PersonId): Promise<boolean> {
  const { rowCount } = await asTenant((tx) =>
    tx.query('SELECT FROM engine.schedule WHERE person_id = $1 AND deleted_at IS NULL', [id]),
  );
  return rowCount === 1;
}

/** Until some statement of this database waits for somebody else's transaction. */
async function untilSomebodyWaits(): Promise<void> {
  const waiting = `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
  await expect.poll(async () => (await database.pools.app.query(waiting)).rowCount, { timeout: 20_000 }).toBe(1);
}

test('keeping twice keeps one, and says what has changed', async () => {
  const id = await addPerson();
  expect(await asTenant((tx) => keep(tx, id))).toHaveLength(1);
  expect(await asTenant((tx) => keep(tx, id))).toEqual([]);
  expect(await isGreeted(id)).toBe(true);
});

test('who is muted while somebody keeps their greetings is muted in the end', async () => {
  const id = await addPerson();
  let muting = Promise.resolve<unknown>(undefined);
  await asTenant(async (tx) => {
    await keep(tx, id);
    muting = asTenant(async (other) => {
      await saveOwnSettings(other, tenantId, id, { ...nothingOwn, isMuted: true });
      await keep(other, id);
    });
    await untilSomebodyWaits();
  });
  await muting;
  expect(await isGreeted(id)).toBe(false);
});

test('a change of what holds for all waits for whoever plans by it, and neither waits for the other’s revision', async () => {
  const id = await addPerson();
  const change = (isEnabled: boolean) =>
    asTenant(async (tx) => {
      await lockOccasions(tx, tenantId);
      await askForRevision(tx, tenantId, clock.now());
      await saveSettings(tx, tenantId, { ...usualSettings, isEnabled });
    });
  const deps = { pool: database.pools.engine, clock, partitions };
  for (let round = 0; round < 40; round++) {
    await Promise.all([change(round % 2 === 1), reviseSome(deps), reviseSome(deps), change(round % 2 === 0)]);
  }
  await change(false);
  while (await reviseSome(deps)) {}
  expect(await isGreeted(id)).toBe(false);
  await change(true);
  while (await reviseSome(deps, 1)) {}
  expect(await isGreeted(id)).toBe(true);
});

test('while a file of people is added a change of what holds for all is put off, and everybody else goes on', async () => {
  const [begun, over] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const file = asTenant(async (tx) => {
    await holdOccasions(tx, tenantId);
    begun.resolve();
    await over.promise;
  });
  await begun.promise;
  const change = () =>
    asTenant(async (tx) => {
      await lockOccasions(tx, tenantId);
      return (await tx.query<{ waits: string }>(`SELECT current_setting('lock_timeout') AS waits`)).rows[0]?.waits;
    });
  const putOff = expect(change()).rejects.toMatchObject({ code: 'greetings.people-being-added', kind: 'unavailable' });
  try {
    await untilSomebodyWaits();
    await inTenant(database.pools.app, tenantId, (tx) => holdOccasions(tx, tenantId), 8_000);
    await putOff;
  } finally {
    over.resolve();
    await file;
  }
  expect(await change()).toBe('0');
}, 30_000);

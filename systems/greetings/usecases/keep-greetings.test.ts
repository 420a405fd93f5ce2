import { type EngineDeps, Partitions, promptLane } from '@belfry/engine/module';
import { ManualClock } from '@belfry/kernel/clock';
import { newId, type PersonId, type TenantId } from '@belfry/kernel/ids';
import { type Database, inTenant, openDatabase, type Tx } from '@belfry/platform/database';
import { testDatabase, throughPool } from '@belfry/testkit/test-database';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
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

const asTenant = <T>(body: (tx: Tx) => Promise<T>, of = tenantId) => inTenant(database.pools.app, of, body);
const keep = (tx: Tx, id: PersonId) => keepGreetings({ tx, tenantId, now: clock.now(), lane: promptLane }, [id]);

async function addPerson(given: { timeZone?: string; of?: TenantId } = {}): Promise<PersonId> {
  const { timeZone = 'Europe/London', of = tenantId } = given;
  const id = newId<PersonId>();
  await asTenant(
    (tx) =>
      tx.query(
        `INSERT INTO people.person (id, tenant_id, name, time_zone, locale, birth_date, created_at)
         VALUES ($1, $2, 'Ada Archer', $3, 'en', '1990-01-16', clock_timestamp())`,
        [id, of, timeZone],
      ),
    of,
  );
  return id;
}

const revising = (onError: EngineDeps['onError'] = fail) => ({
  pool: database.pools.engine,
  clock,
  partitions,
  onError,
});

function fail(error: unknown): never {
  throw error;
}

async function isGreeted(id: PersonId): Promise<boolean> {
  const { rowCount } = await database.pools.engine.query(
    'SELECT FROM engine.schedule WHERE person_id = $1 AND deleted_at IS NULL',
    [id],
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
  const deps = revising();
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

test('however often what holds for all is changed, those late in the order are reached', async () => {
  const of = newId<TenantId>();
  const people = [await addPerson({ of }), await addPerson({ of }), await addPerson({ of })];
  const change = (sendTime: string) =>
    asTenant(async (tx) => {
      await askForRevision(tx, of, clock.now());
      await saveSettings(tx, of, { ...usualSettings, isEnabled: true, sendTime });
    }, of);
  const times = async () => {
    const { rows } = await database.pools.engine.query<{ time: string }>(
      'SELECT local_time AS time FROM engine.schedule WHERE tenant_id = $1 ORDER BY array_position($2, person_id)',
      // Ids of one millisecond are in no order.
      [of, people],
    );
    return rows.map(({ time }) => time.slice(0, 5));
  };
  for (const [index] of people.entries()) {
    await change(`10:0${index}`);
    await change(`10:0${index}`);
    await reviseSome(revising(), 1);
  }
  expect(await times()).toEqual(['10:00', '10:01', '10:02']);
  while (await reviseSome(revising(), 1)) {}
  expect(await times()).toEqual(['10:02', '10:02', '10:02']);
});

describe('somebody whose zone this runtime does not know', () => {
  const change = (of: TenantId) =>
    asTenant(async (tx) => {
      await askForRevision(tx, of, clock.now());
      await saveSettings(tx, of, { ...usualSettings, isEnabled: true });
    }, of);

  test('is told of and passed over by a revision, which reaches everybody else', async () => {
    const of = newId<TenantId>();
    const [first, lost, last] = [
      await addPerson({ of }),
      await addPerson({ of, timeZone: 'Mars/Olympus' }),
      await addPerson({ of }),
    ];
    await change(of);
    const told: string[] = [];
    while (await reviseSome(revising((_, doing) => told.push(doing)))) {}
    expect(told).toEqual([`revising the greetings of person ${lost}`]);
    expect([await isGreeted(first), await isGreeted(lost), await isGreeted(last)]).toEqual([true, false, true]);
  });

  test('holds up no other organisation where their own cannot go on, and that is told', async () => {
    const [theirs, ours] = [newId<TenantId>(), newId<TenantId>()];
    await addPerson({ of: theirs, timeZone: 'Mars/Olympus' });
    const id = await addPerson({ of: ours });
    await change(theirs);
    await change(ours);
    expect(await reviseSome(revising())).toBe(true);
    expect(await isGreeted(id)).toBe(true);
    await expect(reviseSome(revising())).rejects.toThrow('time zone');
    while (await reviseSome(revising(() => {}))) {}
  });
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

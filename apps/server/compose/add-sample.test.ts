import { Partitions } from '@belfry/engine/module';
import { ensureGreetings, readPlan, readSettings } from '@belfry/greetings/module';
import { ManualClock } from '@belfry/kernel/clock';
import { newId, type TenantId } from '@belfry/kernel/ids';
import { type Database, inTenant, openDatabase } from '@belfry/platform/database';
import { createSealer } from '@belfry/platform/sealer';
import { testDatabase, throughPool } from '@belfry/testkit/test-database';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { commandLineActor } from '../cli/command-line-actor.ts';
import { addMadeUpPeople } from '../simulation/add-made-up-people.ts';
import { samplePeople } from '../simulation/sample-people.ts';
import { addSample } from './add-sample.ts';

const clock = new ManualClock('2027-01-15T12:00:00Z');
const sealer = createSealer('contact settings', { secret: 'a secret of this installation', previous: [] });
let database: Database;
let close: () => Promise<void>;

beforeAll(async () => {
  const opened = await testDatabase();
  close = opened.close;
  database = openDatabase({ ...throughPool(opened.url), poolMin: 0, poolMax: 8 });
});

afterAll(async () => {
  await database.close();
  await close();
});

const sample = (tenantId: TenantId) => {
  const { app, engine } = database.pools;
  return addSample({ pool: app, clock, sealer, partitions: new Partitions(engine), tenantId, as: 'greetings' });
};
const settingsOf = (tenantId: TenantId) => inTenant(database.pools.app, tenantId, (tx) => readSettings(tx, tenantId));
const addPerson = (tenantId: TenantId, removedAt: string | null) =>
  inTenant(database.pools.app, tenantId, (tx) =>
    tx.query(
      `INSERT INTO people.person (id, tenant_id, name, time_zone, locale, created_at, deleted_at)
       VALUES ($1, $2, 'Ada Archer', 'Europe/London', 'en', clock_timestamp(), $3)`,
      [newId(), tenantId, removedAt],
    ),
  );

test('an organisation that nobody uses yet gets people once, who are greeted today and on the days about it', async () => {
  const tenantId = newId<TenantId>();
  expect(await sample(tenantId)).toBe(60);
  expect(await settingsOf(tenantId)).toMatchObject({ isEnabled: true, version: 1 });
  const now = clock.now();
  const of = async (date: string) => {
    const day = { tenantId, date: Temporal.PlainDate.from(date), now };
    const { counts } = await inTenant(database.pools.app, tenantId, (tx) => readPlan({ tx, ...day }));
    return counts.filter(({ kind }) => kind === 'birthday').reduce((sum, { planned }) => sum + planned, 0);
  };
  expect(await of('2027-01-15')).toBeGreaterThan(20);
  expect(await of('2027-01-16')).toBeGreaterThan(0);
  expect(await of('2027-01-18')).toBeGreaterThan(0);
  expect(await sample(tenantId)).toBe(0);
});

test('two that start at once add them once', async () => {
  const tenantId = newId<TenantId>();
  const added = await Promise.all([sample(tenantId), sample(tenantId)]);
  expect(added.sort((one, other) => one - other)).toEqual([0, 60]);
});

test('one whose first file was being added when it was looked at gets nobody, and is asked to do nothing', async () => {
  const tenantId = newId<TenantId>();
  const { app, engine } = database.pools;
  const importing = { pool: app, clock, sealer, partitions: new Partitions(engine), tenantId, as: undefined };
  const [begun, go] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const areWanted = async () => {
    begun.resolve();
    await go.promise;
    return true;
  };
  const people = samplePeople(clock.now()).values();
  const file = addMadeUpPeople({ ...importing, people, most: 10, areWanted, actor: commandLineActor('import') });
  await begun.promise;
  const sampled = sample(tenantId);
  go.resolve();
  expect(await file).toMatchObject({ added: 10 });
  expect(await sampled).toBe(0);
  expect(await settingsOf(tenantId)).toMatchObject({ isEnabled: false, version: 0 });
});

test.each([
  ['has somebody', (tenantId: TenantId) => addPerson(tenantId, null), 0],
  ['had somebody', (tenantId: TenantId) => addPerson(tenantId, '2027-01-14T12:00:00Z'), 0],
  [
    'greets already',
    (tenantId: TenantId) =>
      inTenant(database.pools.app, tenantId, (tx) => ensureGreetings({ tx, tenantId, now: clock.now() })),
    1,
  ],
])('one that %s gets nobody, and is asked to do nothing', async (_, use, version) => {
  const tenantId = newId<TenantId>();
  await use(tenantId);
  expect(await sample(tenantId)).toBe(0);
  expect(await settingsOf(tenantId)).toMatchObject({ version });
});

import type { AppError } from '@belfry/kernel/app-error';
import { newId, type PersonId, type TenantId } from '@belfry/kernel/ids';
import type { TimeZone } from '@belfry/kernel/time-zone';
import { type Database, inTenant, openDatabase } from '@belfry/platform/database';
import { createSealer } from '@belfry/platform/sealer';
import { testDatabase, throughPool } from '@belfry/testkit/test-database';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Person } from '../domain/person.ts';
import { listPeople, readPerson, readPersonNames } from '../store/pg-people.ts';
import { newPerson, now } from '../test/people-fixture.ts';
import { createPerson } from './create-people.ts';

const sealer = createSealer('contact settings', { secret: 'a secret of this installation', previous: [] });
let close: () => Promise<void>;
let database: Database;

beforeAll(async () => {
  const { url, close: drop } = await testDatabase();
  close = drop;
  database = openDatabase({ ...throughPool(url), poolMin: 0, poolMax: 4 });
});

afterAll(async () => {
  await database.close();
  await close();
});

const as = <T>(tenantId: TenantId, body: Parameters<typeof inTenant<T>>[2]) =>
  inTenant(database.pools.app, tenantId, body);

function create(tenantId: TenantId, given: Parameters<typeof newPerson>[0] = {}, at = now): Promise<Person> {
  const person = newPerson({ timeZone: 'America/New_York' as TimeZone, birthDate: '1950-02-28', ...given });
  return as(tenantId, (tx) => createPerson({ tx, sealer, tenantId, now: at, allowLocalHttp: false, person }));
}

describe('a person', () => {
  test('is read as it was made, with contact points in the order of preference', async () => {
    const tenant = newId<TenantId>();
    const contactPoints: ReturnType<typeof newPerson>['contactPoints'] = [
      { channel: 'email', address: 'ann@example.com', settings: null },
      { channel: 'sms', address: '+12025550101', settings: null },
      { channel: 'push', address: 'https://push.example.com/1', settings: { p256dh: 'BP', auth: 'secret' } },
      { channel: 'email', address: 'ann@example.org', settings: null },
    ];
    const quietHours = { start: '22:00', end: '07:00' };
    const created = await create(tenant, { contactPoints, quietHours });
    expect(created.contactPoints).toEqual(contactPoints.map((point) => ({ ...point, isOptedOut: false })));
    expect(created).toMatchObject({ name: 'Ann Archer', birthDate: '1950-02-28', quietHours, version: 1 });
    const read = await as(tenant, (tx) => readPerson(tx, sealer, created.id));
    expect({ ...read, createdAt: `${read?.createdAt}` }).toEqual({ ...created, createdAt: now.toString() });
  });

  test('without a name goes by first and last name', async () => {
    const tenant = newId<TenantId>();
    const named = await create(tenant, { name: null, firstName: 'Ann', lastName: 'Archer' });
    const half = await create(tenant, { name: null, lastName: 'Archer' });
    expect([named.name, half.name]).toEqual(['Ann Archer', 'Archer']);
    const names = await as(tenant, (tx) => readPersonNames(tx, [named.id, half.id, newId<PersonId>()]));
    expect(names).toEqual(
      new Map([
        [named.id, 'Ann Archer'],
        [half.id, 'Archer'],
      ]),
    );
  });

  test('has its external id to itself within its tenant, however many want it at once', async () => {
    const [ours, theirs] = [newId<TenantId>(), newId<TenantId>()];
    const wanted = await Promise.allSettled(Array.from({ length: 8 }, () => create(ours, { externalId: 'E-1' })));
    const refused = wanted.filter((one) => one.status === 'rejected').map((one) => one.reason as AppError);
    expect(refused).toHaveLength(7);
    for (const { code, issues } of refused)
      expect([code, issues[0]?.path]).toEqual(['person.external-id-taken', 'externalId']);
    expect((await create(theirs, { externalId: 'E-1' })).externalId).toBe('E-1');
  });

  test('is nobody to another tenant', async () => {
    const created = await create(newId<TenantId>());
    const other = newId<TenantId>();
    expect(await as(other, (tx) => readPerson(tx, sealer, created.id))).toBeNull();
    expect(await as(other, (tx) => listPeople(tx, sealer, {}, { limit: 10 }))).toEqual([]);
    expect(await as(other, (tx) => readPersonNames(tx, [created.id]))).toEqual(new Map());
  });
});

test('a list goes through all people once, newest first, also those of one instant', async () => {
  const tenant = newId<TenantId>();
  const people = [];
  for (let i = 0; i < 7; i++) people.push(await create(tenant, {}, now.add({ seconds: Math.floor(i / 3) })));
  const seen: Person[] = [];
  for (let after: Person | undefined; ; after = seen.at(-1)) {
    const position = after && { createdAt: after.createdAt.toString(), id: after.id };
    const page = await as(tenant, (tx) => listPeople(tx, sealer, {}, { limit: 2, after: position }));
    seen.push(...page.slice(0, 2));
    if (page.length <= 2) break;
  }
  expect(seen.map(({ id }) => id)).toEqual(
    people
      .toSorted((a, b) => Temporal.Instant.compare(b.createdAt, a.createdAt) || (a.id < b.id ? 1 : -1))
      .map(({ id }) => id),
  );
});

test.each([
  ['arch', true],
  ['E-77', true],
  ['202 555 01', true],
  ['(202) 555-0101', true],
  ['ANN@EXAMPLE', true],
  ['%', false],
  ['A_n', false],
  ['nobody', false],
])('a search for %j finds by name, externalId and address, and takes %% and _ as they are', async (q, isFound) => {
  const tenant = newId<TenantId>();
  const points = [
    { channel: 'sms' as const, address: '+12025550101', settings: null },
    { channel: 'email' as const, address: 'ann@example.com', settings: null },
  ];
  const { id } = await create(tenant, { externalId: 'E-77', contactPoints: points });
  await create(tenant, { name: 'Bob Baker' });
  const found = await as(tenant, (tx) => listPeople(tx, sealer, { q }, { limit: 10 }));
  expect(found.map((person) => person.id)).toEqual(isFound ? [id] : []);
});

import { newId, type PersonId, type TenantId } from '@belfry/kernel/ids';
import { recordStart, recordStop } from '@belfry/people';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { ContactPoint } from '../domain/person.ts';
import { listConsent } from '../store/pg-consent-ledger.ts';
import { recordOptOut } from '../store/pg-opt-outs.ts';
import { readPerson } from '../store/pg-people.ts';
import { now, PeopleFixture } from '../test/people-fixture.ts';
import { editPerson } from './edit-person.ts';

let people: PeopleFixture;
let phone: string;
/** A tenant that has heard of nobody yet. */
let theirs: TenantId;
let numbers = 100;

beforeAll(async () => {
  people = await PeopleFixture.open();
});

afterAll(() => people[Symbol.asyncDispose]());

beforeEach(() => {
  numbers += 1;
  phone = `+12025550${numbers}`;
  theirs = newId<TenantId>();
});

const points = (address = phone): ContactPoint[] => [{ channel: 'sms', address, settings: null }];
const said = (evidence: string) => ({
  channel: 'sms',
  address: phone,
  at: now.subtract({ hours: 48 }),
  actor: { type: 'person', id: phone, name: phone, via: 'sms' } as const,
  evidence,
});
const stop = () => people.asEngine((tx) => recordStop(tx, said('STOP')));
const isStopped = async (id: PersonId, tenant: TenantId) =>
  (await people.asTenant((tx) => readPerson(tx, people.sealer, id), tenant))?.contactPoints.map(
    ({ isOptedOut }) => isOptedOut,
  );
const ledgerOf = (id: PersonId, tenant: TenantId) =>
  people.asTenant(async (tx) => (await listConsent(tx, id, { limit: 10 })).map((event) => event.evidence), tenant);

const whyBound = 'Said STOP to the sender that all organisations here share, on 2027-01-13.';

describe('an address that has said STOP', () => {
  test('stays stopped for a tenant that learns of it later, whose ledger says why; until START', async () => {
    await people.addPerson({ contactPoints: points() });
    expect(await stop()).toEqual([people.tenantId]);
    const theirAnn = await people.addPerson({ contactPoints: points() }, theirs);
    expect(theirAnn.contactPoints).toMatchObject([{ address: phone, isOptedOut: true }]);
    expect(await ledgerOf(theirAnn.id, theirs)).toEqual([whyBound]);
    const lifted = await people.asEngine((tx) => recordStart(tx, said('START')));
    expect(new Set(lifted)).toEqual(new Set([people.tenantId, theirs]));
    expect(await isStopped(theirAnn.id, theirs)).toEqual([false]);
    const third = newId<TenantId>();
    expect((await people.addPerson({ contactPoints: points() }, third)).contactPoints).toMatchObject([
      { isOptedOut: false },
    ]);
  });

  test('and that nobody knew then binds whoever learns of it, also by an edit and once', async () => {
    expect(await stop()).toEqual([]);
    const { id } = await people.addPerson();
    const edit = (contactPoints: ContactPoint[]) =>
      people.asTenant((tx) => editPerson({ ...people, tx, id, patch: { contactPoints } }));
    const { after } = await edit(points());
    expect(after.contactPoints).toMatchObject([{ isOptedOut: true }]);
    await edit([]);
    await edit(points());
    expect(await ledgerOf(id, people.tenantId)).toEqual([whyBound]);
  });

  test('of one list alone binds no other tenant', async () => {
    await people.addPerson({ contactPoints: points() });
    await people.asEngine((tx) => recordOptOut(tx, [people.tenantId], said('Unsubscribed.')));
    const theirAnn = await people.addPerson({ contactPoints: points() }, theirs);
    expect(theirAnn.contactPoints).toMatchObject([{ isOptedOut: false }]);
  });
});

describe('a STOP while a tenant is just learning of the address', () => {
  async function isWaiting(): Promise<boolean> {
    const { rowCount } = await people.asEngine((tx) =>
      tx.query(`SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted
        AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`),
    );
    return rowCount === 1;
  }

  test('waits for it, and finds it', async () => {
    const learnt = Promise.withResolvers<PersonId>();
    const ending = Promise.withResolvers<void>();
    const learning = people.asTenant(async (tx) => {
      learnt.resolve((await people.makePerson(tx, { contactPoints: points() }, theirs)).id);
      await ending.promise;
    }, theirs);
    const id = await learnt.promise;
    const stopping = stop();
    try {
      await expect.poll(isWaiting).toBe(true);
    } finally {
      ending.resolve();
    }
    await learning;
    expect(await stopping).toEqual([theirs]);
    expect(await isStopped(id, theirs)).toEqual([true]);
  });

  test('is waited for, and binds', async () => {
    const saying = Promise.withResolvers<void>();
    const ending = Promise.withResolvers<void>();
    const stopping = people.asEngine(async (tx) => {
      await recordStop(tx, said('STOP'));
      saying.resolve();
      await ending.promise;
    });
    await saying.promise;
    const learning = people.addPerson({ contactPoints: points() }, theirs);
    try {
      await expect.poll(isWaiting).toBe(true);
    } finally {
      ending.resolve();
    }
    await stopping;
    expect((await learning).contactPoints).toMatchObject([{ isOptedOut: true }]);
  });
});

test('nobody but the engine reads who has said STOP, and a tenant learns it of its own people alone', async () => {
  await stop();
  const { id } = await people.addPerson({ contactPoints: points() }, theirs);
  await expect(people.asTenant((tx) => tx.query('SELECT FROM people.stopped_address'))).rejects.toMatchObject({
    code: '42501',
  });
  const toldOf = (tenant: TenantId) =>
    people.asTenant(async (tx) => (await tx.query('SELECT address FROM people.stopped_points($1)', [id])).rows, tenant);
  expect(await toldOf(theirs)).toEqual([{ address: phone }]);
  expect(await toldOf(people.tenantId)).toEqual([]);
});

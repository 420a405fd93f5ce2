import { ManualClock } from '@belfry/kernel/clock';
import { newId, type PersonId, type TenantId } from '@belfry/kernel/ids';
import { forgetImports, readImport } from '@belfry/people';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PersonPatch } from '../domain/person-patch.ts';
import { readRows } from '../http/read-rows.ts';
import { readRejections } from '../store/pg-imports.ts';
import { readPeople } from '../store/pg-people.ts';
import { now, PeopleFixture } from '../test/people-fixture.ts';
import { editPerson } from './edit-person.ts';
import { importPeople } from './import-people.ts';
import type { FileRow } from './import-rows.ts';
import { makeChanges, makeChangesOf } from './make-changes.ts';
import { removePerson } from './remove-person.ts';

let people: PeopleFixture;
const clock = new ManualClock(now);

beforeAll(async () => {
  people = await PeopleFixture.open();
});

afterAll(() => people[Symbol.asyncDispose]());

const email = (address: string) => ({ channel: 'email' as const, address, settings: null });

function options() {
  const { app: pool, sealer, port } = people;
  return { pool, clock, sealer, allowLocalHttp: false, onPersonChanged: port };
}

/** Decides what a file changes, and makes nothing of it yet. @returns the import's id */
async function decide(
  rows: readonly string[][],
  given: { id?: string; tenantId?: TenantId; patienceMs?: number } = {},
): Promise<string> {
  const { id = newId<string>() } = given;
  async function* file(): AsyncGenerator<FileRow> {
    for (const [index, cells] of rows.entries()) yield { line: index + 1, cells };
  }
  await importPeople({
    ...{ ...options(), onPersonChanged: { onAdded: async () => {} }, tenantId: people.tenantId, actor: people.actor },
    ...{ existing: 'update', isDryRun: false, fingerprint: '', rows: file(), read: readRows },
    ...{ ...given, id },
  });
  return id;
}

const recordOf = (id: string, of = people.tenantId) => people.asTenant((tx) => readImport(tx, id), of);
const rejectionsOf = (id: string) => people.asTenant((tx) => readRejections(tx, id, { after: 0, limit: 10 }));
const asTheyAre = async (ids: readonly PersonId[]) => [
  ...(await people.asTenant((tx) => readPeople(tx, people.sealer, ids))).values(),
];

test('what is decided is made once by any number of processes, and what has to follow is told of each', async () => {
  const ids: PersonId[] = [];
  for (let n = 0; n < 60; n++) ids.push((await people.addPerson({ externalId: `many-${n}` })).id);
  const id = await decide([['externalId', 'timeZone'], ...ids.map((_, n) => [`many-${n}`, 'Asia/Tokyo'])]);
  expect(await recordOf(id)).toMatchObject({ state: 'running', updated: 60, pending: 60 });
  people.changes.length = 0;
  await Promise.all([
    makeChangesOf(options(), people.tenantId, id),
    makeChanges(options(), people.engine),
    makeChangesOf(options(), people.tenantId, id),
  ]);
  expect(await recordOf(id)).toMatchObject({ state: 'done', updated: 60, pending: 0, rejected: 0 });
  expect(new Set((await asTheyAre(ids)).map(({ timeZone, version }) => `${timeZone} ${version}`))).toEqual(
    new Set(['Asia/Tokyo 2']),
  );
  expect(people.changes.map(({ after }) => after?.id).toSorted()).toEqual(ids.toSorted());
  expect(await makeChanges(options(), people.engine)).toEqual([]);
});

test('what cannot be made any more is rejected with the reason, and the others are made', async () => {
  const [ann, ben, cora] = [
    await people.addPerson({ name: 'Ann', externalId: 'late-1', contactPoints: [email('ann@example.com')] }),
    await people.addPerson({ name: 'Ben', externalId: 'late-2' }),
    await people.addPerson({ name: 'Cora', externalId: 'late-3' }),
  ];
  const id = await decide([
    ['externalId', 'email', 'city'],
    ['late-1', 'quick@example.com', 'York'],
    ['late-2', '', 'York'],
    ['late-3', '', 'York'],
  ]);
  await people.addPerson({ name: 'Quick', contactPoints: [email('quick@example.com')] });
  const { tenantId, sealer, actor, port } = people;
  const common = { sealer, tenantId, actor, now, port, requireVersion() {} };
  await people.asTenant((tx) => removePerson({ ...common, tx, id: ben.id }));
  await makeChangesOf(options(), tenantId, id);
  expect(await recordOf(id)).toMatchObject({ state: 'done', updated: 1, pending: 0, rejected: 2 });
  expect(await rejectionsOf(id)).toMatchObject([
    { line: 2, column: 'email', message: 'quick@example.com is the address of Quick already' },
    { line: 3, column: null, message: expect.stringContaining('no person') },
  ]);
  expect((await asTheyAre([ann.id, cora.id])).map(({ name, city }) => [name, city])).toEqual(
    expect.arrayContaining([
      ['Ann', null],
      ['Cora', 'York'],
    ]),
  );
});

test('what fails unforeseen stays for the next time, and holds up neither those behind it nor another file', async () => {
  const tenantId = newId<TenantId>();
  for (let n = 0; n < 12; n++) await people.addPerson({ name: `Odd ${n}`, externalId: `odd-${n}` });
  await people.addPerson({ externalId: 'even' }, tenantId);
  const odd = await decide([['externalId', 'city'], ...Array.from({ length: 12 }, (_, n) => [`odd-${n}`, 'York'])]);
  const rows = [
    ['externalId', 'city'],
    ['even', 'York'],
  ];
  const even = await decide(rows, { tenantId });
  const broken: ReturnType<typeof options> = {
    ...options(),
    onPersonChanged: {
      inTransaction: async (_, { after }) => {
        if (/^Odd [0-7]$/.test(after?.name ?? '')) throw new Error('The plan is broken.');
      },
    },
  };
  expect(await makeChanges(broken, people.engine)).toHaveLength(2);
  expect([await recordOf(odd), await recordOf(even, tenantId)]).toMatchObject([{ pending: 8 }, { pending: 0 }]);
  await expect(makeChanges(broken, people.engine)).rejects.toThrow('The plan is broken.');
  await makeChangesOf(options(), people.tenantId, odd);
  expect(await recordOf(odd)).toMatchObject({ state: 'done', updated: 12, pending: 0, rejected: 0 });
});

test('somebody else’s edit of another field meanwhile stands', async () => {
  const dora = await people.addPerson({ name: 'Dora', externalId: 'both' });
  const id = await decide([
    ['externalId', 'city'],
    ['both', 'York'],
  ]);
  await people.asTenant((tx) => tx.query(`UPDATE people.person SET country = 'Wales' WHERE id = $1`, [dora.id]));
  await makeChangesOf(options(), people.tenantId, id);
  expect(await asTheyAre([dora.id])).toMatchObject([{ city: 'York', country: 'Wales' }]);
});

test('somebody else’s edit of the same field meanwhile stands, and the row is told of it; so is what they undid', async () => {
  const contactPoints = [email('edith@example.com')];
  const edith = await people.addPerson({ name: 'Edith', externalId: 'same-1', city: 'Leeds', contactPoints });
  const finn = await people.addPerson({ name: 'Finn', externalId: 'same-2', city: 'Leeds' });
  const id = await decide([
    ['externalId', 'city', 'email', 'country'],
    ['same-1', 'Leeds', 'edith@new.example', 'Wales'],
    ['same-2', 'York', '', 'Wales'],
  ]);
  const { port } = people;
  const edit = (of: PersonId, patch: PersonPatch) =>
    people.asTenant((tx) => editPerson({ ...people, tx, id: of, patch, port }));
  // What the file said was so, it did not decide: this is the newer word.
  await edit(edith.id, { city: 'Hull' });
  await edit(finn.id, { city: 'Bath' });
  await makeChangesOf(options(), people.tenantId, id);
  expect(await recordOf(id)).toMatchObject({ state: 'done', updated: 1, pending: 0, rejected: 1 });
  expect(await rejectionsOf(id)).toMatchObject([
    { line: 3, column: 'city', message: expect.stringContaining('and stays Bath') },
  ]);
  const after = await people.asTenant((tx) => readPeople(tx, people.sealer, [edith.id, finn.id]));
  expect(after.get(edith.id)).toMatchObject({ city: 'Hull', country: 'Wales' });
  expect(after.get(edith.id)?.contactPoints).toMatchObject([{ address: 'edith@new.example' }]);
  expect(after.get(finn.id)).toMatchObject({ city: 'Bath', country: null });
});

test('a report is kept as long as something of it is to be done', async () => {
  await people.addPerson({ externalId: 'kept' });
  const id = await decide([
    ['externalId', 'city'],
    ['kept', 'York'],
  ]);
  const later = now.add({ hours: 24 * 40 });
  await people.asEngine((tx) => forgetImports(tx, later));
  expect(await recordOf(id)).toMatchObject({ pending: 1 });
  await makeChangesOf(options(), people.tenantId, id);
  await people.asEngine((tx) => forgetImports(tx, later));
  expect(await recordOf(id)).toBeNull();
});

describe('a file that comes while changes of an earlier one are still to be made', () => {
  test('waits for them, and has the last word', async () => {
    const [gil, hal] = [
      await people.addPerson({ externalId: 'next-1' }),
      await people.addPerson({ externalId: 'next-2' }),
    ];
    const csv = (...cities: [string, string]) => [
      ['externalId', 'city'],
      ...cities.map((city, index) => [`next-${index + 1}`, city]),
    ];
    await makeChangesOf(options(), people.tenantId, await decide(csv('Bath', 'Bath')));
    const [first, second] = [await decide(csv('York', 'York')), newId<string>()];
    // The one goes on, and the other goes back to what it is as yet.
    const deciding = decide(csv('Hull', 'Bath'), { id: second });
    await expect.poll(() => recordOf(second)).toMatchObject({ state: 'running', isWaiting: true, rows: 0 });
    await makeChangesOf(options(), people.tenantId, first);
    await deciding;
    await makeChangesOf(options(), people.tenantId, second);
    expect(await recordOf(second)).toMatchObject({ state: 'done', updated: 2, unchanged: 0, rejected: 0 });
    const after = await people.asTenant((tx) => readPeople(tx, people.sealer, [gil.id, hal.id]));
    expect([gil, hal].map(({ id }) => after.get(id)?.city)).toEqual(['Hull', 'Bath']);
  });

  test('waits no longer where nobody can make them, and leaves to them whom they are about', async () => {
    const ivo = await people.addPerson({ externalId: 'stuck' });
    await people.addPerson({ externalId: 'free' });
    const csv = (city: string, ...ids: string[]) => [['externalId', 'city'], ...ids.map((id) => [id, city])];
    const first = await decide(csv('York', 'stuck'));
    const second = await decide(csv('Hull', 'stuck', 'free'), { patienceMs: 500 });
    expect(await recordOf(second)).toMatchObject({ rows: 2, updated: 1, rejected: 1 });
    expect(await rejectionsOf(second)).toMatchObject([
      { line: 2, column: null, message: expect.stringContaining('an earlier file') },
    ]);
    for (const id of [first, second]) await makeChangesOf(options(), people.tenantId, id);
    expect(await asTheyAre([ivo.id])).toMatchObject([{ city: 'York' }]);
  });
});

import { ManualClock } from '@belfry/kernel/clock';
import { newId } from '@belfry/kernel/ids';
import { readImport, recordStop } from '@belfry/people';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { readRows } from '../http/read-rows.ts';
import { listPeople } from '../store/pg-people.ts';
import { now, PeopleFixture } from '../test/people-fixture.ts';
import { editPerson } from './edit-person.ts';
import { type FileRow, type ImportOptions, importPeople } from './import-people.ts';

let people: PeopleFixture;
/** Within the address, so that no test meets another's. */
let batch = 0;

beforeAll(async () => {
  people = await PeopleFixture.open();
});

afterAll(() => people[Symbol.asyncDispose]());

beforeEach(() => {
  batch += 1;
});

const phoneOf = (n: number) => `+1202555${String(batch).padStart(1, '0')}${String(n).padStart(3, '0')}`;
const emailOf = (n: number) => `b${batch}-${n}@example.com`;

/** A header and these rows; what is done between two chunks is part of the file, so to speak. */
async function* file(count: number, between: () => Promise<void> = async () => {}): AsyncGenerator<FileRow> {
  yield { line: 1, cells: ['name', 'email', 'sms', 'timeZone'] };
  for (let n = 0; n < count; n++) {
    if (n === 600) await between();
    yield { line: n + 2, cells: [`Batch${batch} ${n}`, emailOf(n), n < 600 ? phoneOf(n) : '', 'Asia/Tokyo'] };
  }
}

function run(rows: AsyncIterable<FileRow>, options: Partial<Pick<ImportOptions, 'isDryRun' | 'id' | 'existing'>> = {}) {
  return importPeople({
    ...{ pool: people.app, clock: new ManualClock(now), sealer: people.sealer, allowLocalHttp: false },
    ...{ onPersonChanged: { onAdded: async () => {} }, tenantId: people.tenantId, fingerprint: '' },
    ...{ id: options.id ?? newId<string>(), isDryRun: options.isDryRun ?? false, rows, read: readRows },
    ...{ existing: options.existing ?? 'reject', actor: people.actor },
  });
}

const none = { rows: 0, added: 0, updated: 0, unchanged: 0, rejected: 0 };
const named = (q: string) => people.asTenant((tx) => listPeople(tx, people.sealer, { q }, { limit: 1000 }));
const stop = (address: string) =>
  people.asEngine((tx) =>
    recordStop(tx, {
      ...{ channel: 'sms', address, at: now, evidence: 'STOP' },
      actor: { type: 'person', id: address, name: address, via: 'sms' },
    }),
  );

describe('while a file is being added', () => {
  test('a STOP is not waited for, and binds whoever the file brings', async () => {
    const counts = await run(file(700, async () => void (await stop(phoneOf(3)))));
    expect(counts).toEqual({ ...none, rows: 700, added: 700 });
    const [stopped] = await named(emailOf(3));
    expect(stopped?.contactPoints.find(({ channel }) => channel === 'sms')).toMatchObject({ isOptedOut: true });
    const [other] = await named(emailOf(4));
    expect(other?.contactPoints.some(({ isOptedOut }) => isOptedOut)).toBe(false);
  });

  test('nobody sees any of it, and how far it has come is on record', async () => {
    const id = newId<string>();
    const seen: unknown[] = [];
    await run(
      file(700, async () => {
        const record = await people.asTenant((tx) => readImport(tx, id));
        seen.push((await named(`Batch${batch} `)).length, record?.state, record?.rows);
      }),
      { id },
    );
    expect(seen).toEqual([0, 'running', 500]);
    expect(await named(`Batch${batch} `)).toHaveLength(700);
  });

  test('whoever takes one of its addresses first keeps it, and the row says so', async () => {
    const counts = await run(
      file(700, async () => {
        const contactPoints = [{ channel: 'email' as const, address: emailOf(650), settings: null }];
        await people.addPerson({ name: 'Quick', contactPoints });
      }),
    );
    expect(counts).toEqual({ ...none, rows: 700, added: 699, rejected: 1 });
  });

  test('whom it will change may be edited', async () => {
    const contactPoints = [{ channel: 'email' as const, address: emailOf(0), settings: null }];
    const { id } = await people.addPerson({ contactPoints });
    const editing = () =>
      people.asTenant(async (tx) => {
        await tx.query(`SET LOCAL lock_timeout = '5s'`);
        await editPerson({ ...people, tx, id, patch: { city: 'Oslo' } });
      });
    const counts = await run(file(700, editing), { existing: 'update' });
    expect(counts).toEqual({ ...none, rows: 700, added: 699, updated: 1 });
  });
});

test('a file that breaks off leaves nothing, and gives up the addresses that it had claimed', async () => {
  const broken = run(
    file(700, async () => {
      throw new Error('The disk has gone.');
    }),
  );
  await expect(broken).rejects.toThrow('The disk has gone.');
  expect(await named(`Batch${batch} `)).toEqual([]);
  expect(await run(file(10))).toEqual({ ...none, rows: 10, added: 10 });
});

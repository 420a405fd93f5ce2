import { createReadStream } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ManualClock } from '@belfry/kernel/clock';
import { newId, type TenantId } from '@belfry/kernel/ids';
import { readImport, recordStop } from '@belfry/people';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { readRows } from '../http/read-rows.ts';
import { claimEmails } from '../store/pg-email-owners.ts';
import { readRejections } from '../store/pg-imports.ts';
import { listPeople } from '../store/pg-people.ts';
import { now, PeopleFixture } from '../test/people-fixture.ts';
import { editPerson } from './edit-person.ts';
import { type ImportOptions, importPeople } from './import-people.ts';
import type { FileRow } from './import-rows.ts';
import { readCsv } from './read-csv.ts';
import { removePerson } from './remove-person.ts';

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

/** Whom nothing but the import's record keeps from being added twice. */
async function* unknownPeople(count: number, between: () => Promise<void> = async () => {}): AsyncGenerator<FileRow> {
  yield { line: 1, cells: ['name', 'timeZone'] };
  for (let n = 0; n < count; n++) {
    if (n === 600) await between();
    yield { line: n + 2, cells: n === 7 ? [`Batch${batch} 7`] : [`Batch${batch} ${n}`, 'Asia/Tokyo'] };
  }
}

function run(rows: AsyncIterable<FileRow>, options: Partial<Omit<ImportOptions, 'rows'>> = {}) {
  return importPeople({
    ...{ pool: people.app, clock: new ManualClock(now), sealer: people.sealer, allowLocalHttp: false },
    ...{ onPersonChanged: { onAdded: async () => {} }, tenantId: people.tenantId, fingerprint: '' },
    ...{ id: newId<string>(), isDryRun: false, rows, read: readRows, existing: 'reject', actor: people.actor },
    ...options,
  });
}

const none = { rows: 0, added: 0, updated: 0, unchanged: 0, rejected: 0 };
const recordOf = (id: string) => people.asTenant((tx) => readImport(tx, id));
const rejectionsOf = (id: string) => people.asTenant((tx) => readRejections(tx, id, { after: 0, limit: 10 }));
const named = (q: string) => people.asTenant((tx) => listPeople(tx, people.sealer, { q }, { limit: 1000 }));
/** As one that has noted nothing for long. @returns what it is taken for then */
const fallSilent = (id: string) =>
  people.asTenant(async (tx) => {
    await tx.query(`UPDATE people.import SET updated_at = clock_timestamp() - interval '2 minutes' WHERE id = $1`, [
      id,
    ]);
    return readImport(tx, id);
  });
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
        const record = await recordOf(id);
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

  test('it is not taken to have broken off for having nothing to say', async () => {
    const id = newId<string>();
    const silent = async () => {
      expect(await fallSilent(id)).toMatchObject({ state: 'failed' });
      await expect.poll(() => recordOf(id), { timeout: 20_000 }).toMatchObject({ state: 'running', rows: 500 });
    };
    await run(file(700, silent), { id });
    expect(await recordOf(id)).toMatchObject({ state: 'done' });
  }, 30_000);

  test('whom it will change may be edited', async () => {
    const contactPoints = [{ channel: 'email' as const, address: emailOf(0), settings: null }];
    // What is decided here nobody makes, and others of the tenant would wait for it.
    const tenantId = newId<TenantId>();
    const { id } = await people.addPerson({ contactPoints }, tenantId);
    const editing = () =>
      people.asTenant(async (tx) => {
        await tx.query(`SET LOCAL lock_timeout = '5s'`);
        await editPerson({ ...people, tx, tenantId, id, patch: { city: 'Oslo' } });
      }, tenantId);
    const counts = await run(file(700, editing), { existing: 'update', tenantId });
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

test('of as many files as there are connections, each of another tenant, a few are added at once, and the others wait', async () => {
  const files = Array.from({ length: people.app.options.max }, () => ({
    id: newId<string>(),
    tenantId: newId<TenantId>(),
  }));
  const areAllOnRecord = async () => {
    const begun = 'SELECT FROM people.import WHERE id = ANY ($1::uuid[])';
    const { rowCount } = await people.asEngine((tx) => tx.query(begun, [files.map(({ id }) => id)]));
    return rowCount === files.length;
  };
  let atOnce = 0;
  let mostAtOnce = 0;
  let haveAllBegun = false;
  async function* oneOfMany(): AsyncGenerator<FileRow> {
    mostAtOnce = Math.max(mostAtOnce, ++atOnce);
    // An answer that was on its way when another file's came says nothing against that.
    while (mostAtOnce < 3 || !haveAllBegun) if (await areAllOnRecord()) haveAllBegun = true;
    yield* unknownPeople(20);
    atOnce -= 1;
  }
  const counts = await Promise.all(files.map((file) => run(oneOfMany(), file)));
  expect(counts).toEqual(files.map(() => ({ ...none, rows: 20, added: 19, rejected: 1 })));
  expect(mostAtOnce).toBe(3);
}, 30_000);

test('of one tenant one file is added at a time; another waits and says so, and one of another tenant does not', async () => {
  const [first, second] = [newId<string>(), newId<string>()];
  const others: Promise<unknown>[] = [];
  await run(
    // Each would wait for an address of the other, were they added at once.
    file(700, async () => {
      others.push(run(file(700), { id: second }));
      await expect.poll(() => recordOf(second)).toMatchObject({ state: 'running', isWaiting: true, rows: 0 });
      expect(await run(file(10), { tenantId: newId<TenantId>() })).toMatchObject({ added: 10 });
      expect(await recordOf(first)).toMatchObject({ state: 'running', isWaiting: false, rows: 500 });
    }),
    { id: first },
  );
  expect(await Promise.all(others)).toEqual([{ ...none, rows: 700, rejected: 700 }]);
  expect(await recordOf(second)).toMatchObject({ state: 'done', isWaiting: false });
}, 30_000);

test('whoever holds an address of a file, and waits for another, comes to an end, and the others of the file are added', async () => {
  const claimed = Promise.withResolvers<void>();
  const go = Promise.withResolvers<void>();
  const { id: personId } = await people.addPerson();
  const editor = people.asTenant(async (tx) => {
    await claimEmails(tx, people.tenantId, [{ personId, address: emailOf(650) }]);
    claimed.resolve();
    await go.promise;
    await claimEmails(tx, people.tenantId, [{ personId, address: emailOf(3) }]);
  });
  // PostgreSQL looks once whether two wait for one another, a second after a wait has begun, and ends whoever looks.
  const hasLooked = `SELECT FROM pg_locks WHERE NOT granted AND waitstart < clock_timestamp() - interval '1.5 s'`;
  const between = async () => {
    go.resolve();
    await expect.poll(async () => (await people.asEngine((tx) => tx.query(hasLooked))).rowCount).toBe(1);
  };
  const id = newId<string>();
  async function* oneIsUnreadable(): AsyncGenerator<FileRow> {
    for await (const row of file(1100, between)) yield row.line === 9 ? { ...row, cells: ['Torn'] } : row;
  }
  await claimed.promise;
  const adding = run(oneIsUnreadable(), { id });
  await editor;
  expect(await adding).toEqual({ ...none, rows: 1100, added: 1097, rejected: 3 });
  expect((await rejectionsOf(id)).map(({ line }) => line)).toEqual([5, 9, 652]);
  expect(await named(emailOf(4))).toHaveLength(1);
}, 60_000);

test('of those that wait the one that began first goes first', async () => {
  const ended: number[] = [];
  const others: Promise<unknown>[] = [];
  await run(
    unknownPeople(700, async () => {
      for (const minutes of [4, 3, 2, 1]) {
        const id = newId<string>();
        const waiting = run(unknownPeople(1), { id, clock: new ManualClock(now.add({ minutes })) });
        others.push(waiting.then(() => ended.push(minutes)));
        await expect.poll(() => recordOf(id)).toMatchObject({ isWaiting: true });
      }
    }),
  );
  await Promise.all(others);
  expect(ended).toEqual([1, 2, 3, 4]);
}, 30_000);

describe('an import that failed', () => {
  const breaks = async () => {
    throw new Error('The disk has gone.');
  };

  test('begins anew under its id, once however many ask for it at once', async () => {
    const id = newId<string>();
    await expect(run(unknownPeople(700, breaks), { id })).rejects.toThrow('The disk has gone.');
    expect([await recordOf(id), await rejectionsOf(id)]).toMatchObject([{ state: 'failed', rows: 500 }, [{ line: 9 }]]);
    const again = await Promise.allSettled([1, 2, 3].map(() => run(unknownPeople(700), { id })));
    expect(again.filter(({ status }) => status === 'fulfilled')).toMatchObject([{ value: { rows: 700, added: 699 } }]);
    const refused = again.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []));
    expect(refused).toMatchObject([{ code: 'import.id-taken' }, { code: 'import.id-taken' }]);
    expect(await named(`Batch${batch} `)).toHaveLength(699);
    expect(await recordOf(id)).toMatchObject({ state: 'done', problem: null, added: 699, rejected: 1 });
    expect(await rejectionsOf(id)).toMatchObject([{ line: 9 }]);
    await expect(run(unknownPeople(700), { id })).rejects.toMatchObject({ code: 'import.id-taken' });
  });

  test('does not begin anew with another file', async () => {
    const id = newId<string>();
    await expect(run(unknownPeople(700, breaks), { id })).rejects.toThrow('The disk has gone.');
    const other = run(unknownPeople(10), { id, fingerprint: 'another' });
    await expect(other).rejects.toMatchObject({ code: 'import.id-taken' });
    expect(await recordOf(id)).toMatchObject({ state: 'failed' });
  });

  test('in that its process was frozen keeps nothing when it wakes after another try', async () => {
    const id = newId<string>();
    const again: Promise<unknown>[] = [];
    const frozen = run(
      unknownPeople(700, async () => {
        const clock = new ManualClock(now.add({ minutes: 2 }));
        const { promise: hasBegun, resolve: begin } = Promise.withResolvers<void>();
        const tryAgain = async (): Promise<unknown> => {
          // It is not frozen quite: it may beat in between.
          await fallSilent(id);
          const next = run(unknownPeople(700), { id, clock }).catch((error) =>
            error.code === 'import.id-taken' ? tryAgain() : Promise.reject(error),
          );
          await expect.poll(() => recordOf(id)).toMatchObject({ rows: 0, isWaiting: true });
          begin();
          return next;
        };
        again.push(tryAgain());
        await hasBegun;
      }),
      { id },
    );
    await expect(frozen).rejects.toMatchObject({ code: 'import.id-taken' });
    expect(await Promise.all(again)).toMatchObject([{ added: 699 }]);
    expect(await named(`Batch${batch} `)).toHaveLength(699);
    expect(await recordOf(id)).toMatchObject({ state: 'done', rows: 700, added: 699, rejected: 1 });
  });
});

describe('a row that an export has given an id', () => {
  async function* exported(rows: readonly string[][]): AsyncGenerator<FileRow> {
    const header = ['id', 'externalId', 'name', 'email', 'timeZone'];
    for (const [n, cells] of [header, ...rows].entries()) yield { line: n + 1, cells };
  }
  const zone = 'Europe/London';
  const email = (address: string) => ({ channel: 'email' as const, address, settings: null });

  test.each(['reject', 'update'] as const)(
    'is nobody new, though nothing else tells who it is (%s)',
    async (existing) => {
      const { id, name } = await people.addPerson({ name: `Nameless${batch}` });
      const counts = await run(exported([[id.toUpperCase(), '', name, '', zone]]), { existing });
      const known = existing === 'update' ? { unchanged: 1 } : { rejected: 1 };
      expect(counts).toEqual({ ...none, rows: 1, ...known });
      expect(await named(`Nameless${batch}`)).toHaveLength(1);
    },
  );

  test('changes whom it names, whatever external id they had; one or an address that is another’s it does not take', async () => {
    const ann = await people.addPerson({ externalId: `A${batch}` });
    await people.addPerson({ externalId: `B${batch}`, contactPoints: [email(emailOf(1))] });
    const id = newId<string>();
    const row = (externalId: string, address = '') => [ann.id, externalId, ann.name, address, zone];
    const decided = (one: string[]) =>
      run(exported([one]), { existing: 'update', isDryRun: true, id: newId<string>() });
    expect(await decided(row(`C${batch}`))).toMatchObject({ updated: 1, rejected: 0 });
    await run(exported([row(`B${batch}`), row(`A${batch}`, emailOf(1))]), { existing: 'update', id });
    expect(await rejectionsOf(id)).toMatchObject([
      { line: 2, column: 'externalId', message: expect.stringContaining(`B${batch}`) },
      { line: 3, column: 'email', message: expect.stringContaining('is the address of') },
    ]);
  });

  test.each(['reject', 'update'] as const)(
    'goes by what else a row names where its id is from elsewhere, and refuses that of somebody removed (%s)',
    async (existing) => {
      const removed = await people.addPerson();
      await people.asTenant((tx) => removePerson({ ...people, tx, id: removed.id }));
      const theirs = await people.addPerson({}, newId<TenantId>());
      const id = newId<string>();
      const ids = [removed.id, 'seventeen', theirs.id, newId<string>()];
      const name = `Foreign${batch} ${existing}`;
      const rows = exported(ids.map((one) => [one, '', name, '', zone]));
      expect(await run(rows, { existing, id })).toEqual({ ...none, rows: 4, added: 2, rejected: 2 });
      expect((await rejectionsOf(id)).map(({ column, message }) => [column, message.slice(0, 22)])).toEqual([
        ['id', 'is that of somebody wh'],
        ['id', 'is no id of an export;'],
      ]);
      expect(await named(name)).toHaveLength(2);
    },
  );
});

test.each([false, true])(
  'a file that cannot be read to its end is refused, and nobody of it is kept (dry run: %s)',
  async (isDryRun) => {
    const id = newId<string>();
    const folder = await mkdtemp(join(tmpdir(), 'belfry-import-'));
    const path = join(folder, 'people.csv');
    const rows = Array.from({ length: 6000 }, (_, n) => `Torn${batch} ${n},UTC`).with(4998, '"Torn,UTC');
    await writeFile(path, ['name,timeZone', ...rows].join('\n'));
    await expect(run(readCsv(createReadStream(path)), { id, isDryRun })).rejects.toMatchObject({
      code: 'import.unreadable',
    });
    await rm(folder, { recursive: true });
    const record = await people.asTenant((tx) => readImport(tx, id));
    expect(record).toMatchObject({ state: 'failed', problem: expect.stringContaining('from line 5000 on') });
    expect(await named(`Torn${batch} `)).toEqual([]);
  },
);

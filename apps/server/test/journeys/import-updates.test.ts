import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BelfryProcess, startBelfry } from '@belfry/testkit/belfry-process';
import { runBelfry } from '@belfry/testkit/program';
import { databaseEnv } from '@belfry/testkit/test-database';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';

/** A file about people who are there already. */

interface Import {
  id: string;
  state: string;
  rows: number;
  added: number;
  updated: number;
  unchanged: number;
  pending: number;
  rejected: number;
  firstRejections: { line: number; column: string | null; reason: string }[];
}

interface Person {
  name: string;
  version: number;
  timeZone: string;
}

let belfry: BelfryProcess;

beforeAll(async () => {
  belfry = await startBelfry({ at: '2027-05-16T12:00:00Z' });
});

afterAll(() => belfry.stop());

async function send(csv: string, query = ''): Promise<Import> {
  const response = await fetch(`${belfry.base}/v1/people/import?existing=update${query}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${belfry.key}`, 'content-type': 'text/csv' },
    body: csv,
  });
  expect(response.status).toBe(200);
  return (await response.json()) as Import;
}

const peopleNamed = async (q: string, limit = 100) =>
  (await belfry.must<{ data: Person[] }>('GET', `/v1/people?q=${q}&limit=${limit}`)).data;

const staff = [
  'externalId,firstName,lastName,email,phone,timeZone,birthDate,date:nameDay,city',
  'E-1,Ada,Archer,ada@example.com,,Europe/London,1990-05-17,2000-11-30,Leeds',
  'E-2,Ben,Baker,ben@example.com,+12025550102,Europe/London,1990-05-17,,York',
  ',Cora,Costa,cora@example.com,,Europe/London,1990-05-17,,',
].join('\n');

test('changes what its rows hold, adds who is new, and leaves the others as they are', async () => {
  expect(await send(staff)).toMatchObject({ state: 'done', added: 3, updated: 0, unchanged: 0 });
  const csv = [
    'externalId,firstName,lastName,email,timeZone,birthDate,city',
    // By the external id: another address, zone and last name. What its cells leave empty stays.
    'E-1,Ada,Ames,ada@new.example,Asia/Tokyo,,',
    // As he is.
    'E-2,Ben,Baker,ben@example.com,Europe/London,1990-05-17,York',
    // By the address, and from now on with an external id.
    'E-3,Cora,Costa,Cora@example.com,Europe/London,,Hull',
    'E-4,Dora,Dean,dora@example.com,Europe/London,1991-05-17,',
  ].join('\n');
  const tried = await send(csv, '&dryRun=true');
  expect(tried).toMatchObject({ state: 'done', rows: 4, added: 1, updated: 2, unchanged: 1, pending: 0, rejected: 0 });
  expect(await peopleNamed('Ada')).toMatchObject([{ lastName: 'Archer', version: 1 }]);

  const done = await send(csv);
  expect(done).toMatchObject({ state: 'done', rows: 4, added: 1, updated: 2, unchanged: 1, pending: 0, rejected: 0 });
  expect(await peopleNamed('Ada')).toMatchObject([
    {
      ...{ name: 'Ada Ames', timeZone: 'Asia/Tokyo', birthDate: '1990-05-17', city: 'Leeds', version: 2 },
      dates: { nameDay: '2000-11-30' },
      contactPoints: [{ channel: 'email', address: 'ada@new.example' }],
    },
  ]);
  expect(await peopleNamed('Ben')).toMatchObject([{ version: 1 }]);
  expect(await peopleNamed('Cora')).toMatchObject([{ externalId: 'E-3', city: 'Hull', version: 2 }]);
  expect(await send(csv)).toMatchObject({ added: 0, updated: 0, unchanged: 4, rejected: 0 });
});

test('says of whom it cannot tell who they are, and holds up nobody for them', async () => {
  const csv = [
    'externalId,name,email,timeZone,city',
    'E-1,,ben@example.com,,',
    'E-9,Nobody,ben@example.com,Europe/London,',
    'E-2,,,Mars/Olympus,',
    'E-4,,,,Bath',
    ',,dora@example.com,,Bristol',
  ].join('\n');
  const { firstRejections, ...counts } = await send(csv);
  expect(counts).toMatchObject({ rows: 5, added: 0, updated: 1, unchanged: 0, rejected: 4 });
  expect(firstRejections).toMatchObject([
    { line: 2, column: 'email', reason: 'is the address of Ben Baker, whose externalId is E-2' },
    { line: 3, column: 'email', reason: 'is the address of Ben Baker, whose externalId is E-2' },
    { line: 4, column: 'timeZone', reason: expect.stringContaining('IANA') },
    { line: 6, column: null, reason: 'is the same person as line 5' },
  ]);
  expect(await peopleNamed('Dora')).toMatchObject([{ city: 'Bath' }]);
});

test('is in what goes out from then on', async () => {
  await belfry.must('PUT', '/v1/greetings/settings', {});
  await send('externalId,firstName,email,timeZone\nE-2,Benjamin,benjamin@example.com,Asia/Tokyo\n');
  // Nine in Tokyo; the others are greeted at nine in London, Ada by her own zone, too.
  await belfry.must('POST', '/sandbox/clock', { set: '2027-05-17T00:05:00Z' });
  await expect.poll(async () => (await belfry.messages()).length).toBe(2);
  const messages = await belfry.messages();
  expect(messages.map(({ to, body }) => [to, body]).toSorted()).toEqual([
    ['ada@new.example', expect.stringContaining('Hey, Ada Ames it')],
    ['benjamin@example.com', expect.stringContaining('Hey, Benjamin Baker it')],
  ]);
});

test('an export that comes back changes nobody, and none of its cells is a formula', async () => {
  await belfry.must('POST', '/v1/people', { name: 'Nobody’s Double', timeZone: 'UTC' });
  const person = { name: '=1+1', city: "'-1", externalId: '@7', timeZone: 'UTC' };
  await belfry.must('POST', '/v1/people', person);
  const response = await fetch(`${belfry.base}/v1/people/export`, {
    headers: { authorization: `Bearer ${belfry.key}` },
  });
  const csv = await response.text();
  expect(csv).toContain("'@7,'=1+1,");
  expect(csv).toContain(",''-1,");
  expect(csv).toContain(',+12025550102,');
  expect(await send(csv)).toMatchObject({ rows: 6, added: 0, updated: 0, unchanged: 6, rejected: 0 });
});

test('is done to the end by whoever comes after a program that dies in the middle, and to nobody twice', async () => {
  const count = 1000;
  const rows = (city: string) => Array.from({ length: count }, (_, n) => `M-${n},Many${n},Asia/Tokyo,${city}`);
  const csv = (city: string) => `externalId,name,timeZone,city\n${rows(city).join('\n')}\n`;
  await send(csv('Osaka'));
  const id = crypto.randomUUID();
  const sending = send(csv('Kobe'), `&id=${id}`).catch((error: Error) => error);
  const read = () => belfry.must<Import>('GET', `/v1/people/imports/${id}`);
  const reached = async () => (await belfry.call<Import>('GET', `/v1/people/imports/${id}`)).body;
  await expect.poll(async () => (await reached()).pending ?? 0, { interval: 20 }).toBeGreaterThan(0);
  await expect.poll(async () => (await reached()).pending, { interval: 20 }).toBeLessThan(count - 100);
  await belfry.kill9();
  expect(await sending).toBeInstanceOf(Error);
  await belfry.restart();
  await expect.poll(read, { timeout: 60_000 }).toMatchObject({ state: 'done', pending: 0 });
  expect(await read()).toMatchObject({ rows: count, added: 0, updated: count, unchanged: 0, rejected: 0 });
  const { data } = await belfry.must<{ data: (Person & { city: string })[] }>('GET', '/v1/people?q=Many&limit=100');
  expect(new Set(data.map(({ city, version }) => `${city} ${version}`))).toEqual(new Set(['Kobe 2']));
  expect(await send(csv('Kobe'))).toMatchObject({ updated: 0, unchanged: count });
});

test('what an earlier file has left the command does first, where no engine is there to do it', async () => {
  await using front = await startBelfry({ at: '2027-05-16T12:00:00Z', roles: 'api' });
  const folder = await mkdtemp(join(tmpdir(), 'belfry-import-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const csv = (city: string) => `externalId,name,timeZone,city\nE-1,Ada,UTC,${city}\n`;
  const cityOfAda = async () =>
    (await front.must<{ data: { city: string }[] }>('GET', '/v1/people?q=Ada')).data[0]?.city;
  const bring = async (city: string) => {
    await writeFile(join(folder, 'staff.csv'), csv(city));
    const env = { BELFRY_DATA: front.dataDir, ...databaseEnv(front.databaseUrl) };
    const program = await runBelfry(['import', 'people', join(folder, 'staff.csv'), '--update', '--json'], env);
    expect((await program.ended).code, program.log()).toBe(0);
    return JSON.parse(program.stdout()) as Import;
  };
  expect(await bring('Leeds')).toMatchObject({ added: 1 });
  const id = crypto.randomUUID();
  const answer = fetch(`${front.base}/v1/people/import?existing=update&id=${id}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${front.key}`, 'content-type': 'text/csv' },
    body: csv('York'),
  });
  await expect
    .poll(async () => (await front.call<Import>('GET', `/v1/people/imports/${id}`)).body)
    .toMatchObject({ state: 'running', pending: 1 });
  expect(await cityOfAda()).toBe('Leeds');
  expect(await bring('Leeds')).toMatchObject({ updated: 1, unchanged: 0, rejected: 0 });
  // Which waits for its changes for a while, and may have answered before they were made.
  expect((await answer).ok).toBe(true);
  const record = await front.must('GET', `/v1/people/imports/${id}`);
  expect(record).toMatchObject({ state: 'done', updated: 1, rejected: 0 });
  expect(await cityOfAda()).toBe('Leeds');
});

import { type BelfryProcess, startBelfry } from '@belfry/testkit/belfry-process';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

interface Import {
  id: string;
  state: string;
  dryRun: boolean;
  rows: number;
  added: number;
  rejected: number;
  problem: string | null;
  rejectionsUrl: string;
}

let belfry: BelfryProcess;

beforeAll(async () => {
  belfry = await startBelfry({ at: '2027-01-01T00:00:00Z' });
});

afterAll(() => belfry.stop());

async function send(
  csv: string | Buffer<ArrayBuffer>,
  query = '',
  more: Record<string, string> = {},
): Promise<{ status: number; body: Import & { code?: string; detail?: string } }> {
  const response = await fetch(`${belfry.base}/v1/people/import${query}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${belfry.key}`, 'content-type': 'text/csv', ...more },
    body: csv,
  });
  return { status: response.status, body: (await response.json()) as Import & { code?: string; detail?: string } };
}

async function text(path: string): Promise<string> {
  const response = await fetch(belfry.base + path, { headers: { authorization: `Bearer ${belfry.key}` } });
  expect(response.status).toBe(200);
  return response.text();
}

const peopleNamed = async (q: string) =>
  (await belfry.must<{ data: Record<string, unknown>[] }>('GET', `/v1/people?q=${q}`)).data;

describe('a file of people', () => {
  test('is added, with whatever its columns are called and how they are separated', async () => {
    const csv =
      '\uFEFFFirst Name;last_name;E-mail;phone;time zone;birthDate;date:nameDay;City\r\n' +
      'Ada;Archer;Ada@Example.com;;Asia/Phnom_Penh;1990-05-17;2000-11-30;"Phnom; Penh"\r\n' +
      '\r\n' +
      '"Bo ""B""";Baker;;+1 202 555 0101;Europe/London;;;\r\n';
    expect((await send(csv)).body).toMatchObject({ state: 'done', rows: 2, added: 2, rejected: 0, problem: null });
    const [ada] = await peopleNamed('Archer');
    expect(ada).toMatchObject({
      name: 'Ada Archer',
      timeZone: 'Asia/Phnom_Penh',
      birthDate: '1990-05-17',
      dates: { nameDay: '2000-11-30' },
      city: 'Phnom; Penh',
      contactPoints: [{ channel: 'email', address: 'ada@example.com' }],
    });
    expect(await peopleNamed('Baker')).toMatchObject([
      { firstName: 'Bo "B"', contactPoints: [{ channel: 'sms', address: '+12025550101' }] },
    ]);
  });

  test('has each row that cannot be taken reported, with its line, its column and the reason', async () => {
    const csv = [
      'externalId,name,email,timeZone,birthDate',
      'x1,Cora,cora@example.com,Europe/Paris,1990-02-30',
      'x2,Dora,dora@example.com,america/new_york,1990-02-28',
      'x3,,eve@example.com,Europe/Paris,',
      'x4,Fay,ada@example.com,Europe/Paris,',
      'x5,Gus,gus@example.com,Europe/Paris',
      'x2,Dora again,dora2@example.com,Europe/Paris,',
      'x7,Hal,Dora@example.com,Mars/Olympus,',
    ].join('\n');
    const { body } = await send(csv);
    expect(body).toMatchObject({ state: 'done', rows: 7, added: 1, rejected: 6 });
    const [header, ...lines] = (await text(body.rejectionsUrl)).trim().split('\n');
    expect(header).toBe('line,column,reason,externalId,name,email,timeZone,birthDate');
    expect(lines.map((line) => line.split(',').slice(0, 2).join(' '))).toEqual([
      '2 birthDate',
      '4 name',
      '5 email',
      '6 ',
      '7 ',
      '8 timeZone',
    ]);
    expect(lines[2]).toContain('Ada Archer');
    expect(lines[4]).toContain('line 3');
    expect(await peopleNamed('Dora')).toMatchObject([{ timeZone: 'America/New_York' }]);
  });

  test('whose rejected rows come back mended, in the report they were handed out in, is taken', async () => {
    const first = await send('name,timeZone\nUna,Mars/Olympus\nVera,"Mars, Olympus"\n');
    expect(first.body).toMatchObject({ added: 0, rejected: 2 });
    const again = await send((await text(first.body.rejectionsUrl)).replace('Una,Mars/Olympus', 'Una,Asia/Tokyo'));
    expect(again.body).toMatchObject({ rows: 2, added: 1, rejected: 1 });
    expect(await peopleNamed('Una')).toMatchObject([{ timeZone: 'Asia/Tokyo' }]);
    expect((await text(again.body.rejectionsUrl)).split('\n')[0]).toBe('line,column,reason,name,timeZone');
  });

  test('that is only tried leaves its report and nothing else', async () => {
    const csv = 'name,email,timeZone\nIda,ida@example.com,Asia/Tokyo\nJo,,Nowhere\n';
    const { body } = await send(csv, '?dryRun=true');
    expect(body).toMatchObject({ state: 'done', dryRun: true, rows: 2, added: 1, rejected: 1 });
    expect(await peopleNamed('Ida')).toEqual([]);
    expect(await text(body.rejectionsUrl)).toContain('Nowhere');
  });

  test.each([
    ['an unknown column', 'name,salary\nKim,1\n', /salary/],
    ['a column twice', 'name,Name\nKim,Kim\n', /twice/],
    ['no line', '', /empty/],
    ['a quote that is not closed', 'name,timeZone\nLea,Asia/Tokyo\n"Mia,Asia/Tokyo\nNoa,Asia/Tokyo\n', /line 3/],
  ])('with %s is refused as a whole', async (_, csv, detail) => {
    const answer = await send(csv);
    expect(answer).toMatchObject({
      status: 422,
      body: { code: 'import.unreadable', detail: expect.stringMatching(detail) },
    });
  });

  test('keeps the letters of the charset that its content type names, and is refused where it names none', async () => {
    const csv = Buffer.from('name,timeZone\nJürgen Groß,Europe/Berlin\n', 'latin1');
    expect(await send(csv)).toMatchObject({
      status: 422,
      body: { code: 'import.unreadable', detail: expect.stringContaining('line 2 is not UTF-8') },
    });
    const { body } = await send(csv, '', { 'content-type': 'text/csv; charset="ISO-8859-1"' });
    expect(body).toMatchObject({ state: 'done', added: 1 });
    expect(await peopleNamed('Groß')).toMatchObject([{ name: 'Jürgen Groß' }]);
  });

  test('that breaks off, because the program dies, leaves nothing of itself, says so and holds up no other', async () => {
    const id = crypto.randomUUID();
    const rows = Array.from({ length: 20_000 }, (_, n) => `Half${n},half${n}@example.com,Asia/Tokyo`);
    const sending = send(`name,email,timeZone\n${rows.join('\n')}\n`, `?id=${id}`).catch((error: Error) => error);
    await expect
      .poll(async () => (await belfry.call<Import>('GET', `/v1/people/imports/${id}`)).body.rows ?? 0, { interval: 20 })
      .toBeGreaterThan(0);
    await belfry.kill9();
    expect(await sending).toBeInstanceOf(Error);
    await belfry.restart();
    expect(await peopleNamed('Half')).toEqual([]);
    expect(['running', 'failed']).toContain((await belfry.must<Import>('GET', `/v1/people/imports/${id}`)).state);
    expect((await send('name,timeZone\nHalf,Asia/Tokyo\n', `?id=${id}`)).status).toBe(409);
    await send('name,timeZone\nAnother,Asia/Tokyo\n');
    // While the dead one is still taken for one at work.
    expect((await belfry.must<Import>('GET', `/v1/people/imports/${id}`)).state).toBe('running');
    expect(await peopleNamed('Another')).toHaveLength(1);
  });

  test('comes out of the export as it can go in again', async () => {
    const csv = await text('/v1/people/export');
    expect(csv.split('\n')[0]).toBe(
      'id,externalId,name,firstName,lastName,timeZone,locale,birthDate,anniversaryDate,city,country,email,sms,date:nameDay',
    );
    const { body } = await send(csv, '?dryRun=true');
    // All are there already, by their ids.
    const rows = csv.trim().split('\n').length - 1;
    expect(body).toMatchObject({ rows, added: 0, rejected: rows });
  });
});

test('the same request again, by its key, is answered as before and adds nobody; another file under it is refused', async () => {
  const csv = 'name,timeZone\nQuinn,Asia/Tokyo\n';
  const headers = { 'idempotency-key': 'monday' };
  const first = await send(csv, '', headers);
  expect(first).toMatchObject({ status: 200, body: { added: 1 } });
  expect((await send(csv, '', headers)).body).toEqual(first.body);
  expect(await peopleNamed('Quinn')).toHaveLength(1);
  const other = await send(csv.replace('Quinn', 'Rosa'), '', headers);
  expect(other).toMatchObject({ status: 409, body: { code: 'idempotency.key-reused' } });
  // After 24 hours of real time the key is nobody's.
  const owner = new pg.Client({ connectionString: belfry.databaseUrl });
  await owner.connect();
  await owner.query(
    `UPDATE platform.idempotency_key SET created_at = created_at - interval '24 hours 1 minute' WHERE key = 'monday'`,
  );
  await owner.end();
  expect((await send(csv, '', headers)).body).toMatchObject({ added: 1, id: expect.not.stringMatching(first.body.id) });
  expect(await peopleNamed('Quinn')).toHaveLength(2);
});

test('a key is no answer to another import’s report: what its id keeps out is refused as often as it is sent, and then may be put right', async () => {
  const csv = 'name,timeZone\nTess,Asia/Tokyo\n';
  const headers = { 'idempotency-key': 'thursday' };
  const [tried, free] = [crypto.randomUUID(), crypto.randomUUID()];
  expect((await send(csv, `?dryRun=true&id=${tried}`)).body).toMatchObject({ dryRun: true, added: 1 });
  for (let times = 0; times < 2; times++) {
    const refused = await send(csv, `?id=${tried}`, headers);
    expect(refused).toMatchObject({ status: 409, body: { code: 'import.id-taken' } });
  }
  expect(await peopleNamed('Tess')).toEqual([]);
  expect((await send(csv, `?id=${free}`, headers)).body).toMatchObject({ dryRun: false, added: 1 });
  expect(await peopleNamed('Tess')).toHaveLength(1);
});

test('a file that could not be read may be put right under its key', async () => {
  const headers = { 'idempotency-key': 'sunday' };
  expect(await send('name,salary\nVal,1\n', '', headers)).toMatchObject({ status: 422 });
  const mended = await send('name,timeZone\nVal,Asia/Tokyo\n', '', headers);
  expect(mended).toMatchObject({ status: 200, body: { added: 1 } });
  expect((await send('name,timeZone\nVal,Asia/Tokyo\n', '', headers)).body).toEqual(mended.body);
});

test('whoever finds the same import begun, as of two that came at once the one does, is answered with its report', async () => {
  const csv = 'name,timeZone\nUlla,Asia/Tokyo\n';
  const id = crypto.randomUUID();
  const first = await send(csv, `?id=${id}`);
  expect(await send(csv, `?id=${id}`)).toMatchObject({ status: 409, body: { code: 'import.id-taken' } });
  expect(await send(csv, `?id=${id}`, { 'idempotency-key': 'friday' })).toEqual(first);
  expect(await peopleNamed('Ulla')).toHaveLength(1);
});

test('the same request again of one that the database had no time for is done then', async () => {
  const csv = 'name,email,timeZone\nSam,sam@example.com,Asia/Tokyo\n';
  const headers = { 'idempotency-key': 'tuesday' };
  const owner = new pg.Client({ connectionString: belfry.databaseUrl });
  await owner.connect();
  try {
    await owner.query('BEGIN; LOCK TABLE people.email_owner IN ACCESS EXCLUSIVE MODE');
    const first = send(csv, '', headers);
    // What its limit of half a minute does.
    const cancel = () =>
      owner.query(
        `SELECT pg_cancel_backend(pid) FROM pg_locks WHERE relation = 'people.email_owner'::regclass AND NOT granted`,
      );
    await expect.poll(async () => (await cancel()).rowCount, { timeout: 20_000 }).toBe(1);
    expect(await first).toMatchObject({ status: 503, body: { code: 'database.busy' } });
  } finally {
    await owner.end();
  }
  expect(await send(csv, '', headers)).toMatchObject({ status: 200, body: { state: 'done', added: 1, problem: null } });
  expect((await send(csv, '', headers)).body).toMatchObject({ state: 'done', added: 1 });
  expect(await peopleNamed('Sam')).toHaveLength(1);
});

test('imports are listed to the first, page by page, and the report of each can be read', async () => {
  const ids: string[] = [];
  // All of one instant: the clock stands still.
  for (let index = 0; index < 7; index++) {
    ids.push((await send(`name,time zone\nNobody ${index},Nowhere/City\n`, '?dryRun=true')).body.id);
  }
  const found: string[] = [];
  const page = (cursor: string) =>
    belfry.must<{ data: Import[]; nextCursor: string | null }>('GET', `/v1/people/imports?limit=3${cursor}`);
  for (let cursor: string | null = ''; cursor !== null; ) {
    const { data, nextCursor } = await page(cursor);
    found.push(...data.map(({ id }) => id));
    cursor = nextCursor && `&cursor=${nextCursor}`;
  }
  // Those that others have made at that instant, by ids of their own, may stand between.
  expect(found.filter((id) => ids.includes(id))).toEqual(ids.toReversed());
  expect(new Set(found).size).toBe(found.length);
  expect(await text(`/v1/people/imports/${ids[0]}/rejections`)).toContain('Nobody 0');
});

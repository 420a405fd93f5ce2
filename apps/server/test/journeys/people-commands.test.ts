import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BelfryProcess, startBelfry } from '@belfry/testkit/belfry-process';
import { runBelfry } from '@belfry/testkit/program';
import { databaseEnv } from '@belfry/testkit/test-database';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { foundOrganisation, type Organisation } from './found-organisation.ts';

/** People who come and go in files, by the commands; beside them a server whose clock they go by. */
let belfry: BelfryProcess;
let other: Organisation;
let folder: string;

beforeAll(async () => {
  belfry = await startBelfry({ at: '2027-02-27T12:00:00Z' });
  other = await foundOrganisation(belfry, 'Other');
  folder = await mkdtemp(join(tmpdir(), 'belfry-people-'));
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
  await belfry.stop();
});

const run = (...args: string[]) => runWith({}, ...args);

async function runWith(more: Record<string, string>, ...args: string[]) {
  const env = { BELFRY_DATA: belfry.dataDir, ...databaseEnv(belfry.databaseUrl), ...more };
  const program = await runBelfry(args, env);
  const { code } = await program.ended;
  return { code, stdout: program.stdout(), log: program.log() };
}

async function mustRun(...args: string[]): Promise<string> {
  const { code, stdout, log } = await run(...args);
  expect(code, log).toBe(0);
  return stdout;
}

interface Page {
  data: { name: string; externalId: string | null }[];
}

const file = (name: string) => join(folder, name);
const linesOf = (text: string) => text.trimEnd().split('\n');
/** Of an import all come at one instant, and stand in the order of ids that mean nothing. */
const sorted = ([header, ...people]: readonly string[]) => [header, ...people.toSorted()];

test('people of a file are added, and what cannot be taken is written out with the reason', async () => {
  const csv = [
    'first name,last_name,email,timeZone,birthDate,date:nameDay,city',
    'Ann,Archer,ann@example.com,Asia/Phnom_Penh,1990-02-28,2001-05-06,Phnom Penh',
    'Ben,Baker,ben@example.com,Mars/Olympus,,,',
    '"Cora, the first",,cora@example.com,UTC,2000-02-30,,',
    'Dora,Dean,dora@example.com,America/Argentina/Buenos_Aires,,,',
  ].join('\n');
  await writeFile(file('people.csv'), csv);
  const dryRun = JSON.parse(await mustRun('import', 'people', file('people.csv'), '--dry-run', '--json'));
  expect(dryRun).toMatchObject({ dryRun: true, rows: 4, added: 2, rejected: 2 });
  expect((await belfry.must<Page>('GET', '/v1/people')).data).toEqual([]);

  const said = await mustRun('import', 'people', file('people.csv'), '--rejected', file('rejected.csv'));
  expect(said).toBe('Of 4 rows 2 were added, and 2 were rejected.\n');
  const { data } = await belfry.must<Page>('GET', '/v1/people');
  expect(data.map(({ name }) => name).sort()).toEqual(['Ann Archer', 'Dora Dean']);
  const [header, ...rejected] = linesOf(await readFile(file('rejected.csv'), 'utf8'));
  expect(header).toBe('line,column,reason,firstName,lastName,email,timeZone,birthDate,date:nameDay,city');
  expect(rejected).toEqual([
    expect.stringMatching(/^3,timeZone,.*IANA time zone.*,Ben,Baker,ben@example.com,Mars\/Olympus,,,$/),
    expect.stringMatching(/^4,birthDate,.*calendar date.*,"Cora, the first",,cora@example.com,UTC,2000-02-30,,$/),
  ]);
});

test('one is told of as one', async () => {
  await writeFile(file('one.csv'), 'name,timeZone\nEve,Mars/Olympus\n');
  const said = await mustRun('import', 'people', file('one.csv'), '--rejected', file('rejected.csv'));
  expect(said).toBe('Of 1 row 0 were added, and 1 was rejected.\n');
});

test('the time is that of the server, and a command that says another one is refused', async () => {
  expect(await mustRun('plan')).toBe('Nobody is greeted on 2027-02-27.\n');
  const { code, stdout, log } = await runWith({ BELFRY_CLOCK: 'system' }, 'plan');
  expect([code, stdout]).toEqual([1, '']);
  expect(log).toMatch(/^BELFRY_CLOCK is system, but the server .* goes by the virtual clock/);
});

const withoutIds = (csv: string) => linesOf(csv).map((line) => line.slice(line.indexOf(',') + 1));

test('what is exported is imported elsewhere as it was, and a second time by nobody', async () => {
  const exported = await mustRun('export', 'people');
  await mustRun('export', 'people', file('exported.csv'));
  expect(await readFile(file('exported.csv'), 'utf8')).toBe(exported);
  expect(linesOf(exported)).toHaveLength(1 + 2);
  const tenantId = await tenantOf(other);
  const into = ['import', 'people', file('exported.csv'), '--tenant', tenantId, '--json'];
  expect(JSON.parse(await mustRun(...into))).toMatchObject({ rows: 2, added: 2, rejected: 0 });
  const there = await mustRun('export', 'people', '--tenant', tenantId);
  // But for their ids, which are of each place.
  expect(sorted(withoutIds(there))).toEqual(sorted(withoutIds(exported)));
  expect(JSON.parse(await mustRun(...into))).toMatchObject({ rows: 2, added: 0, rejected: 2 });
});

test('people who do not exist are the same for the same number, and their greetings stand in the plan of their days', async () => {
  const ofOther = ['--tenant', await tenantOf(other)];
  const third = ['--tenant', await tenantOf(await foundOrganisation(belfry, 'Third'))];
  const seed = async (of: string[], number: string) => {
    const said = await mustRun('seed', '--people', '400', '--as', 'greetings', '--seed', number, ...of, '--json');
    expect(JSON.parse(said)).toMatchObject({ added: 400 });
    // Each lot has ids and addresses of its own; behind the city there are the other dates that an organisation has.
    const all = withoutIds(await mustRun('export', 'people', ...of)).map((line) =>
      line
        .replaceAll(/seed-[0-9a-f]{8}-/g, 'seed-')
        .split(',')
        .slice(0, 12)
        .join(','),
    );
    return all.filter((line) => line.startsWith('seed-')).toSorted();
  };
  const people = await seed(ofOther, '7');
  expect(people).toHaveLength(400);
  expect(await seed(third, '7')).toEqual(people);
  const zones = new Set(people.map((line) => line.split(',')[4]));
  expect(zones.size).toBeGreaterThan(20);

  // What is near is planned, and what is far is counted by people's dates; where somebody has their birthday.
  const days = Map.groupBy(
    people.map((line) => line.split(',')[6]!.slice(5)).filter((day) => day !== '' && day !== '02-29'),
    (day) => day,
  );
  const [day = '', born = []] = [...days].toSorted(([, one], [, other]) => other.length - one.length)[0] ?? [];
  const date = `2027-${day}` > '2027-03-01' ? `2027-${day}` : `2028-${day}`;
  const plan = JSON.parse(await mustRun('plan', '--date', date, ...third, '--json')) as {
    counts: { zone: string; kind: string; dueAt: string; planned: number }[];
  };
  const birthdays = plan.counts.filter(({ kind }) => kind === 'birthday');
  expect(birthdays.reduce((sum, { planned }) => sum + planned, 0)).toBe(born.length);
  for (const { zone, dueAt } of birthdays) {
    const local = Temporal.Instant.from(dueAt).toZonedDateTimeISO(zone).toPlainDateTime();
    expect(local.toString()).toBe(`${date}T09:00:00`);
  }
  const words = linesOf(await mustRun('plan', '--date', date, ...third));
  expect(words.at(-1)).toMatch(/^\d+ in all\./);
  const [first] = birthdays;
  expect(words.some((line) => line.startsWith(`${first?.dueAt}  09:00 ${first?.zone} `))).toBe(true);
});

test.each([
  ['a file that is not there', ['import', 'people', 'nowhere.csv'], /There is no file nowhere\.csv/],
  ['a directory', ['import', 'people', '.'], /^\. is a directory, and no file\.\n$/],
  [
    'a place where nothing can be written',
    ['export', 'people', '/nodir/x.csv'],
    /^The file \/nodir\/x\.csv cannot be written: no such file or directory\.\n$/,
  ],
  [
    'a place for rejected rows where none can be written',
    ['import', 'people', import.meta.filename, '--rejected', '/nodir/x.csv'],
    /^The file \/nodir\/x\.csv cannot be written/,
  ],
  ['an organisation that is not there', ['export', 'people', '--tenant', randomUUID()], /organisation/],
  ['a day that is none', ['plan', '--date', '2027-02-30'], /--date/],
  ['no people at all', ['seed', '--people', '0'], /--people/],
])('%s is refused, and nothing is written', async (_, args, reason) => {
  const { code, stdout, log } = await run(...args);
  expect([code, stdout]).toEqual([1, '']);
  expect(log).toMatch(reason);
});

test('a file that cannot be opened after all is told of, and its import has failed', async () => {
  const server = createServer().listen(file('socket'));
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const { code, log } = await run('import', 'people', file('socket'));
  expect(code).toBe(1);
  expect(log).toContain('ENXIO');
  expect(log).not.toContain('Unhandled');
  const { data } = await belfry.must<{ data: { state: string }[] }>('GET', '/v1/people/imports?limit=1');
  expect(data).toMatchObject([{ state: 'failed' }]);
});

async function tenantOf(organisation: Organisation): Promise<string> {
  return (await organisation.must<{ organisation: { id: string } }>('GET', '/v1/me')).organisation.id;
}

import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BelfryProcess, startBelfry } from '@belfry/testkit/belfry-process';
import { runBelfry } from '@belfry/testkit/program';
import { databaseEnv } from '@belfry/testkit/test-database';
import { afterAll, beforeAll, expect, test } from 'vitest';
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

async function run(...args: string[]) {
  const program = await runBelfry(args, { BELFRY_DATA: belfry.dataDir, ...databaseEnv(belfry.databaseUrl) });
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

test('what is exported is imported elsewhere as it was, and a second time by nobody', async () => {
  const exported = await mustRun('export', 'people');
  await mustRun('export', 'people', file('exported.csv'));
  expect(await readFile(file('exported.csv'), 'utf8')).toBe(exported);
  const tenantId = await tenantOf(other);
  const into = ['import', 'people', file('exported.csv'), '--tenant', tenantId, '--json'];
  expect(JSON.parse(await mustRun(...into))).toMatchObject({ rows: 2, added: 2, rejected: 0 });
  expect(await mustRun('export', 'people', '--tenant', tenantId)).toBe(exported);
  expect(JSON.parse(await mustRun(...into))).toMatchObject({ rows: 2, added: 0, rejected: 2 });
});

test('people who do not exist are the same for the same number, and their greetings stand in the plan of their days', async () => {
  const ofOther = ['--tenant', await tenantOf(other)];
  const seeded = JSON.parse(await mustRun('seed', '--people', '400', '--as', 'greetings', ...ofOther, '--json'));
  expect(seeded).toMatchObject({ added: 400 });
  const people = linesOf(await mustRun('export', 'people', ...ofOther));
  expect(people).toHaveLength(1 + 2 + 400);
  const zones = new Set(people.slice(1).map((line) => /[A-Z][\w+-]*\/[\w/+-]+|\bUTC\b/.exec(line)?.[0]));
  expect(zones.size).toBeGreaterThan(20);

  const plan = JSON.parse(await mustRun('plan', '--date', '2027-02-28', ...ofOther, '--json'));
  const born = people.filter((line) => /,(19|20)\d\d-02-2[89],/.test(line)).length;
  expect(born).toBeGreaterThan(0);
  const planned = plan.counts.reduce((sum: number, one: { planned: number }) => sum + one.planned, 0);
  expect(planned).toBe(born);
  expect(plan.counts).toContainEqual(
    expect.objectContaining({ zone: 'Asia/Phnom_Penh', dueAt: '2027-02-28T02:00:00Z' }),
  );
  const words = linesOf(await mustRun('plan', '--date', '2027-02-28', ...ofOther));
  expect(words.at(-1)).toContain(`${born} in all.`);
  expect(words).toContainEqual(expect.stringMatching(/^2027-02-28T02:00:00Z {2}09:00 Asia\/Phnom_Penh +birthday: /));
});

test.each([
  ['a file that is not there', ['import', 'people', 'nowhere.csv'], /There is no file nowhere\.csv/],
  ['an organisation that is not there', ['export', 'people', '--tenant', randomUUID()], /organisation/],
  ['a day that is none', ['plan', '--date', '2027-02-30'], /--date/],
  ['no people at all', ['seed', '--people', '0'], /--people/],
])('%s is refused, and nothing is written', async (_, args, reason) => {
  const { code, stdout, log } = await run(...args);
  expect([code, stdout]).toEqual([1, '']);
  expect(log).toMatch(reason);
});

async function tenantOf(organisation: Organisation): Promise<string> {
  return (await organisation.must<{ organisation: { id: string } }>('GET', '/v1/me')).organisation.id;
}

import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { isMigrated } from '@belfry/platform/migrate';
import { type BelfryProcess, startBelfry } from '@belfry/testkit/belfry-process';
import { runBelfry } from '@belfry/testkit/program';
import { emptyDatabase } from '@belfry/testkit/test-database';
import pg from 'pg';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';

/** On the embedded database, which commands find through the connection file. */
let belfry: BelfryProcess;

beforeAll(async () => {
  belfry = await startBelfry({ databaseUrl: '' });
});

afterAll(() => belfry.stop());

async function run(args: string[], env: Record<string, string> = {}) {
  const program = await runBelfry(args, { BELFRY_DATA: belfry.dataDir, ...env });
  const { code } = await program.ended;
  return { code, stdout: program.stdout(), log: program.log() };
}

test('key create prints the key alone, and it opens the API', async () => {
  const { code, stdout, log } = await run(['key', 'create', '--name', 'Pager bridge']);
  expect(code).toBe(0);
  expect(log).toBe(stdout);
  expect(stdout).toMatch(/^\S+\n$/);
  const headers = { authorization: `Bearer ${stdout.trim()}` };
  const me = await fetch(`${belfry.base}/v1/me`, { headers });
  expect([me.status, await me.json()]).toMatchObject([200, { actor: { type: 'key', name: 'Pager bridge' } }]);
});

test.each([
  ['no id', 'acme', /--tenant/],
  ['an unknown organisation', randomUUID(), /organisation/],
])('key create for %s is refused in one line', async (_, tenant, reason) => {
  const { code, stdout, log } = await run(['key', 'create', '--tenant', tenant]);
  expect([code, stdout]).toEqual([1, '']);
  expect(log).toMatch(/^[^\n]+\n$/);
  expect(log).toMatch(reason);
});

test('a key is listed by its first characters, and opens nothing once it is revoked', async () => {
  const name = 'of a laptop that was lost';
  const key = (await run(['key', 'create', '--name', name])).stdout.trim();
  const opens = async () =>
    (await fetch(`${belfry.base}/v1/people`, { headers: { authorization: `Bearer ${key}` } })).ok;
  expect(await opens()).toBe(true);
  const listed = await run(['key', 'list', '--json']);
  const { data } = JSON.parse(listed.stdout) as { data: { id: string; name: string; start: string }[] };
  const found = data.find((one) => one.name === name);
  expect(key.startsWith(found!.start)).toBe(true);
  expect(listed.stdout).not.toContain(key);
  expect((await run(['key', 'list'])).stdout).toContain(`${found!.id}  ${found!.start}…  made `);
  expect(await run(['key', 'revoke', found!.id])).toMatchObject({ code: 0, stdout: 'It is revoked.\n' });
  await expect.poll(opens, { timeout: 20_000 }).toBe(false);
  expect(await run(['key', 'revoke', found!.id])).toMatchObject({ code: 1, stdout: '' });
});

test('sign-in-link prints a link to the running server, alone; without a server it leads nowhere and says so', async () => {
  const { code, stdout, log } = await run(['sign-in-link']);
  expect([code, log]).toEqual([0, stdout]);
  expect(stdout).toMatch(/^\S+\n$/);
  expect(stdout.startsWith(`${belfry.base}/sign-in/`)).toBe(true);
  const elsewhere = await run(['sign-in-link'], { BELFRY_DATA: join(belfry.dataDir, 'elsewhere') });
  expect(elsewhere).toMatchObject({
    code: 1,
    stdout: '',
    log: expect.stringMatching(/^No server is running[^\n]+\n$/),
  });
});

test.each([
  ['key', 'create'],
  ['key', 'list'],
  ['dead-letters', 'list'],
  ['export', 'people'],
])('%s %s makes no installation where there is none', async (...command) => {
  const data = join(belfry.dataDir, 'elsewhere');
  const { code, stdout, log } = await run(command, { BELFRY_DATA: data });
  expect([code, stdout, log.split('\n').length]).toEqual([1, '', 2]);
  expect(log).toContain(`There is no Belfry in ${data}`);
  expect(existsSync(data)).toBe(false);
});

test('doctor finds an installation well, and says it as JSON too', async () => {
  const { code, stdout } = await run(['doctor', '--json']);
  expect(code).toBe(0);
  const { findings } = JSON.parse(stdout) as { findings: { level: string; about: string; found: string }[] };
  expect(findings.map(({ about }) => about)).toEqual(
    expect.arrayContaining(['configuration', 'database (embedded)', 'schema', 'roles', 'connections', 'clock']),
  );
  expect(findings.filter(({ level }) => level === 'problem')).toEqual([]);
  expect(stdout).not.toContain(belfry.key);
});

test('doctor says what is wrong and what to do about it, and ends with 1', async () => {
  const wrong = await run(['doctor', '--json'], { LOG_LEVEL: 'loud' });
  expect(wrong.code).toBe(1);
  expect(JSON.parse(wrong.stdout).findings).toMatchObject([
    { level: 'problem', about: 'configuration', found: expect.stringContaining('LOG_LEVEL'), todo: expect.any(String) },
  ]);
  const nowhere = await run(['doctor', '--json'], { DATABASE_URL: 'postgres://belfry:sesame@127.0.0.1:1/belfry' });
  expect(nowhere.code).toBe(1);
  expect(JSON.parse(nowhere.stdout).findings).toContainEqual(
    expect.objectContaining({ level: 'problem', about: 'database' }),
  );
  expect(nowhere.log).not.toContain('sesame');
});

test('partitions create makes months and years ahead, once; a number that is none is refused', async () => {
  const create = (months: string) => run(['partitions', 'create', '--months', months, '--json']);
  const { created } = JSON.parse((await create('24')).stdout) as { created: { table: string }[] };
  const count = (table: string) => created.filter((partition) => partition.table === table).length;
  // The server has made this month already, and perhaps the next.
  expect(count('turn')).toBeGreaterThanOrEqual(22);
  expect([count('outcome'), count('wakeup')]).toEqual([count('turn'), 0]);
  expect(count('slot_ledger')).toBeGreaterThan(0);
  const [again, none, help] = await Promise.all([create('24'), create('0'), run(['events', '--help'])]);
  expect(JSON.parse(again.stdout)).toEqual({ created: [] });
  expect(none).toMatchObject({ code: 1, stdout: '', log: expect.stringContaining('--months') });
  expect(help.stdout).toContain("SELECT set_config('app.tenant'");
});

test.each([['key', 'create'], ['plan'], ['events', 'drop', '--older-than', '1'], ['events', 'replay', 'CA-1']])(
  '%s on a database that was never set up says so, and sets nothing up',
  async (...args) => {
    const { url, close } = await emptyDatabase();
    onTestFinished(close);
    const { code, log } = await run(args, { DATABASE_URL: url });
    expect([code, log]).toEqual([1, 'This database has not been set up yet: start Belfry once.\n']);
    expect(await isMigrated(url)).toBe(false);
  },
);

test('events drop keeps what is not old enough, and says so; a number that is none is refused', async () => {
  await belfry.must('POST', '/v1/events', { traceId: 'CA-1', type: 'call.ended' });
  const drop = (...more: string[]) => run(['events', 'drop', ...more]);
  const [said, asJson, none] = await Promise.all([
    drop('--older-than', '1', '--yes'),
    drop('--older-than', '1', '--yes', '--json'),
    drop('--older-than', '0', '--yes'),
  ]);
  expect(said).toMatchObject({ code: 0, stdout: 'Nothing is that old.\n' });
  expect(JSON.parse(asJson.stdout)).toEqual({ wouldDrop: [], kept: [] });
  expect(none).toMatchObject({ code: 1, stdout: '', log: expect.stringContaining('--older-than') });
  expect((await run(['events', 'replay', 'CA-1'])).stdout).toContain('call.ended');
});

test('migrate --dry-run shows what is missing and changes nothing; migrate brings it, however many run at once', async () => {
  const { url, close } = await emptyDatabase();
  onTestFinished(close);
  const count = async () => {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    const { rows } = await client.query<{ count: number }>(
      `SELECT count(*)::int FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
       WHERE n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast')`,
    );
    await client.end();
    return rows[0]!.count;
  };
  const dry = await run(['migrate', '--dry-run', '--database-url', url]);
  expect(dry.code).toBe(0);
  expect(dry.stdout).toContain('CREATE TABLE "engine"."turn"');
  expect(await count()).toBe(0);

  const both = await Promise.all([run(['migrate', '--database-url', url]), run(['migrate', '--database-url', url])]);
  expect(both.map(({ code }) => code)).toEqual([0, 0]);
  expect(both.map(({ stdout }) => stdout).toSorted()).toEqual([
    expect.stringMatching(/^\d+ migrations? applied\.\n$/),
    'Up to date.\n',
  ]);
  expect(await count()).toBeGreaterThan(20);
  const again = await run(['migrate', '--dry-run', '--database-url', url]);
  expect(again).toMatchObject({ code: 0, stdout: '-- Up to date.\n' });
});

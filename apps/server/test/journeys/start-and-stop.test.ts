import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type BelfryProcess, startBelfry } from '@belfry/testkit/belfry-process';
import { expectOnly } from '@belfry/testkit/expect-only';
import { runBelfry } from '@belfry/testkit/program';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addPerson, occurrenceOf, remind, timelineOf } from './story.ts';

/** On the embedded database, as `npm start` has it. */
let belfry: BelfryProcess;
const annsPhone = '+12025550101';
const expectMessage = expectOnly(() => belfry);

beforeAll(async () => {
  belfry = await startBelfry({
    at: '2027-01-15T08:00:00Z',
    databaseUrl: '',
    env: { BELFRY_PROVIDER_TIMEOUT_MS: '1000' },
  });
});

afterAll(() => belfry.stop());

async function postgresPid(): Promise<number> {
  const file = await readFile(join(belfry.dataDir, 'postgres/postmaster.pid'), 'utf8');
  return Number(file.split('\n')[0]);
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

const hang = () =>
  belfry.must('PUT', `/sandbox/handsets/${encodeURIComponent(annsPhone)}`, { chaos: { acceptThenHang: 1 } });

test('a second start on the same data says in one line who is running, and ends with 1', async () => {
  const second = await runBelfry(['serve'], { BELFRY_DATA: belfry.dataDir, PORT: '0' });
  expect(await second.ended).toEqual({ code: 1, signal: null });
  expect(second.log().trim().split('\n')).toEqual([
    expect.stringContaining(`Belfry is already running at ${belfry.base} on the data in ${belfry.dataDir}`),
  ]);
  expect((await fetch(`${belfry.base}/ready`)).status).toBe(200);
});

test('SIGTERM lets a call that is under way end and be recorded', async () => {
  const ann = await addPerson(belfry, { name: 'Ann Archer', sms: annsPhone });
  await hang();
  const schedule = await remind(belfry, { person: ann, title: 'Take pills', at: '2027-01-15T09:00:00Z' });
  const moving = belfry.call('POST', '/sandbox/clock', { set: '2027-01-15T09:00:00Z' });
  await expect.poll(() => belfry.messages(), { interval: 10, timeout: 10_000 }).toHaveLength(1);
  // The network has it and does not answer: the call is under way.
  const runs = belfry.log().length;
  await belfry.restart();
  expect(belfry.log().slice(runs)).toMatch(/stopping: what is under way ends first[\s\S]*stopped\n/);
  expect(await moving).toMatchObject({ status: 503, body: { code: 'clock.interrupted' } });

  await belfry.setClock('2027-01-15T09:00:00Z');
  expectMessage({ channel: 'sms', to: annsPhone, body: 'Take pills', at: '2027-01-15T09:00:00Z' });
  const outcomes = (await timelineOf(belfry, await occurrenceOf(belfry, schedule))).filter(
    ({ type }) => type === 'outcome',
  );
  // Of the call itself, not of an audit that found nothing recorded.
  expect(outcomes[0]).toMatchObject({ status: 'unknown', reason: expect.stringContaining('No answer came in time') });
  expect(outcomes.at(-1)).toMatchObject({ payload: { code: 'look-up.found' } });
});

test('a start after kill -9 recovers: data, time, and what was under way', async () => {
  const { data } = await belfry.must<{ data: { id: string; name: string }[] }>('GET', '/v1/people');
  const ann = data.find(({ name }) => name === 'Ann Archer')!;
  await hang();
  const cut = await remind(belfry, { person: ann, title: 'Under way', at: '2027-01-16T09:00:00Z' });
  const later = await remind(belfry, { person: ann, title: 'Later', at: '2027-01-16T10:00:00Z' });
  const moving = belfry.setClock('2027-01-16T09:00:00Z').catch((error: unknown) => error);
  await expect
    .poll(() => belfry.messages('?since=2027-01-16T00:00:00Z'), { interval: 10, timeout: 30_000 })
    .toHaveLength(1);
  await belfry.kill9();
  expect(await moving).toBeInstanceOf(TypeError);
  await belfry.restart();
  await belfry.setClock('2027-01-16T10:00:00Z');
  expectMessage({ channel: 'sms', to: annsPhone, body: 'Under way', at: '2027-01-16T09:00:00Z' });
  expectMessage({ channel: 'sms', to: annsPhone, body: 'Later', at: '2027-01-16T10:00:00Z' });
  expect(await occurrenceOf(belfry, cut)).toMatchObject({ state: 'completed' });
  expect(await occurrenceOf(belfry, later)).toMatchObject({ state: 'completed' });
});

test('stopping leaves no process and no port behind, and the data can be taken up again', async () => {
  const [program, database] = [belfry.pid(), await postgresPid()];
  expect([program, database].map(isAlive)).toEqual([true, true]);
  // What restart does first is to stop it, and it fails where that does not end with 0.
  await belfry.restart();
  // One that an earlier death has orphaned is the system's to bury, which takes a moment.
  await expect.poll(() => [program, database].map(isAlive)).toEqual([false, false]);
  expect(belfry.pid()).not.toBe(program);
});

test('killing it leaves a database that the next start adopts or ends', async () => {
  const database = await postgresPid();
  await belfry.kill9();
  await belfry.restart();
  const now = await postgresPid();
  expect([now === database || !isAlive(database), isAlive(now)]).toEqual([true, true]);
});

import { randomUUID } from 'node:crypto';
import { type BelfryOptions, type BelfryProcess, startBelfry } from '@belfry/testkit/belfry-process';
import { expectOnly } from '@belfry/testkit/expect-only';
import { type TestDatabase, testDatabase } from '@belfry/testkit/test-database';
import { isThorough } from '@belfry/testkit/thorough';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { readShares } from './shares.ts';
import { addPerson, occurrenceOf, type Person, remind, type Schedule } from './story.ts';
import { openBetween } from './transports/between.ts';

const many = 60;
/** So slow that calls are under way whenever something happens, and more waits than there are slots for. */
const slow = { slow: { probability: 1 }, slowMs: 400 };
const perPersonInOutage = 3;
const soon = { timeout: 60_000, interval: 20 };
/** What a process could not record any more is looked up, and a busy machine takes its time for many of them. */
vi.setConfig({ testTimeout: 300_000 });

let api: BelfryProcess;
const expectMessage = expectOnly(() => api);

/** One process for requests, those that read what is due, those that claim and send, and something between them. */
describe.each([
  { between: 'postgres', readers: ['engine', 'engine'], senders: [], goesWithIt: 'nobody' },
  { between: 'bullmq', readers: ['engine'], senders: ['worker', 'worker'], goesWithIt: 'nobody' },
  { between: 'rabbitmq', readers: ['engine'], senders: ['worker', 'worker'], goesWithIt: 'nobody' },
  // Its three nodes take half a minute to find one another, and it says nothing of another PostgreSQL or of PgBouncer.
  ...(isThorough
    ? ([
        { between: 'cluster', readers: ['engine', 'engine'], senders: ['worker', 'worker'], goesWithIt: 'an engine' },
      ] as const)
    : []),
] as const)('$between between the processes', ({ between: name, readers, senders, goesWithIt }) => {
  let database: TestDatabase;
  let owner: pg.Client;
  let between: Awaited<ReturnType<(typeof openBetween)[typeof name]>>;
  const started: BelfryProcess[] = [];
  const people: { person: Person; sms: string }[] = [];
  /** After the API. */
  const firstReader = () => started[1]!;

  const start = async (options: BelfryOptions) => {
    const process = await startBelfry({ ...options, databaseUrl: database.url });
    started.push(process);
    return process;
  };

  beforeAll(async () => {
    database = await testDatabase();
    owner = new pg.Client({ connectionString: database.url });
    await owner.connect();
    between = await openBetween[name](database.url);
    const env = { ENCRYPTION_KEY: 'a key of thirty-two characters or more', BELFRY_PROVIDER_TIMEOUT_MS: '3000' };
    api = await start({ roles: 'api', at: '2027-01-15T08:00:00Z', env });
    await api.must('PUT', '/sandbox/chaos', { chaos: slow });
    const ofOthers = { ...env, ...between.env, BELFRY_URL: api.base };
    for (const roles of [...readers, ...senders]) await start({ roles, env: ofOthers });
    for (let i = 0; i < many; i++) {
      const sms = `+120255502${i + 10}`;
      people.push({ sms, person: await addPerson(api, { name: `Person ${i}`, sms }) });
    }
  });

  afterAll(async () => {
    for (const process of started.toReversed()) await process.stop();
    await between[Symbol.asyncDispose]();
    await owner.end();
    await database.close();
  });

  beforeEach(async () => {
    const shares = readers.map(() => 64 / readers.length);
    await expect.poll(() => readShares(owner), soon).toEqual(shares);
  });

  async function remindAll(title: string, at: string): Promise<Schedule[]> {
    const schedules: Schedule[] = [];
    for (const { person, sms } of people) {
      schedules.push(await remind(api, { person, title, at }));
      expectMessage({ channel: 'sms', to: sms, body: title });
    }
    return schedules;
  }

  const countSent = async (title: string) => (await api.messages()).filter(({ body }) => body.includes(title)).length;

  /** Soon after, for a claim that a busy machine could not turn into a call within its second is tried again later. */
  async function expectCompleted(schedules: Schedule[], by: string): Promise<void> {
    await api.setClock(by);
    for (const schedule of schedules) {
      expect(await occurrenceOf(api, schedule)).toMatchObject({ state: 'completed' });
    }
  }

  /** Calls whose process was gone before their end, so that the provider had to be asked. */
  async function countUnrecordedEnds(): Promise<number> {
    const { rows } = await owner.query<{ count: number }>(
      `SELECT count(*)::int FROM engine.outcome WHERE reason = 'Nobody recorded how the call ended.'`,
    );
    return rows[0]!.count;
  }

  async function countTurnsOf(process: BelfryProcess): Promise<number> {
    const text = await (await fetch(`${process.base}/metrics`)).text();
    return [...text.matchAll(/^belfry_turns_total\{.*\} (\d+)$/gm)].reduce((sum, [, count]) => sum + Number(count), 0);
  }

  /** Of the two that send, one that has claimed something since; the broker may hand the other one nothing. */
  async function atWork(body: () => Promise<unknown>): Promise<{ busy: BelfryProcess; handled: Promise<unknown> }> {
    const both = started.slice(-2);
    const before = await Promise.all(both.map(countTurnsOf));
    const handled = body();
    // Told by whoever awaits it, after the fault.
    handled.catch(() => {});
    let busy: BelfryProcess | undefined;
    const look = async () => {
      const counts = await Promise.all(both.map(countTurnsOf));
      busy = both.find((_, index) => (counts[index] ?? 0) > (before[index] ?? 0));
      return busy;
    };
    await expect.poll(look, soon).toBeDefined();
    return { busy: busy!, handled };
  }

  test('one that sends is killed at its work, and each message arrives once', async () => {
    const schedules = await remindAll(`Under fire ${randomUUID()}`, '2027-01-15T09:00:00Z');
    const { busy, handled } = await atWork(() => api.setClock('2027-01-15T09:00:00Z'));
    await busy.kill9();
    await handled;
    await expectCompleted(schedules, '2027-01-15T09:10:00Z');
    await busy.restart();
  });

  test('one that sends birthdays is killed at its work, and each comes once, in its words', async () => {
    // An email whose sender is gone cannot be asked for: then a person is, and here looks whether it is there.
    await api.must('PUT', '/v1/greetings/settings', { sendTime: '09:30', onUnknown: 'ask' });
    const addresses = new Map(Array.from({ length: 20 }, (_, i) => [`Greeted ${i}`, `greeted${i}@example.com`]));
    for (const [name, email] of addresses) {
      const { id } = await addPerson(api, { name, email });
      await api.must('PATCH', `/v1/people/${id}`, { birthDate: '1990-01-15' });
      expectMessage({ channel: 'email', to: email, body: `Hey, ${name} it's your birthday` });
    }
    const { busy, handled } = await atWork(() => api.setClock('2027-01-15T09:30:00Z'));
    await busy.kill9();
    await handled;
    await api.setClock('2027-01-15T09:45:00Z');
    const letters = await api.must<{ data: { id: string; personName: string }[] }>(
      'GET',
      '/v1/dead-letters?state=open&limit=200',
    );
    for (const { id, personName } of letters.data) {
      const isThere = (await api.messages(`?to=${addresses.get(personName)}`)).length > 0;
      await api.must('POST', `/v1/dead-letters/${id}/${isThere ? 'discard' : 'replay'}`);
    }
    await api.setClock('2027-01-15T09:50:00Z');
    await busy.restart();
  });

  test('one that sends is told to stop at its work: its calls end and are recorded, and the rest goes on', async () => {
    const schedules = await remindAll(`Told to stop ${randomUUID()}`, '2027-01-15T10:00:00Z');
    const unrecordedBefore = await countUnrecordedEnds();
    // What became of a call is told by its own answer alone, to the process that made it.
    await api.must('PUT', '/sandbox/chaos', { chaos: { ...slow, dropCallbacks: { probability: 1 } } });
    const { busy, handled } = await atWork(() => api.setClock('2027-01-15T10:00:00Z'));
    await busy.terminate();
    await handled;
    await expectCompleted(schedules, '2027-01-15T10:10:00Z');
    expect(await countUnrecordedEnds()).toBe(unrecordedBefore);
    await api.must('PUT', '/sandbox/chaos', { chaos: slow });
    await busy.restart();
  });

  test(`what is between goes away at its work, ${goesWithIt} with it, and each message arrives once`, async () => {
    const title = `Cut off ${randomUUID()}`;
    const at = '2027-01-15T11:00:00Z';
    const schedules: Schedule[] = [];
    for (let nth = 1; nth <= perPersonInOutage; nth++) schedules.push(...(await remindAll(`${title} ${nth}`, at)));
    const handled = api.setClock(at);
    await expect.poll(() => countSent(title), soon).toBeGreaterThan(0);
    expect(await countSent(title)).toBeLessThan(schedules.length);
    await between.failAndReturn();
    if (goesWithIt === 'an engine') await firstReader().kill9();
    await handled;
    await expectCompleted(schedules, '2027-01-15T11:10:00Z');
  });
});

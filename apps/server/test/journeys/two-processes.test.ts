import { type BelfryProcess, startBelfry } from '@belfry/testkit/belfry-process';
import { expectOnly } from '@belfry/testkit/expect-only';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addPerson, occurrenceOf, type Person, remind, type Schedule } from './story.ts';

/** Of the 64 shards each holds a half once they have found one another, which takes two renewals of five seconds. */
let first: BelfryProcess;
let second: BelfryProcess;
let owner: pg.Client;
const leaseMs = 15_000;
const few = 8;
const many = 48;
const people: { person: Person; sms: string }[] = [];
const expectMessage = expectOnly(() => first);

beforeAll(async () => {
  const env = { ENCRYPTION_KEY: 'a key of thirty-two characters or more', BELFRY_PROVIDER_TIMEOUT_MS: '3000' };
  first = await startBelfry({ at: '2027-01-15T08:00:00Z', env });
  const shared = { databaseUrl: first.databaseUrl, env: { ...env, BELFRY_URL: first.base } };
  // More calls than the first test can give it, and far fewer than its half of the second's.
  second = await startBelfry({ ...shared, fault: `call.after:${few + 1}` });
  owner = new pg.Client({ connectionString: first.databaseUrl });
  await owner.connect();
  for (let i = 0; i < many; i++) {
    const sms = `+120255501${i + 10}`;
    people.push({ sms, person: await addPerson(first, { name: `Person ${i}`, sms }) });
  }
});

afterAll(async () => {
  await owner.end();
  await second.stop();
  await first.stop();
});

async function sharesOf(): Promise<number[]> {
  const { rows } = await owner.query<{ count: number }>(
    'SELECT count(*)::int FROM engine.shard WHERE owner IS NOT NULL AND expires_at > clock_timestamp() GROUP BY owner',
  );
  return rows.map(({ count }) => count);
}

async function remindAll(some: typeof people, title: string, at: string): Promise<Schedule[]> {
  const schedules: Schedule[] = [];
  for (const { person, sms } of some) {
    schedules.push(await remind(first, { person, title, at }));
    expectMessage({ channel: 'sms', to: sms, body: title, at });
  }
  return schedules;
}

async function expectCompleted(schedules: Schedule[]): Promise<void> {
  for (const schedule of schedules) {
    expect(await occurrenceOf(first, schedule)).toMatchObject({ state: 'completed' });
  }
}

test('two processes on one database share the work and send each reminder once', async () => {
  await expect.poll(sharesOf, { timeout: 30_000, interval: 100 }).toEqual([32, 32]);
  const schedules = await remindAll(people.slice(0, few), 'For a few', '2027-01-15T09:00:00Z');
  await first.setClock('2027-01-15T09:00:00Z');
  await expectCompleted(schedules);
});

test('when one is killed at its work the other takes over within the lease, and nothing is lost or doubled', async () => {
  const schedules = await remindAll(people, 'Under fire', '2027-01-15T10:00:00Z');
  const startedAt = performance.now();
  await first.setClock('2027-01-15T10:00:00Z');
  expect(await second.ended()).toMatchObject({ signal: 'SIGKILL' });
  expect(performance.now() - startedAt).toBeLessThan(3 * leaseMs);
  await expectCompleted(schedules);
  expect(await sharesOf()).toEqual([64]);
});

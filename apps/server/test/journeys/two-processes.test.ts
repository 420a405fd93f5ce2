import { type BelfryProcess, startBelfry } from '@belfry/testkit/belfry-process';
import { expectOnly } from '@belfry/testkit/expect-only';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readShares } from './shares.ts';
import { addPerson, occurrenceOf, type Person, remind, type Schedule } from './story.ts';

const leaseMs = 15_000;
const few = 8;
/** By renewals alone it would be half of one's interval each time. */
const rounds = 4;
const many = 48;
const env = { ENCRYPTION_KEY: 'a key of thirty-two characters or more', BELFRY_PROVIDER_TIMEOUT_MS: '3000' };

/**
 * Whichever way the roles are spread, two engines hold a half each of the 64 shards once they have found one another,
 * which takes two renewals of five seconds; and none of the processes is special.
 */
describe.each([
  { spread: 'two processes that do everything', front: 'api,engine', others: ['api,engine'] },
  { spread: 'an API and two engines', front: 'api', others: ['engine', 'engine'] },
])('$spread', ({ front, others }) => {
  let api: BelfryProcess;
  /** The last of them dies at its work. */
  let rest: BelfryProcess[] = [];
  let owner: pg.Client;
  const people: { person: Person; sms: string }[] = [];
  const expectMessage = expectOnly(() => api);
  const doomed = () => rest.at(-1)!;

  beforeAll(async () => {
    api = await startBelfry({ at: '2027-01-15T08:00:00Z', env, roles: front });
    const shared = { databaseUrl: api.databaseUrl, env: { ...env, BELFRY_URL: api.base } };
    rest = await Promise.all(
      others.map((roles, index) => {
        // More calls than the first test can give it, and far fewer than its half of the second's.
        const fault = index === others.length - 1 ? { fault: `call.after:${few + 1}` } : {};
        return startBelfry({ ...shared, ...fault, roles });
      }),
    );
    owner = new pg.Client({ connectionString: api.databaseUrl });
    await owner.connect();
    for (let i = 0; i < many; i++) {
      const sms = `+120255501${i + 10}`;
      people.push({ sms, person: await addPerson(api, { name: `Person ${i}`, sms }) });
    }
  });

  afterAll(async () => {
    await owner.end();
    for (const one of rest.toReversed()) await one.stop();
    await api.stop();
  });

  const sharesOf = () => readShares(owner);

  async function remindAll(some: typeof people, title: string, at: string): Promise<Schedule[]> {
    const schedules: Schedule[] = [];
    for (const { person, sms } of some) {
      schedules.push(await remind(api, { person, title, at }));
      expectMessage({ channel: 'sms', to: sms, body: title, at });
    }
    return schedules;
  }

  async function expectCompleted(schedules: Schedule[]): Promise<void> {
    for (const schedule of schedules) {
      expect(await occurrenceOf(api, schedule)).toMatchObject({ state: 'completed' });
    }
  }

  test('the engines share the work and send each reminder once', async () => {
    await expect.poll(sharesOf, { timeout: 30_000, interval: 100 }).toEqual([32, 32]);
    const schedules = await remindAll(people.slice(0, few), 'For a few', '2027-01-15T09:00:00Z');
    await api.setClock('2027-01-15T09:00:00Z');
    await expectCompleted(schedules);
  });

  test('when one is killed at its work the other takes over within the lease, and nothing is lost or doubled', async () => {
    const schedules = await remindAll(people, 'Under fire', '2027-01-15T10:00:00Z');
    const startedAt = performance.now();
    await api.setClock('2027-01-15T10:00:00Z');
    expect(await doomed().ended()).toMatchObject({ signal: 'SIGKILL' });
    expect(performance.now() - startedAt).toBeLessThan(3 * leaseMs);
    await expectCompleted(schedules);
    expect(await sharesOf()).toEqual([64]);
  });

  test('one that comes back takes its half again, and what the API’s own death interrupts goes on', async () => {
    await doomed().restart();
    await api.kill9();
    await expect.poll(sharesOf, { timeout: 60_000, interval: 100 }).toEqual(front === 'api' ? [32, 32] : [64]);
    await api.restart();
    await expect.poll(sharesOf, { timeout: 60_000, interval: 100 }).toEqual([32, 32]);
    const schedules = await remindAll(people.slice(0, few), 'After all that', '2027-01-15T11:00:00Z');
    await api.setClock('2027-01-15T11:00:00Z');
    await expectCompleted(schedules);
  });

  test('what one leaves that stops on request is not nobody’s until the next renewals come round', async () => {
    let nobodysMs = 0;
    for (let round = 0; round < rounds; round++) {
      await expect.poll(sharesOf, { timeout: 60_000, interval: 100 }).toEqual([32, 32]);
      const ended = doomed().terminate();
      await expect.poll(sharesOf, { timeout: 60_000, interval: 1 }).not.toEqual([32, 32]);
      const leftAtMs = performance.now();
      await expect.poll(sharesOf, { timeout: 60_000, interval: 1 }).toEqual([64]);
      nobodysMs += performance.now() - leftAtMs;
      await ended;
      await doomed().restart();
    }
    expect(nobodysMs).toBeLessThan(leaseMs / 3);
  }, 300_000);
});

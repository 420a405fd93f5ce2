import { startBelfry } from '@belfry/testkit/belfry-process';
import pg from 'pg';
import { describe, expect, test } from 'vitest';
import { birthday, greetingStory } from './greeting-story.ts';
import { sleepUntil, stopUntil } from './sleep-until.ts';

const { belfry, came, until, plan, lateness, behind, add } = greetingStory();

describe('an outage', () => {
  /** Whose greetings of a day were taken up, in the order in which they were. */
  const takenUp = async (day: string) => {
    const client = new pg.Client({ connectionString: belfry().databaseUrl });
    await client.connect();
    const { rows } = await client.query<{ person_id: string }>(
      'SELECT person_id FROM engine.turn WHERE seq = 0 AND day = $1 ORDER BY claimed_at',
      [day],
    );
    await client.end();
    return rows.map(({ person_id }) => person_id);
  };

  test('of hours: what became due is sent when it is over, oldest first', async () => {
    await until('2027-03-12T00:00:00Z');
    // One a second, or they would be taken up together. In which order they arrive, the network decides.
    await belfry().must('PATCH', '/v1/settings', { ratesPerSecond: { email: 1 } });
    const [london, tokyo, cairo, kolkata] = [
      await add({ birthDate: '1990-03-13', timeZone: 'Europe/London' }),
      await add({ birthDate: '1990-03-13', timeZone: 'Asia/Tokyo' }),
      await add({ birthDate: '1990-03-13', timeZone: 'Africa/Cairo' }),
      await add({ birthDate: '1990-03-13', timeZone: 'Asia/Kolkata' }),
    ];
    const over = '2027-03-13T14:00:00Z';
    await sleepUntil(belfry(), over);
    await until('2027-03-13T14:00:01Z');
    await expect.poll(came, { timeout: 30_000 }).toHaveLength(4);
    await belfry().must('PATCH', '/v1/settings', { ratesPerSecond: {} });
    const all = [tokyo, kolkata, cairo, london];
    expect(await takenUp('2027-03-13')).toEqual(all.map(({ id }) => id));
    const lines = await came();
    expect(lines.filter((line) => line < over)).toEqual([]);
    expect(lines.map((line) => line.replace(/^\S+/, over)).sort()).toEqual(
      all.map((person) => birthday(over, person)).sort(),
    );
  });

  test('longer than the organisation’s late limit: missed, counted and shown', async () => {
    await until('2027-03-17T00:00:00Z');
    await belfry().must('PUT', '/v1/greetings/settings', { lateLimit: 'PT2H' });
    const ada = await add({ birthDate: '1990-03-17', timeZone: 'Europe/Berlin' });
    await add({ birthDate: '1990-03-17', timeZone: 'Europe/Athens', firstName: 'Bob' });
    await sleepUntil(belfry(), '2027-03-17T09:30:00Z');
    await until('2027-03-17T12:00:00Z');
    // Nine in Berlin was at eight, in Athens at seven.
    expect(await came()).toEqual([birthday('2027-03-17T09:30:00Z', ada)]);
    expect((await plan('2027-03-17')).total).toMatchObject({ gone: 2, missed: 1, late: 1 });
    const hours = { p50Seconds: 5400, p99Seconds: 5400, mostSeconds: 5400 };
    expect(await lateness('2027-03-17')).toMatchObject({ count: 1, onTime: 0, promiseSeconds: 60, ...hours });
    const [missed, late] = [await behind('2027-03-17', 'state=missed'), await behind('2027-03-17', 'late=true')];
    expect([missed.length, late.length]).toEqual([1, 1]);
    expect(late[0]?.id).not.toBe(missed[0]?.id);
  });

  test('is made up for by the late limit that holds when it is over; what has been missed stays missed', async () => {
    await until('2027-03-17T12:30:00Z');
    await belfry().must('PUT', '/v1/greetings/settings', { lateLimit: 'PT1H' });
    const ada = await add({ birthDate: '1990-03-17', timeZone: 'America/Denver' });
    await add({ birthDate: '1990-03-17', timeZone: 'America/New_York', firstName: 'Bob' });
    // Nine in Denver was five hours ago, in New York seven.
    const over = '2027-03-17T20:00:00Z';
    await stopUntil(belfry(), over);
    const { databaseUrl, dataDir } = belfry();
    const front = await startBelfry({ databaseUrl, dataDir, roles: 'api' });
    await front.must('PUT', '/v1/greetings/settings', { lateLimit: 'PT6H' });
    await front.stop();
    await belfry().restart();
    await until('2027-03-17T20:10:00Z');
    expect(await came()).toEqual([birthday(over, ada)]);
    await belfry().must('PUT', '/v1/greetings/settings', { lateLimit: 'PT24H' });
    await until('2027-03-17T23:00:00Z');
    expect(await came()).toEqual([birthday(over, ada)]);
  });

  test('of moments is none, also where nothing may be late; what is more than a minute late is missed then', async () => {
    await until('2027-03-18T00:00:00Z');
    await belfry().must('PUT', '/v1/greetings/settings', { lateLimit: 'PT0S' });
    const [ada, bob] = [
      await add({ birthDate: '1990-03-19', timeZone: 'Europe/Berlin' }),
      await add({ birthDate: '1990-03-19', firstName: 'Bob' }),
    ];
    const cleo = await add({ birthDate: '1990-03-19', firstName: 'Cleo' });
    await belfry().must('PUT', `/v1/greetings/people/${cleo.id}`, { sendTime: '08:59' });
    await until('2027-03-19T08:30:00Z');
    await sleepUntil(belfry(), '2027-03-19T09:00:30Z');
    await until('2027-03-19T10:00:00Z');
    expect(await came()).toEqual([birthday('2027-03-19T08:00:00Z', ada), birthday('2027-03-19T09:00:30Z', bob)]);
    expect((await plan('2027-03-19')).total).toMatchObject({ gone: 3, missed: 1, late: 0 });
    const { buckets, ...figures } = await lateness('2027-03-19');
    expect(figures).toMatchObject({ count: 2, onTime: 2, p50Seconds: 0, p99Seconds: 30, mostSeconds: 30 });
    expect(buckets.filter(({ count }) => count > 0)).toEqual([
      { upToSeconds: 1, count: 1 },
      { upToSeconds: 60, count: 1 },
    ]);
    const nothing = { count: 0, onTime: 0, p50Seconds: null, p99Seconds: null, mostSeconds: null };
    expect(await lateness('2027-03-20')).toMatchObject(nothing);
  });
});

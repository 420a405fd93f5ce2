import { describe, expect, test } from 'vitest';
import { birthday, greetingStory, type Person } from './greeting-story.ts';

const { belfry, came, until, edit, add } = greetingStory();

const remove = ({ id }: Person) => belfry().must('DELETE', `/v1/people/${id}`);
const restore = ({ id }: Person) => belfry().must('POST', `/v1/people/${id}/restore`);
const setSendTime = (sendTime: string) => belfry().must('PUT', '/v1/greetings/settings', { sendTime });

/** Whose first try fails at nine, and is to be made again some time after. */
async function addBusy(person: Record<string, unknown>, email: string, retryAfterSeconds = 60) {
  const handset = `/sandbox/handsets/${encodeURIComponent(email)}`;
  await belfry().must('PUT', handset, { chaos: { tooManyRequests: 1, retryAfterSeconds } });
  const busy = await add({ ...person, email, firstName: 'Bob' });
  return { busy, recover: () => belfry().must('PUT', handset, { chaos: {} }) };
}

describe('what has been put off, or is to be tried again, when its date is edited', () => {
  test('to a later day comes on that, at the hour, once', async () => {
    await until('2027-01-05T08:00:00Z');
    const sleeper = await add({ birthDate: '1990-01-05', quietHours: { start: '08:30', end: '10:00' } });
    const { busy, recover } = await addBusy({ birthDate: '1990-01-05' }, 'busy-1@example.com');
    await until('2027-01-05T09:00:01Z');
    for (const person of [sleeper, busy]) await edit(person, { birthDate: '1990-01-07', quietHours: null });
    await recover();
    await until('2027-01-07T08:59:59Z');
    expect(await came()).toEqual([]);
    await until('2027-01-08T12:00:00Z');
    const nine = '2027-01-07T09:00:00Z';
    expect((await came()).sort()).toEqual([birthday(nine, sleeper), birthday(nine, busy)].sort());
  });

  test('to a day weeks ahead, and then to a nearer one, comes on the nearer', async () => {
    await until('2027-01-09T08:00:00Z');
    const ada = await add({ birthDate: '1990-01-09', quietHours: { start: '08:30', end: '10:00' } });
    await until('2027-01-09T09:00:01Z');
    await edit(ada, { birthDate: '1990-02-20' });
    await until('2027-01-09T10:00:01Z');
    await edit(ada, { birthDate: '1990-01-12' });
    await until('2027-01-14T12:00:00Z');
    // Asleep until ten.
    expect(await came()).toEqual([birthday('2027-01-12T10:00:00Z', ada)]);
  });

  test('to a day weeks ahead, and then to the very day, comes at once', async () => {
    await until('2027-01-15T08:00:00Z');
    const ada = await add({ birthDate: '1990-01-15', quietHours: { start: '08:30', end: '10:00' } });
    await until('2027-01-15T09:00:01Z');
    await edit(ada, { birthDate: '1990-02-21' });
    await until('2027-01-16T15:00:00Z');
    await edit(ada, { birthDate: '1990-01-16' });
    await until('2027-01-17T12:00:00Z');
    await edit(ada, { birthDate: '1990-02-21' });
    await until('2027-02-22T12:00:00Z');
    expect(await came()).toEqual([birthday('2027-01-16T15:00:00Z', ada)]);
  });

  test('to a day that is over comes on none', async () => {
    await until('2027-02-23T08:00:00Z');
    const ada = await add({ birthDate: '1990-02-23', quietHours: { start: '08:30', end: '10:00' } });
    await until('2027-02-23T09:00:01Z');
    await edit(ada, { birthDate: '1990-02-22' });
    await until('2027-02-25T12:00:00Z');
    expect(await came()).toEqual([]);
  });
});

describe('whoever comes back on the day itself', () => {
  test('is greeted at the hour that holds by then', async () => {
    await until('2027-02-26T08:00:00Z');
    const ada = await add({ birthDate: '1990-02-26' });
    await remove(ada);
    await until('2027-02-26T09:30:00Z');
    await setSendTime('18:00');
    await until('2027-02-26T10:00:00Z');
    await restore(ada);
    await until('2027-02-27T12:00:00Z');
    expect(await came()).toEqual([birthday('2027-02-26T18:00:00Z', ada)]);
  });

  test('is greeted on the day that holds by then', async () => {
    await until('2027-02-28T08:00:00Z');
    const [ada, bob] = [
      await add({ birthDate: '1992-02-29' }),
      await add({ birthDate: '1992-02-29', firstName: 'Bob' }),
    ];
    for (const one of [ada, bob]) await remove(one);
    await until('2027-02-28T09:30:00Z');
    await belfry().must('PUT', '/v1/greetings/settings', { leapDay: 'march-1' });
    await until('2027-02-28T10:00:00Z');
    await restore(ada);
    await until('2027-03-01T10:00:00Z');
    await restore(bob);
    await until('2027-03-02T12:00:00Z');
    expect(await came()).toEqual([birthday('2027-03-01T09:00:00Z', ada), birthday('2027-03-01T10:00:00Z', bob)]);
  });
});

describe('what has been put off, or is to be tried again, when its person moves west', () => {
  test('waits for nine where they are by then, though that is on the day before by the clock of before', async () => {
    await until('2027-03-05T18:00:00Z');
    const ada = await add({
      ...{ birthDate: '1990-03-06', timeZone: 'Pacific/Auckland' },
      quietHours: { start: '08:00', end: '10:00' },
    });
    // Half past nine in Auckland.
    await until('2027-03-05T20:30:00Z');
    await edit(ada, { timeZone: 'America/Los_Angeles', quietHours: null });
    await until('2027-03-06T16:59:59Z');
    expect(await came()).toEqual([]);
    await until('2027-03-08T12:00:00Z');
    expect(await came()).toEqual([birthday('2027-03-06T17:00:00Z', ada)]);
  });

  test('is not tried again in the night', async () => {
    await until('2027-03-09T07:00:00Z');
    const { busy, recover } = await addBusy(
      { birthDate: '1990-03-09', timeZone: 'Europe/Berlin' },
      'busy-2@example.com',
    );
    await until('2027-03-09T08:00:01Z');
    await edit(busy, { timeZone: 'America/New_York' });
    await recover();
    await until('2027-03-09T13:59:59Z');
    expect(await came()).toEqual([]);
    await until('2027-03-10T12:00:00Z');
    expect(await came()).toEqual([birthday('2027-03-09T14:00:00Z', busy)]);
  });
});

import { type BelfryProcess, startBelfry } from '@belfry/testkit/belfry-process';
import { expectOnly } from '@belfry/testkit/expect-only';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addPerson, addPolicy, answerFrom, inShort, occurrenceOf, remind, timelineOf } from './story.ts';

let belfry: BelfryProcess;
const annsPhone = '+12025550101';
const annsEmail = 'ann@example.com';
const bobsPhone = '+12025550102';
const expectMessage = expectOnly(() => belfry);

beforeAll(async () => {
  belfry = await startBelfry({ at: '2027-01-15T14:00:00Z' });
});

afterAll(() => belfry.stop());

async function addLouder(name: string, third: { id: string }) {
  return addPolicy(belfry, name, [
    { after: 'PT0S', targets: [{ person: 'self', channels: ['sms'] }] },
    { after: 'PT5M', targets: [{ person: 'self', channels: ['email'] }] },
    { after: 'PT15M', targets: [{ person: third.id, channels: ['sms'] }] },
  ]);
}

test('a timeline tells all that happened, in order, each attempt with what became of it', async () => {
  const ann = await addPerson(belfry, { name: 'Ann Archer', sms: annsPhone, email: annsEmail });
  const bob = await addPerson(belfry, { name: 'Bob Baker', sms: bobsPhone });
  const policy = await addLouder('Louder', bob);
  const schedule = await remind(belfry, { person: ann, title: 'Take pills', at: '2027-01-15T14:30:00Z', policy });

  await belfry.setClock('2027-01-15T14:31:00Z');
  const occurrence = await occurrenceOf(belfry, schedule);
  const early = await timelineOf(belfry, occurrence);
  expect(early.filter(({ type }) => type !== 'outcome').map((entry) => `${entry.at} ${inShort(entry)}`)).toEqual([
    '2027-01-15T14:30:00Z decision fired',
    '2027-01-15T14:30:00Z attempt sms delivered',
    '2027-01-15T14:35:00Z planned email planned',
    '2027-01-15T14:45:00Z planned sms planned',
    '2027-01-15T15:15:00Z planned exhausted',
  ]);

  await belfry.setClock('2027-01-15T14:46:00Z');
  await answerFrom(belfry, bobsPhone, 'OK');
  expectMessage({ channel: 'sms', to: annsPhone, body: 'Take pills' });
  expectMessage({ channel: 'email', to: annsEmail, body: 'Take pills' });
  expectMessage({ channel: 'sms', to: bobsPhone, body: 'Ann Archer has not answered' });
  expectMessage({ channel: 'sms', to: bobsPhone, body: 'Seen: Take pills' });

  const entries = await timelineOf(belfry, occurrence);
  expect(entries.filter(({ type }) => type !== 'outcome').map((entry) => `${entry.at} ${inShort(entry)}`)).toEqual([
    '2027-01-15T14:30:00Z decision fired',
    '2027-01-15T14:30:00Z attempt sms delivered',
    '2027-01-15T14:35:00Z attempt email accepted',
    '2027-01-15T14:45:00Z attempt sms delivered',
    '2027-01-15T14:46:00Z action sms acknowledged',
  ]);
  const instants = entries.map(({ at }) => at);
  expect(instants).toEqual(instants.toSorted());
  const attempts = entries.filter(({ type }) => type === 'attempt');
  expect(attempts.map(({ personName, address }) => [personName, address])).toEqual([
    ['Ann Archer', annsPhone],
    ['Ann Archer', annsEmail],
    ['Bob Baker', bobsPhone],
  ]);
  for (const { attemptId, status } of attempts) {
    const became = entries.filter((entry) => entry.type === 'outcome' && entry.attemptId === attemptId);
    const statuses = became.map((outcome) => outcome.status);
    // A callback may be faster than the answer to the call, which then is no news any more.
    expect(['accepted', 'sent', 'delivered'].filter((known) => statuses.includes(known))).toEqual(statuses);
    expect(statuses.at(-1)).toBe(status);
  }
});

test('status callbacks bring an SMS to delivered, under the id that the provider gave it', async () => {
  const cara = await addPerson(belfry, { name: 'Cara Cole', sms: '+12025550103' });
  const schedule = await remind(belfry, { person: cara, title: 'Stretch', at: '2027-01-16T09:00:00Z' });
  await belfry.setClock('2027-01-16T09:00:00Z');
  expectMessage({ channel: 'sms', to: '+12025550103', body: /^Stretch$/, at: '2027-01-16T09:00:00Z' });
  const [message] = await belfry.messages(`?to=${encodeURIComponent('+12025550103')}`);
  const occurrence = await occurrenceOf(belfry, schedule);
  const outcomes = (await timelineOf(belfry, occurrence)).filter(({ type }) => type === 'outcome');
  expect(outcomes.at(-1)).toMatchObject({ status: 'delivered', payload: { providerId: message?.providerId } });
  expect(message).toMatchObject({
    status: 'delivered',
    occurrenceId: occurrence.id,
    providerId: expect.stringMatching(/^SM/),
  });
});

test('an email carries title, words and a Message-ID that names its occurrence and step', async () => {
  const dan = await addPerson(belfry, { name: 'Dan Drew', email: 'Dan.Drew@Example.com' });
  const policy = await addPolicy(belfry, 'By email', [
    { after: 'PT0S', targets: [{ person: 'self', channels: ['email'] }] },
    { after: 'PT10M', targets: [{ person: 'self', channels: ['email'] }], message: 'Dan, it is ten past!' },
  ]);
  const schedule = await remind(belfry, {
    person: dan,
    title: 'Zahnarzt – 10 Uhr ☎',
    body: 'Room 3\nbring the card',
    at: '2027-01-17T09:00:00Z',
    policy,
  });
  await belfry.setClock('2027-01-17T09:10:00Z');
  const { id } = await occurrenceOf(belfry, schedule);
  await belfry.must('POST', `/v1/occurrences/${id}/complete`);
  const to = 'dan.drew@example.com';
  expectMessage({ channel: 'email', to, body: 'Room 3', at: '2027-01-17T09:00:00Z' });
  expectMessage({ channel: 'email', to, body: 'ten past', at: '2027-01-17T09:10:00Z' });
  const [first, second] = await belfry.messages(`?to=${to}`);
  expect(first).toMatchObject({
    subject: 'Zahnarzt – 10 Uhr ☎',
    body: expect.stringMatching(/^Zahnarzt – 10 Uhr ☎\nRoom 3\nbring the card\nAnswer here: http:\S+\/a\/[\w-]+\s*$/),
    providerId: expect.stringMatching(`^<${id}\\.1\\.0@`),
    occurrenceId: id,
  });
  expect(second).toMatchObject({ providerId: expect.stringMatching(`^<${id}\\.2\\.0@`), occurrenceId: id });
});

test('without a policy one message goes out, on the first address there is, and that completes it', async () => {
  const eve = await addPerson(belfry, { name: 'Eve Ellis', email: 'eve@example.com' });
  const schedule = await remind(belfry, { person: eve, title: 'Stand up', at: '2027-01-18T09:00:00Z' });
  await belfry.setClock('2027-01-18T12:00:00Z');
  expectMessage({ channel: 'email', to: 'eve@example.com', body: /^Stand up\s*$/, at: '2027-01-18T09:00:00Z' });
  const occurrence = await occurrenceOf(belfry, schedule);
  expect(occurrence).toMatchObject({ state: 'completed', closedAt: '2027-01-18T09:00:00Z' });
  expect((await timelineOf(belfry, occurrence)).map(inShort)).toEqual([
    'decision fired',
    'attempt email accepted',
    'outcome email accepted',
  ]);
});

test('a person without an address is told of in the timeline, and the step after still comes', async () => {
  const fay = await addPerson(belfry, { name: 'Fay Frost', sms: '+12025550106' });
  const gus = await addPerson(belfry, { name: 'Gus Grey', email: 'gus@example.com' });
  const policy = await addPolicy(belfry, 'By way of Gus', [
    { after: 'PT0S', targets: [{ person: 'self', channels: ['email'] }] },
    { after: 'PT5M', targets: [{ person: gus.id, channels: ['sms'] }] },
    {
      after: 'PT10M',
      targets: [
        { person: gus.id, channels: ['sms', 'email'] },
        { person: 'self', channels: ['email', 'sms'] },
      ],
    },
  ]);
  const schedule = await remind(belfry, { person: fay, title: 'Eat', at: '2027-01-19T09:00:00Z', policy });
  await belfry.setClock('2027-01-19T09:11:00Z');
  expectMessage({
    channel: 'email',
    to: 'gus@example.com',
    body: 'Due for Fay Frost: Eat',
    at: '2027-01-19T09:10:00Z',
  });
  expectMessage({ channel: 'sms', to: '+12025550106', body: /^Eat/, at: '2027-01-19T09:10:00Z' });
  await answerFrom(belfry, '+12025550106', 'DONE');
  expectMessage({ channel: 'sms', to: '+12025550106', body: 'Done: Eat' });
  const entries = await timelineOf(belfry, await occurrenceOf(belfry, schedule));
  expect(entries.filter(({ type }) => type === 'attempt').map(inShort)).toEqual([
    'attempt email failed',
    'attempt sms failed',
    'attempt email accepted',
    'attempt sms delivered',
  ]);
  const failures = entries.filter(({ type, status }) => type === 'outcome' && status === 'failed');
  expect(failures).toMatchObject([
    {
      at: '2027-01-19T09:00:00Z',
      reason: 'Fay Frost cannot be reached by email.',
      payload: { code: 'contact.unreachable' },
    },
    {
      at: '2027-01-19T09:05:00Z',
      reason: 'Gus Grey cannot be reached by sms.',
      payload: { code: 'contact.unreachable' },
    },
  ]);
});

test('without a policy and without an address a reminder has failed, and says why', async () => {
  const hal = await addPerson(belfry, { name: 'Hal Hope' });
  const schedule = await remind(belfry, { person: hal, title: 'Eat', at: '2027-01-20T09:00:00Z' });
  await belfry.setClock('2027-01-20T09:00:00Z');
  const occurrence = await occurrenceOf(belfry, schedule);
  expect(occurrence).toMatchObject({ state: 'failed', closedAt: '2027-01-20T09:00:00Z' });
  const outcome = (await timelineOf(belfry, occurrence)).find(({ type }) => type === 'outcome');
  expect(outcome).toMatchObject({ status: 'failed', reason: 'Hal Hope cannot be reached by any channel.' });
});

test('what fires at this very moment has been due, what comes next is to come, and what failed needs a human', async () => {
  const ida = await addPerson(belfry, { name: 'Ida Ives', sms: '+12025550107' });
  await remind(belfry, { person: ida, title: 'Last', at: '2027-01-21T11:00:00Z' });
  await remind(belfry, { person: ida, title: 'Next', at: '2027-01-21T10:00:00Z' });
  await remind(belfry, { person: ida, title: 'Now', at: '2027-01-21T09:00:00Z' });
  await belfry.setClock('2027-01-21T09:00:00Z');
  expectMessage({ channel: 'sms', to: '+12025550107', body: 'Now' });
  const listed = async (query: string) => {
    const { data } = await belfry.must<{ data: { title: string }[] }>('GET', `/v1/occurrences?${query}`);
    return data.map(({ title }) => title);
  };
  expect(await listed(`personId=${ida.id}&to=now`)).toEqual(['Now']);
  expect(await listed('state=planned&order=asc&limit=1')).toEqual(['Next']);
  expect(await belfry.must('GET', '/v1/waiting')).toMatchObject({
    data: [
      { state: 'exhausted' },
      { state: 'failed', count: 1, isMore: false, occurrences: [{ personName: 'Hal Hope' }] },
      { state: 'missed', count: 0 },
      { state: 'open' },
    ],
  });
});

import { type BelfryProcess, startBelfry } from '@belfry/testkit/belfry-process';
import { expectOnly } from '@belfry/testkit/expect-only';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addPerson, addPolicy, occurrenceOf, remind, timelineOf } from './story.ts';

let belfry: BelfryProcess;
/** Repeats what has an unknown end, and goes on with a second step. */
let insisting: { id: string };
const expectMessage = expectOnly(() => belfry);

beforeAll(async () => {
  belfry = await startBelfry({ at: '2027-01-15T08:00:00Z', env: { BELFRY_PROVIDER_TIMEOUT_MS: '1500' } });
  const targets = [{ person: 'self', channels: ['email' as const] }];
  insisting = await addPolicy(belfry, 'Insisting', [
    { after: 'PT0S', targets },
    { after: 'PT1H', targets },
  ]);
});

afterAll(() => belfry.stop());

/** The next so many messages to it are taken, but whoever sent them never hears of it. */
async function hang(address: string, times: number): Promise<void> {
  const chaos = { acceptThenHang: times };
  await belfry.must('PUT', `/sandbox/handsets/${encodeURIComponent(address)}`, { chaos });
}

const outcomesOf = async (occurrence: { id: string }) =>
  (await timelineOf(belfry, occurrence)).filter(({ type }) => type === 'outcome');

test('an SMS whose end nobody knows is looked up, found, and not sent again', async () => {
  const sms = '+12025550101';
  const ann = await addPerson(belfry, { name: 'Ann Archer', sms });
  await hang(sms, 1);
  const schedule = await remind(belfry, { person: ann, title: 'Take pills', at: '2027-01-15T09:00:00Z' });
  await belfry.setClock('2027-01-15T09:00:00Z');
  expectMessage({ channel: 'sms', to: sms, body: 'Take pills', at: '2027-01-15T09:00:00Z' });
  const occurrence = await occurrenceOf(belfry, schedule);
  const [unknown, found] = await outcomesOf(occurrence);
  expect(unknown).toMatchObject({ status: 'unknown', payload: { code: 'pending-look-up', providerId: null } });
  const [message] = await belfry.messages(`?to=${encodeURIComponent(sms)}`);
  expect(found).toMatchObject({ payload: { code: 'look-up.found', providerId: message?.providerId } });
  expect(['sent', 'delivered']).toContain(found?.status);
  expect(occurrence).toMatchObject({ state: 'completed' });
  await belfry.setClock('2027-01-15T12:00:00Z');
});

test('two alike at once are not taken for one another', async () => {
  const sms = '+12025550102';
  const bob = await addPerson(belfry, { name: 'Bob Baker', sms });
  await hang(sms, 2);
  const at = '2027-01-16T09:00:00Z';
  const schedules = [
    await remind(belfry, { person: bob, title: 'Drink water', at }),
    await remind(belfry, { person: bob, title: 'Drink water', at }),
    await remind(belfry, { person: bob, title: 'Drink water', at }),
  ];
  await belfry.setClock(at);
  for (const _ of schedules) expectMessage({ channel: 'sms', to: sms, body: 'Drink water', at });
  const outcomes = await Promise.all(
    schedules.map(async (schedule) => outcomesOf(await occurrenceOf(belfry, schedule))),
  );
  const ids = outcomes.map((ofOne) => ofOne.at(-1)?.payload?.providerId);
  const messages = await belfry.messages(`?to=${encodeURIComponent(sms)}`);
  expect(ids.toSorted()).toEqual(messages.map(({ providerId }) => providerId).toSorted());
  expect(outcomes.filter((ofOne) => ofOne.some(({ status }) => status === 'unknown'))).toHaveLength(2);
});

test('the steps go on while the end of one is not known', async () => {
  const sms = '+12025550103';
  const cara = await addPerson(belfry, { name: 'Cara Cole', sms });
  const policy = await addPolicy(belfry, 'Twice', [
    { after: 'PT0S', targets: [{ person: 'self', channels: ['sms'] }] },
    { after: 'PT5M', targets: [{ person: 'self', channels: ['sms'] }] },
  ]);
  await hang(sms, 2);
  const schedule = await remind(belfry, { person: cara, title: 'Eat', at: '2027-01-17T09:00:00Z', policy });
  await belfry.setClock('2027-01-17T09:06:00Z');
  expectMessage({ channel: 'sms', to: sms, body: 'Eat', at: '2027-01-17T09:00:00Z' });
  expectMessage({ channel: 'sms', to: sms, body: 'Eat', at: '2027-01-17T09:05:00Z' });
  const { id } = await occurrenceOf(belfry, schedule);
  await belfry.must('POST', `/v1/occurrences/${id}/complete`);
  const found = (await outcomesOf({ id })).filter(({ payload }) => payload?.code === 'look-up.found');
  expect(new Set(found.map(({ payload }) => payload?.providerId)).size).toBe(2);
});

test('an email cannot be looked up: by default it is sent once more, on record and under the same Message-ID', async () => {
  const email = 'dan@example.com';
  const dan = await addPerson(belfry, { name: 'Dan Drew', email });
  await hang(email, 1);
  const schedule = await remind(belfry, { person: dan, title: 'Call home', at: '2027-01-18T09:00:00Z' });
  await belfry.setClock('2027-01-18T09:00:00Z');
  for (const _ of ['first', 'again']) expectMessage({ channel: 'email', to: email, body: 'Call home' });
  const messages = await belfry.messages(`?to=${email}`);
  expect(new Set(messages.map(({ providerId }) => providerId)).size).toBe(1);

  const occurrence = await occurrenceOf(belfry, schedule);
  const entries = await timelineOf(belfry, occurrence);
  const attempts = entries.filter(({ type }) => type === 'attempt');
  expect(attempts).toMatchObject([
    { status: 'unknown', reason: 'Step 1.' },
    { status: 'accepted', reason: 'Try 2 of step 1.' },
  ]);
  const first = entries.filter(({ type, attemptId }) => type === 'outcome' && attemptId === attempts[0]?.attemptId);
  expect(first).toMatchObject([
    { status: 'unknown', payload: { code: 'pending-look-up' } },
    { status: 'unknown', payload: { code: 'sent-again' }, reason: expect.stringMatching(/sent once more/) },
  ]);
  expect(occurrence).toMatchObject({ state: 'completed' });
});

test('where the policy says ask, such an email stays with a person and is not repeated', async () => {
  const email = 'eve@example.com';
  const eve = await addPerson(belfry, { name: 'Eve Ellis', email });
  const steps = [{ after: 'PT0S', targets: [{ person: 'self', channels: ['email' as const] }] }];
  const policy = await addPolicy(belfry, 'Ask', steps, 'ask');
  await hang(email, 1);
  const schedule = await remind(belfry, { person: eve, title: 'Call home', at: '2027-01-19T09:00:00Z', policy });
  await belfry.setClock('2027-01-19T09:20:00Z');
  expectMessage({ channel: 'email', to: email, body: 'Call home', at: '2027-01-19T09:00:00Z' });
  const occurrence = await occurrenceOf(belfry, schedule);
  const last = (await outcomesOf(occurrence)).at(-1);
  expect(last).toMatchObject({ status: 'unknown', payload: { code: 'left-to-person' } });
  await belfry.must('POST', `/v1/occurrences/${occurrence.id}/acknowledge`);
});

test('whoever never answers is tried four times and no more, each try on record', async () => {
  const email = 'fay@example.com';
  const fay = await addPerson(belfry, { name: 'Fay Frost', email });
  await hang(email, 10);
  const schedule = await remind(belfry, { person: fay, title: 'Call home', at: '2027-01-20T09:00:00Z' });
  await belfry.setClock('2027-01-20T10:00:00Z');
  for (let i = 0; i < 4; i++) expectMessage({ channel: 'email', to: email, body: 'Call home' });
  const occurrence = await occurrenceOf(belfry, schedule);
  expect(occurrence).toMatchObject({ state: 'failed' });
  expect((await timelineOf(belfry, occurrence)).filter(({ type }) => type === 'attempt')).toHaveLength(4);
});

test('an answer by the API waits for the call that is under way, and after its 200 nothing leaves', async () => {
  const email = 'gus@example.com';
  const gus = await addPerson(belfry, { name: 'Gus Grey', email });
  await hang(email, 1);
  const schedule = await remind(belfry, {
    person: gus,
    title: 'Call home',
    at: '2027-01-21T09:00:00Z',
    policy: insisting,
  });
  const moving = belfry.setClock('2027-01-21T09:00:00Z');
  await expect
    .poll(() => belfry.messages(`?to=${email}`), { interval: 5, timeout: 10_000 })
    .toEqual([expect.objectContaining({ channel: 'email' })]);
  const { id } = await occurrenceOf(belfry, schedule);
  const answer = await belfry.call('POST', `/v1/occurrences/${id}/complete`);
  // Its call has ended, in the dark: nobody can say that it was stopped.
  const unknown = { attemptId: '0.0', channel: 'email', address: email };
  expect(answer).toMatchObject({ status: 200, body: { state: 'completed', couldNotStop: [unknown] } });
  expect(await outcomesOf({ id })).not.toEqual([]);
  await moving;
  await belfry.setClock('2027-01-21T12:00:00Z');
  expectMessage({ channel: 'email', to: email, body: 'Call home', at: '2027-01-21T09:00:00Z' });
  expect((await timelineOf(belfry, { id })).filter(({ type }) => type === 'attempt')).toHaveLength(1);
});

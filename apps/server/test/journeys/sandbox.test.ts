import { type BelfryProcess, startBelfry } from '@belfry/testkit/belfry-process';
import { expectOnly } from '@belfry/testkit/expect-only';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { addPerson, addPolicy, occurrenceOf, type Person, remind, timelineOf } from './story.ts';

/** What the phone network on the desk does by itself, and what the whole program makes of it. */
let belfry: BelfryProcess;
let ann: Person;
let bySms: { id: string };
let byEmail: { id: string };
const phone = '+12025550101';
const mailbox = 'ann@example.com';
const expectMessage = expectOnly(() => belfry);

beforeAll(async () => {
  // As long as an answer is waited for that never comes.
  belfry = await startBelfry({ at: '2027-01-15T08:00:00Z', env: { BELFRY_PROVIDER_TIMEOUT_MS: '1500' } });
  ann = await addPerson(belfry, { name: 'Ann Archer', sms: phone, email: mailbox });
  const steps = (channel: 'sms' | 'email') => [
    { after: 'PT0S', targets: [{ person: 'self', channels: [channel] }] },
    { after: 'PT30M', targets: [{ person: 'self', channels: [channel] }] },
  ];
  bySms = await addPolicy(belfry, 'Two texts', steps('sms'));
  byEmail = await addPolicy(belfry, 'Two emails', steps('email'));
});

beforeEach(() => belfry.must('DELETE', '/sandbox/chaos'));
afterAll(() => belfry.stop());

const hold = (address: string, settings: object) =>
  belfry.must<object>('PUT', `/sandbox/handsets/${encodeURIComponent(address)}`, settings);

test('a person who answers by text ends it at the minute they answer', async () => {
  await hold(phone, { persona: { name: 'answers', after: 'PT2M', text: 'DONE' } });
  const schedule = await remind(belfry, { person: ann, title: 'Pills', at: '2027-01-16T09:00:00Z', policy: bySms });
  await belfry.setClock('2027-01-16T12:00:00Z');
  expectMessage({ channel: 'sms', to: phone, body: 'Pills', at: '2027-01-16T09:00:00Z' });
  expectMessage({ channel: 'sms', to: phone, body: 'Done: Pills', at: '2027-01-16T09:02:00Z' });
  expect(await occurrenceOf(belfry, schedule)).toMatchObject({ state: 'completed', closedAt: '2027-01-16T09:02:00Z' });
  await hold(phone, { persona: 'person' });
});

test('one who answers by the link of an email does so too, after a scanner has opened it in vain', async () => {
  await hold(mailbox, { persona: 'scans-links' });
  const scanned = await remind(belfry, { person: ann, title: 'Eat', at: '2027-01-17T09:00:00Z', policy: byEmail });
  await belfry.setClock('2027-01-17T09:10:00Z');
  expect(await occurrenceOf(belfry, scanned)).toMatchObject({ state: 'open' });
  await hold(mailbox, { persona: { name: 'answers-by-link', after: 'PT1M' } });
  await belfry.setClock('2027-01-17T12:00:00Z');
  expectMessage({ channel: 'email', to: mailbox, body: 'Eat', at: '2027-01-17T09:00:00Z' });
  expectMessage({ channel: 'email', to: mailbox, body: 'Eat', at: '2027-01-17T09:30:00Z' });
  const occurrence = await occurrenceOf(belfry, scanned);
  expect(occurrence).toMatchObject({ state: 'completed', closedAt: '2027-01-17T09:31:00Z' });
  expect((await timelineOf(belfry, occurrence)).at(-1)).toMatchObject({ type: 'action', personName: 'Ann Archer' });
  await hold(mailbox, { persona: 'person' });
});

test('every message says which occurrence it is of, also a text of which nothing came back', async () => {
  await hold(phone, { chaos: { acceptThenHang: 1 } });
  const schedule = await remind(belfry, { person: ann, title: 'Walk', at: '2027-01-18T09:00:00Z', policy: bySms });
  await belfry.setClock('2027-01-18T09:05:00Z');
  expectMessage({ channel: 'sms', to: phone, body: 'Walk', at: '2027-01-18T09:00:00Z' });
  const { id } = await occurrenceOf(belfry, schedule);
  expect(await belfry.messages('?since=2027-01-18T00:00:00Z')).toMatchObject([
    { occurrenceId: id, faults: ['acceptThenHang'] },
  ]);
  await belfry.must('POST', `/v1/occurrences/${id}/complete`);
});

test('callbacks that come twice, the wrong way round, late or forged change nothing in the end', async () => {
  const chaos = {
    duplicateCallbacks: 3,
    reorderCallbacks: 2,
    delayCallbacks: 1,
    callbackDelay: 'PT3M',
    forgeCallbacks: 3,
  };
  await belfry.must('PUT', '/sandbox/chaos', { seed: 'storm', chaos });
  for (const day of ['19', '20', '21']) {
    const schedule = await remind(belfry, { person: ann, title: 'Nap', at: `2027-01-${day}T09:00:00Z`, policy: bySms });
    await belfry.setClock(`2027-01-${day}T09:10:00Z`);
    expectMessage({ channel: 'sms', to: phone, body: 'Nap', at: `2027-01-${day}T09:00:00Z` });
    const occurrence = await occurrenceOf(belfry, schedule);
    const attempts = (await timelineOf(belfry, occurrence)).filter(({ type }) => type === 'attempt');
    expect(attempts.map(({ status }) => status)).toEqual(['delivered']);
    await belfry.must('POST', `/v1/occurrences/${occurrence.id}/complete`);
  }
  const network = await belfry.messages('?since=2027-01-19T00:00:00Z');
  expect(network.map(({ faults }) => faults.length)).toEqual([4, 3, 2]);
  expect(belfry.log()).not.toContain('forgery-accepted');
});

test('a browser of the sandbox reads what was pushed to it, and a web server what was posted', async () => {
  const key = await belfry.must<object>('POST', '/sandbox/push-subscriptions', { label: "Bea's tablet" });
  const { endpoint, keys } = key as { endpoint: string; keys: object };
  const hook = 'https://hooks.example.com/belfry';
  const bea = await belfry.must<Person>('POST', '/v1/people', {
    name: 'Bea Baker',
    timeZone: 'Europe/London',
    contactPoints: [
      { channel: 'push', address: endpoint, keys },
      { channel: 'webhook', address: hook },
    ],
  });
  const both = await belfry.must<{ id: string }>('POST', '/v1/policies', {
    name: 'Push, then webhook',
    steps: [
      { after: 'PT0S', targets: [{ person: 'self', channels: ['push'] }] },
      { after: 'PT5M', targets: [{ person: 'self', channels: ['webhook'] }] },
    ],
  });
  const schedule = await remind(belfry, {
    person: bea,
    title: 'Water plants',
    at: '2027-01-22T09:00:00Z',
    policy: both,
  });
  await belfry.setClock('2027-01-22T09:05:00Z');
  expectMessage({ channel: 'push', to: endpoint, body: 'Water plants', at: '2027-01-22T09:00:00Z' });
  expectMessage({ channel: 'webhook', to: hook, body: 'Water plants', at: '2027-01-22T09:05:00Z' });
  const { id } = await occurrenceOf(belfry, schedule);
  const messages = await belfry.messages('?since=2027-01-22T00:00:00Z');
  expect(messages.map(({ channel, occurrenceId }) => [channel, occurrenceId])).toEqual([
    ['push', id],
    ['webhook', id],
  ]);
  const { data } = await belfry.must<{ data: object[] }>('GET', '/sandbox/handsets');
  expect(data).toContainEqual(expect.objectContaining({ simulated: true, label: "Bea's tablet", channel: 'push' }));
  await belfry.must('POST', `/v1/occurrences/${id}/complete`);
});

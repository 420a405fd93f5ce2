import { type BelfryProcess, startBelfry } from '@belfry/testkit/belfry-process';
import { expectOnly } from '@belfry/testkit/expect-only';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addPerson, addPolicy, answerFrom, occurrenceOf, type Person, remind, timelineOf } from './story.ts';

let belfry: BelfryProcess;
let ann: Person;
let louder: { id: string };

const annsPhone = '+12025550101';
const annsEmail = 'ann@example.com';
const bobsPhone = '+12025550102';

const expectMessage = expectOnly(() => belfry);

beforeAll(async () => {
  belfry = await startBelfry({ at: '2027-01-15T14:00:00Z' });
  ann = await addPerson(belfry, { name: 'Ann Archer', timeZone: 'America/New_York', sms: annsPhone, email: annsEmail });
  const bob = await addPerson(belfry, { name: 'Bob Baker', sms: bobsPhone });
  louder = await addPolicy(belfry, 'Louder', [
    { after: 'PT0S', targets: [{ person: 'self', channels: ['sms'] }] },
    { after: 'PT5M', targets: [{ person: 'self', channels: ['email'] }] },
    { after: 'PT15M', targets: [{ person: bob.id, channels: ['sms'] }] },
  ]);
});

afterAll(() => belfry.stop());

test('unanswered, a reminder reaches the second person, whose DONE completes it', async () => {
  const schedule = await remind(belfry, {
    person: ann,
    title: 'Take pills',
    body: 'The blue ones',
    at: '2027-01-15T14:30:00Z',
    policy: louder,
  });
  await belfry.setClock('2027-01-15T14:29:59.999Z');
  expect(await belfry.messages()).toEqual([]);
  expect(await occurrenceOf(belfry, schedule)).toMatchObject({ state: 'planned', dueAt: '2027-01-15T14:30:00Z' });

  await belfry.setClock('2027-01-15T14:45:00Z');
  const asked = /^Take pills\nThe blue ones\nReply DONE/;
  expectMessage({ channel: 'sms', to: annsPhone, body: asked, at: '2027-01-15T14:30:00Z' });
  // Nobody reads what is replied to an email; it has the page on which it can be answered.
  const shown = /^Take pills\nThe blue ones\n.*http:\S+\/a\/[\w-]+\s*$/;
  expectMessage({ channel: 'email', to: annsEmail, body: shown, at: '2027-01-15T14:35:00Z' });
  // What the reminder is about is told to others, its details are not.
  const told = /^Ann Archer has not answered: Take pills\nReply DONE/;
  expectMessage({ channel: 'sms', to: bobsPhone, body: told, at: '2027-01-15T14:45:00Z' });
  expect(await occurrenceOf(belfry, schedule)).toMatchObject({ state: 'open', firedAt: '2027-01-15T14:30:00Z' });

  await belfry.setClock('2027-01-15T14:50:00Z');
  await answerFrom(belfry, bobsPhone, 'Done.');
  expectMessage({ channel: 'sms', to: bobsPhone, body: 'Done: Take pills', at: '2027-01-15T14:50:00Z' });
  const occurrence = await occurrenceOf(belfry, schedule);
  expect(occurrence).toMatchObject({ state: 'completed', closedAt: '2027-01-15T14:50:00Z' });
  const action = (await timelineOf(belfry, occurrence)).at(-1);
  expect(action).toMatchObject({ type: 'action', status: 'completed', personName: 'Bob Baker', channel: 'sms' });

  await belfry.setClock('2027-01-15T16:00:00Z');
});

test.each([
  { text: 'OK', state: 'acknowledged', answer: 'Seen: Water the plants', day: '2027-01-16' },
  { text: 'done', state: 'completed', answer: 'Done: Water the plants', day: '2027-01-17' },
])('$text from the person makes it $state, and no later step leaves', async ({ text, state, answer, day }) => {
  const schedule = await remind(belfry, {
    person: ann,
    title: 'Water the plants',
    at: `${day}T14:30:00Z`,
    policy: louder,
  });
  await belfry.setClock(`${day}T14:34:59Z`);
  expectMessage({ channel: 'sms', to: annsPhone, body: 'Water the plants', at: `${day}T14:30:00Z` });
  await answerFrom(belfry, annsPhone, text);
  expectMessage({ channel: 'sms', to: annsPhone, body: answer, at: `${day}T14:34:59Z` });
  expect(await occurrenceOf(belfry, schedule)).toMatchObject({ state, closedAt: `${day}T14:34:59Z` });
  await belfry.setClock(`${day}T16:00:00Z`);
  expect(await occurrenceOf(belfry, schedule)).toMatchObject({ state });
});

test.each([
  { action: 'acknowledge', state: 'acknowledged', day: '2027-01-18' },
  { action: 'complete', state: 'completed', day: '2027-01-19' },
])('to $action by the API stops it, and doing so twice is no error', async ({ action, state, day }) => {
  const schedule = await remind(belfry, { person: ann, title: 'Call home', at: `${day}T14:30:00Z`, policy: louder });
  const { id } = await occurrenceOf(belfry, schedule);
  await belfry.setClock(`${day}T14:32:00Z`);
  expectMessage({ channel: 'sms', to: annsPhone, body: 'Call home', at: `${day}T14:30:00Z` });
  for (const _ of ['first', 'again']) {
    const answer = await belfry.call('POST', `/v1/occurrences/${id}/${action}`);
    expect(answer).toMatchObject({
      status: 200,
      body: { id, state, closedAt: `${day}T14:32:00Z`, couldNotStop: [] },
    });
  }
  await belfry.setClock(`${day}T16:00:00Z`);
  const actions = (await timelineOf(belfry, { id })).filter(({ type }) => type === 'action');
  expect(actions).toMatchObject([{ at: `${day}T14:32:00Z`, status: state, payload: { actor: { type: 'key' } } }]);
});

test('before it has fired it cannot have been seen, but it can be done already', async () => {
  const at = '2027-01-19T18:30:00Z';
  const schedule = await remind(belfry, { person: ann, title: 'Done early', at, policy: louder });
  const { id } = await occurrenceOf(belfry, schedule);
  const early = await belfry.call('POST', `/v1/occurrences/${id}/acknowledge`);
  expect(early).toMatchObject({ status: 409, body: { code: 'occurrence.not-actionable' } });
  expect(await belfry.must('POST', `/v1/occurrences/${id}/complete`)).toMatchObject({ state: 'completed' });
  await belfry.setClock('2027-01-19T20:00:00Z');
});

test('what was acknowledged can still be completed, and not the other way round', async () => {
  const schedule = await remind(belfry, {
    person: ann,
    title: 'Feed the cat',
    at: '2027-01-20T14:30:00Z',
    policy: louder,
  });
  await belfry.setClock('2027-01-20T14:31:00Z');
  expectMessage({ channel: 'sms', to: annsPhone, body: 'Feed the cat' });
  const { id } = await occurrenceOf(belfry, schedule);
  const act = (action: string) => belfry.must<{ state: string }>('POST', `/v1/occurrences/${id}/${action}`);
  expect(await act('acknowledge')).toMatchObject({ state: 'acknowledged' });
  expect(await act('complete')).toMatchObject({ state: 'completed' });
  expect(await act('acknowledge')).toMatchObject({ state: 'completed' });
  const actions = (await timelineOf(belfry, { id })).filter(({ type }) => type === 'action');
  expect(actions.map(({ status }) => status)).toEqual(['acknowledged', 'completed']);
});

test('when all steps have run out it is exhausted, and a late answer still counts', async () => {
  const schedule = await remind(belfry, {
    person: ann,
    title: 'Lock the door',
    at: '2027-01-21T14:30:00Z',
    policy: louder,
  });
  await belfry.setClock('2027-01-21T15:14:59Z');
  expectMessage({ channel: 'sms', to: annsPhone, body: 'Lock the door', at: '2027-01-21T14:30:00Z' });
  expectMessage({ channel: 'email', to: annsEmail, body: 'Lock the door', at: '2027-01-21T14:35:00Z' });
  expectMessage({ channel: 'sms', to: bobsPhone, body: 'Lock the door', at: '2027-01-21T14:45:00Z' });
  expect(await occurrenceOf(belfry, schedule)).toMatchObject({ state: 'open' });
  await belfry.setClock('2027-01-21T15:15:00Z');
  const occurrence = await occurrenceOf(belfry, schedule);
  expect(occurrence).toMatchObject({ state: 'exhausted', closedAt: '2027-01-21T15:15:00Z' });
  expect(await timelineOf(belfry, occurrence)).toContainEqual(
    expect.objectContaining({ type: 'decision', status: 'exhausted', at: '2027-01-21T15:15:00Z' }),
  );
  expectMessage({ channel: 'sms', to: annsPhone, body: 'Nobody answered: Lock the door', at: '2027-01-21T15:15:00Z' });

  await belfry.setClock('2027-01-21T18:00:00Z');
  await answerFrom(belfry, annsPhone, 'yes');
  expectMessage({ channel: 'sms', to: annsPhone, body: 'Done: Lock the door', at: '2027-01-21T18:00:00Z' });
  expect(await occurrenceOf(belfry, schedule)).toMatchObject({ state: 'completed', closedAt: '2027-01-21T18:00:00Z' });
});

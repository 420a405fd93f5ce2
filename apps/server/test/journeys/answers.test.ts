import { type BelfryProcess, startBelfry } from '@belfry/testkit/belfry-process';
import { expectOnly } from '@belfry/testkit/expect-only';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addPerson, addPolicy, answerFrom, occurrenceOf, type Person, remind, timelineOf } from './story.ts';

let belfry: BelfryProcess;
let ann: Person;
let patient: { id: string };
const annsPhone = '+12025550101';
const expectMessage = expectOnly(() => belfry);

beforeAll(async () => {
  belfry = await startBelfry({ at: '2027-01-15T08:00:00Z' });
  ann = await addPerson(belfry, { name: 'Ann Archer', sms: annsPhone });
  patient = await addPolicy(belfry, 'Once by SMS', [
    { after: 'PT0S', targets: [{ person: 'self', channels: ['sms'] }] },
  ]);
});

afterAll(() => belfry.stop());

test('a number that was never asked gets silence', async () => {
  await answerFrom(belfry, '+12025550199', 'DONE');
  await answerFrom(belfry, '+12025550199', 'who is this?');
  await answerFrom(belfry, annsPhone, 'DONE');
});

test('with two reminders open a bare DONE asks which, and 2 picks the second', async () => {
  const first = await remind(belfry, { person: ann, title: 'Take pills', at: '2027-01-16T09:00:00Z', policy: patient });
  const second = await remind(belfry, { person: ann, title: 'Feed cat', at: '2027-01-16T09:01:00Z', policy: patient });
  await belfry.setClock('2027-01-16T09:02:00Z');
  expectMessage({ channel: 'sms', to: annsPhone, body: 'Take pills', at: '2027-01-16T09:00:00Z' });
  expectMessage({ channel: 'sms', to: annsPhone, body: 'Feed cat', at: '2027-01-16T09:01:00Z' });

  await answerFrom(belfry, annsPhone, 'DONE');
  expectMessage({ channel: 'sms', to: annsPhone, body: /^Which one\?.*DONE.*\n1 Take pills\n2 Feed cat$/ });
  expect(await occurrenceOf(belfry, first)).toMatchObject({ state: 'open' });
  expect(await occurrenceOf(belfry, second)).toMatchObject({ state: 'open' });

  await answerFrom(belfry, annsPhone, 'DONE 3');
  expectMessage({ channel: 'sms', to: annsPhone, body: /^Which one\?.*DONE.*\n1 Take pills\n2 Feed cat$/ });

  await answerFrom(belfry, annsPhone, '2');
  expectMessage({ channel: 'sms', to: annsPhone, body: 'Done: Feed cat' });
  expect(await occurrenceOf(belfry, first)).toMatchObject({ state: 'open' });
  expect(await occurrenceOf(belfry, second)).toMatchObject({ state: 'completed' });

  await answerFrom(belfry, annsPhone, 'ok');
  expectMessage({ channel: 'sms', to: annsPhone, body: 'Seen: Take pills' });
  expect(await occurrenceOf(belfry, first)).toMatchObject({ state: 'acknowledged' });

  await answerFrom(belfry, annsPhone, 'DONE 2');
  expectMessage({
    channel: 'sms',
    to: annsPhone,
    body: /^Already done by Ann Archer, 2027-01-16 \d\d:\d\d: Feed cat$/,
  });
});

test('what cannot be understood is answered, and changes nothing', async () => {
  const schedule = await remind(belfry, { person: ann, title: 'Eat', at: '2027-01-17T09:00:00Z', policy: patient });
  await belfry.setClock('2027-01-17T09:00:00Z');
  expectMessage({ channel: 'sms', to: annsPhone, body: 'Eat' });
  const unclear = ['later maybe', 'not done', 'DONE or not', '👍', 'I stopped taking it'];
  for (const text of unclear) {
    await answerFrom(belfry, annsPhone, text);
    expectMessage({ channel: 'sms', to: annsPhone, body: /not understood.*DONE/ });
  }
  expect(await occurrenceOf(belfry, schedule)).toMatchObject({ state: 'open' });
  await answerFrom(belfry, annsPhone, '  Yes!  ');
  expectMessage({ channel: 'sms', to: annsPhone, body: 'Done: Eat' });
  const occurrence = await occurrenceOf(belfry, schedule);
  expect(occurrence).toMatchObject({ state: 'completed' });
  expect((await timelineOf(belfry, occurrence)).filter(({ type }) => type === 'action')).toHaveLength(1);
});

test('each answer says which message it answers', async () => {
  await remind(belfry, { person: ann, title: 'Nap', at: '2027-01-18T09:00:00Z', policy: patient });
  await belfry.setClock('2027-01-18T09:00:00Z');
  await answerFrom(belfry, annsPhone, 'OK');
  expectMessage({ channel: 'sms', to: annsPhone, body: /^Nap/ });
  expectMessage({ channel: 'sms', to: annsPhone, body: 'Seen: Nap' });
  const exchange = await belfry.messages(
    `?to=${encodeURIComponent(annsPhone)}&direction=all&since=2027-01-18T00:00:00Z`,
  );
  expect(exchange.map(({ body, inReplyTo }) => [body.split('\n')[0], inReplyTo])).toEqual([
    ['Nap', null],
    ['OK', null],
    ['Thank you. Seen: Nap', exchange[1]?.id],
  ]);
});

test('two people who share a phone each have their own reminder open, and the number tells them apart', async () => {
  const bea = await addPerson(belfry, { name: 'Bea Archer', sms: annsPhone });
  const anns = await remind(belfry, { person: ann, title: 'Ann: eat', at: '2027-01-19T09:00:00Z', policy: patient });
  const beas = await remind(belfry, { person: bea, title: 'Bea: eat', at: '2027-01-19T09:01:00Z', policy: patient });
  await belfry.setClock('2027-01-19T09:02:00Z');
  expectMessage({ channel: 'sms', to: annsPhone, body: 'Ann: eat' });
  expectMessage({ channel: 'sms', to: annsPhone, body: 'Bea: eat' });
  await answerFrom(belfry, annsPhone, 'DONE');
  expectMessage({
    channel: 'sms',
    to: annsPhone,
    body: /^Which one\?.*\n\d Ann: eat \(Ann Archer\)\n\d Bea: eat \(Bea Archer\)$/,
  });
  const question = (await belfry.messages(`?to=${encodeURIComponent(annsPhone)}`)).at(-1);
  await answerFrom(belfry, annsPhone, `DONE ${/(\d) Bea: eat/.exec(question?.body ?? '')?.[1]}`);
  expectMessage({ channel: 'sms', to: annsPhone, body: 'Done: Bea: eat' });
  await answerFrom(belfry, annsPhone, 'DONE');
  expectMessage({ channel: 'sms', to: annsPhone, body: 'Done: Ann: eat' });
  const [annsAction, beasAction] = await Promise.all(
    [anns, beas].map(async (schedule) => (await timelineOf(belfry, await occurrenceOf(belfry, schedule))).at(-1)),
  );
  expect(annsAction).toMatchObject({ type: 'action', personId: ann.id, status: 'completed' });
  expect(beasAction).toMatchObject({ type: 'action', personId: bea.id, status: 'completed' });
});

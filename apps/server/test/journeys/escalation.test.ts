import { type BelfryProcess, startBelfry } from '@belfry/testkit/belfry-process';
import { expectOnly } from '@belfry/testkit/expect-only';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addPerson, answerFrom, inShort, occurrenceOf, type Person, type Schedule, timelineOf } from './story.ts';

/** What tenants have from the start, and what a policy can ask for beyond its steps: to the second, and nothing besides. */
let belfry: BelfryProcess;
let ann: Person;
let presets: Map<string, string>;
const annsPhone = '+12025550401';
const annsEmail = 'ann@example.com';
const bobsPhone = '+12025550402';
const carasPhone = '+12025550403';
const expectMessage = expectOnly(() => belfry);

beforeAll(async () => {
  belfry = await startBelfry({ at: '2027-01-15T08:00:00Z' });
  ann = await addPerson(belfry, { name: 'Ann', timeZone: 'UTC', sms: annsPhone, email: annsEmail });
  const bob = await addPerson(belfry, { name: 'Bob', timeZone: 'UTC', sms: bobsPhone });
  const cara = await addPerson(belfry, { name: 'Cara', timeZone: 'UTC', sms: carasPhone });
  const relate = (person: Person, role: string, consent: string) =>
    belfry.must('POST', `/v1/people/${ann.id}/relationships`, { personId: person.id, role, permissions: [], consent });
  await relate(bob, 'caregiver', 'granted');
  // Never asked, so never contacted.
  await relate(cara, 'neighbour', 'pending');
  const { data } = await belfry.must<{ data: { id: string; name: string }[] }>('GET', '/v1/policies');
  presets = new Map(data.map(({ id, name }) => [name, id]));
});

afterAll(() => belfry.stop());

interface Reminder {
  title: string;
  body?: string;
  at: string;
  policyId: string;
  importance?: string;
}

const remindAnn = (reminder: Reminder) => {
  const { at, ...rest } = reminder;
  return belfry.must<Schedule>('POST', '/v1/schedules', { personId: ann.id, rule: { type: 'once', at }, ...rest });
};

const policyOf = async (name: string, definition: Record<string, unknown>) =>
  (await belfry.must<{ id: string }>('POST', '/v1/policies', { name, ...definition })).id;

const minutesAfter = (at: string, minutes: number) => Temporal.Instant.from(at).add({ minutes }).toString();

const toSelf = (after: string, channels = ['sms']) => ({ after, targets: [{ person: 'self', channels }] });

/** Asked on its phone at each of these minutes, and told at the end of the policy's patience. */
function expectAsked(title: string, at: string, minutes: number[], to: string, body = new RegExp(`^${title}`)): void {
  for (const minute of minutes) expectMessage({ channel: 'sms', to, body, at: minutesAfter(at, minute) });
}

describe('the presets', () => {
  test.each([
    { name: 'Gentle', at: '2027-01-15T09:00:00Z', self: [0, 60, 180], contact: [] },
    { name: 'Urgent', at: '2027-01-16T09:00:00Z', self: [0, 5, 15, 30], contact: [30] },
    { name: 'Critical', at: '2027-01-17T09:00:00Z', self: [0, 2, 5, 10, 15], contact: [2, 5, 10, 15] },
  ])('$name: at $self minutes, contacts at $contact, and then it is exhausted', async ({ name, at, self, contact }) => {
    const policyId = presets.get(name)!;
    const schedule = await remindAnn({
      title: `Try ${name}`,
      at,
      policyId,
      importance: name === 'Critical' ? 'critical' : 'medium',
    });
    await belfry.setClock(minutesAfter(at, 300));
    expectAsked(`Try ${name}`, at, self, annsPhone);
    expectAsked(`Try ${name}`, at, contact, bobsPhone, new RegExp(`^Ann has not answered: Try ${name}`));
    const end = minutesAfter(at, self.at(-1)! + 30);
    expectMessage({ channel: 'sms', to: annsPhone, body: `Nobody answered: Try ${name}`, at: end });
    expect(await occurrenceOf(belfry, schedule)).toMatchObject({ state: 'exhausted', closedAt: end });
  });
});

test('a step is repeated until the next one comes', async () => {
  const at = '2027-01-18T09:00:00Z';
  const repeat = { every: 'PT2M', times: 5 };
  const policyId = await policyOf('Repeats', { steps: [{ ...toSelf('PT0S'), repeat }, toSelf('PT7M', ['email'])] });
  await remindAnn({ title: 'Again', at, policyId });
  await belfry.setClock(minutesAfter(at, 20));
  expectAsked('Again', at, [0, 2, 4, 6], annsPhone);
  expectMessage({ channel: 'email', to: annsEmail, body: /^Again/, at: minutesAfter(at, 7) });
  await belfry.setClock(minutesAfter(at, 60));
  expectMessage({ channel: 'sms', to: annsPhone, body: 'Nobody answered: Again', at: minutesAfter(at, 37) });
});

test('the fallback contact is told when nobody answered, after as much patience as the policy has', async () => {
  const at = '2027-01-19T09:00:00Z';
  const { data } = await belfry.must<{ data: Person[] }>('GET', '/v1/people');
  const bob = data.find(({ name }) => name === 'Bob')!;
  const fallback = { person: bob.id, channels: ['sms'] };
  const policyId = await policyOf('With a fallback', { steps: [toSelf('PT0S')], fallback, patience: 'PT5M' });
  await remindAnn({ title: 'Fall', at, policyId });
  await belfry.setClock(minutesAfter(at, 60));
  expectAsked('Fall', at, [0], annsPhone);
  expectMessage({ channel: 'sms', to: annsPhone, body: 'Nobody answered: Fall', at: minutesAfter(at, 5) });
  expectMessage({ channel: 'sms', to: bobsPhone, body: 'Nobody answered for Ann: Fall', at: minutesAfter(at, 5) });
});

test('acknowledged and never completed, it begins anew; completed, it does not', async () => {
  const at = '2027-01-20T09:00:00Z';
  const policyId = await policyOf('Re-pages', { steps: [toSelf('PT0S'), toSelf('PT5M')], repageAfter: 'PT1H' });
  const schedule = await remindAnn({ title: 'Seen only', at, policyId });
  await belfry.setClock(minutesAfter(at, 1));
  const { id } = await occurrenceOf(belfry, schedule);
  await belfry.must('POST', `/v1/occurrences/${id}/acknowledge`);
  await belfry.setClock(minutesAfter(at, 63));
  expectAsked('Seen only', at, [0, 61], annsPhone);
  await belfry.must('POST', `/v1/occurrences/${id}/acknowledge`);
  await belfry.setClock(minutesAfter(at, 70));
  await belfry.must('POST', `/v1/occurrences/${id}/complete`);
  await belfry.setClock(minutesAfter(at, 300));
  expect(await occurrenceOf(belfry, schedule)).toMatchObject({ state: 'completed' });
});

test('contacts are shown as much as they may see, can say that it is done, and can refuse to be asked any more', async () => {
  const at = '2027-01-20T18:00:00Z';
  const [dorasPhone, ednasPhone] = ['+12025550404', '+12025550405'];
  const dora = await addPerson(belfry, { name: 'Dora', timeZone: 'UTC', sms: dorasPhone });
  const edna = await addPerson(belfry, { name: 'Edna', timeZone: 'UTC', sms: ednasPhone });
  const relation = { role: 'daughter', consent: 'granted' };
  await belfry.must('POST', `/v1/people/${ann.id}/relationships`, { ...relation, personId: dora.id, privacy: 'all' });
  // Where nothing is said, the least.
  await belfry.must('POST', `/v1/people/${ann.id}/relationships`, { ...relation, personId: edna.id });
  const steps = [toSelf('PT0S'), { after: 'PT5M', targets: [{ person: 'role:daughter', channels: ['sms'] }] }];
  const policyId = await policyOf('With daughters', { steps });
  const asked = await remindAnn({ title: 'Pills', body: 'The blue ones', at, policyId });
  await belfry.setClock(minutesAfter(at, 6));
  expectMessage({ channel: 'sms', to: annsPhone, body: /^Pills\nThe blue ones/, at });
  const told = (details: string) => new RegExp(`^Ann has not answered: Pills${details}\nReply DONE`);
  expectMessage({ channel: 'sms', to: dorasPhone, body: told('\nThe blue ones'), at: minutesAfter(at, 5) });
  expectMessage({ channel: 'sms', to: ednasPhone, body: told(''), at: minutesAfter(at, 5) });
  await answerFrom(belfry, ednasPhone, 'DONE');
  expectMessage({ channel: 'sms', to: ednasPhone, body: 'Done: Pills' });
  expect(await occurrenceOf(belfry, asked)).toMatchObject({ state: 'completed' });

  await answerFrom(belfry, dorasPhone, 'STOP');
  expectMessage({ channel: 'sms', to: dorasPhone, body: /^You will get no more messages/ });
  const later = minutesAfter(at, 60);
  const refused = await remindAnn({ title: 'Walk', at: later, policyId });
  await belfry.setClock(minutesAfter(later, 6));
  expectAsked('Walk', later, [0], annsPhone);
  expectMessage({ channel: 'sms', to: ednasPhone, body: /^Ann has not answered: Walk/, at: minutesAfter(later, 5) });
  const { id } = await occurrenceOf(belfry, refused);
  const suppressed = (await timelineOf(belfry, { id })).find(({ status }) => status === 'suppressed');
  expect(suppressed).toMatchObject({ personName: 'Dora', reason: expect.stringContaining('Step 2') });
  await belfry.must('POST', `/v1/occurrences/${id}/complete`);
});

test('no more than so many in an hour; what was held back is told in one digest, and what is urgent goes out', async () => {
  const begin = '2027-01-20T21:00:00Z';
  await belfry.must('PATCH', '/v1/settings', { throttlePerHour: 2 });
  const once = (title: string, minutes: number, importance: string) =>
    belfry.must<Schedule>('POST', '/v1/schedules', {
      ...{ personId: ann.id, title, importance },
      rule: { type: 'once', at: minutesAfter(begin, minutes) },
    });
  for (const [index, title] of ['First', 'Second', 'Third', 'Fourth'].entries()) {
    await once(title, index * 5, index % 2 === 0 ? 'low' : 'medium');
  }
  for (const [index, importance] of ['high', 'critical'].entries())
    await once(`As ${importance}`, 30 + index, importance);
  await belfry.setClock(minutesAfter(begin, 90));
  expectAsked('First', begin, [0], annsPhone);
  expectAsked('Second', begin, [5], annsPhone);
  expectAsked('As high', begin, [30], annsPhone);
  expectAsked('As critical', begin, [31], annsPhone);
  expectMessage({ channel: 'sms', to: annsPhone, body: /Third\nFourth/, at: minutesAfter(begin, 60) });
  await belfry.must('PATCH', '/v1/settings', { throttlePerHour: null });
});

describe('quiet hours', () => {
  beforeAll(async () => {
    await belfry.setClock('2027-01-21T20:00:00Z');
    await belfry.must('PATCH', `/v1/people/${ann.id}`, { quietHours: { start: '22:00', end: '07:00' } });
  });

  test('put off what can wait to their end, with all its distances, and say so', async () => {
    const at = '2027-01-21T23:00:00Z';
    const policyId = await policyOf('At night', { steps: [toSelf('PT0S'), toSelf('PT10M', ['email'])] });
    const schedule = await remindAnn({ title: 'Sleep', at, policyId, importance: 'low' });
    await belfry.setClock('2027-01-22T07:30:00Z');
    expectAsked('Sleep', '2027-01-22T07:00:00Z', [0], annsPhone);
    expectMessage({ channel: 'email', to: annsEmail, body: /^Sleep/, at: '2027-01-22T07:10:00Z' });
    const occurrence = await occurrenceOf(belfry, schedule);
    await belfry.must('POST', `/v1/occurrences/${occurrence.id}/complete`);
    const entries = await timelineOf(belfry, occurrence);
    expect(entries[0]).toMatchObject({
      at,
      type: 'decision',
      reason: expect.stringContaining('quiet hours until 07:00'),
    });
    expect(entries.map(inShort).filter((line) => line.startsWith('attempt'))).toHaveLength(2);
  });

  test.each(['high', 'critical'])('let through what is %s', async (importance) => {
    const at = importance === 'high' ? '2027-01-22T23:00:00Z' : '2027-01-22T23:30:00Z';
    const policyId = await policyOf('At night', { steps: [toSelf('PT0S')] });
    const schedule = await remindAnn({ title: 'Alarm', at, policyId, importance });
    await belfry.setClock(minutesAfter(at, 1));
    expectAsked('Alarm', at, [0], annsPhone);
    await belfry.must('POST', `/v1/occurrences/${(await occurrenceOf(belfry, schedule)).id}/complete`);
  });
});

import { type BelfryProcess, startBelfry } from '@belfry/testkit/belfry-process';
import { expectOnly } from '@belfry/testkit/expect-only';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sleepUntil } from './sleep-until.ts';
import { addPerson, addPolicy, type Occurrence, occurrencesOf, type Person, remind, timelineOf } from './story.ts';

/** Nothing runs for a while, and then everything that should have been due meanwhile is looked at at once. */
let belfry: BelfryProcess;
let policy: { id: string };
let tick = 0;
const expectMessage = expectOnly(() => belfry);

beforeAll(async () => {
  belfry = await startBelfry({ at: '2027-01-04T00:00:00Z' });
  policy = await addPolicy(belfry, 'Two steps', [
    { after: 'PT0S', targets: [{ person: 'self', channels: ['sms'] }] },
    { after: 'PT10M', targets: [{ person: 'self', channels: ['email'] }] },
  ]);
});

afterAll(() => belfry.stop());

/** Each test has days of its own, and a person whom no earlier reminder reaches. */
async function inhabit(day: string): Promise<{ person: Person; sms: string; email: string }> {
  tick += 1;
  const [sms, email] = [`+1202555020${tick}`, `person${tick}@example.com`];
  await belfry.setClock(`${day}T06:00:00Z`);
  return { person: await addPerson(belfry, { name: `Person ${tick}`, sms, email }), sms, email };
}

async function outageUntil(at: string): Promise<void> {
  await sleepUntil(belfry, at);
  await belfry.advance('PT0S');
}

const minutesAfter = (at: string, minutes: number) => Temporal.Instant.from(at).add({ minutes }).toString();

test('after 30 minutes what was due goes out at once, and later steps keep their distances from it', async () => {
  const { person, sms, email } = await inhabit('2027-01-04');
  const schedule = await remind(belfry, { person, title: 'Half an hour', policy, at: '2027-01-04T09:00:00Z' });
  await belfry.setClock('2027-01-04T08:59:00Z');
  const back = '2027-01-04T09:29:00Z';
  await outageUntil(back);
  expectMessage({ channel: 'sms', to: sms, body: /Half an hour/, at: back });
  await belfry.advance('PT9M');
  await belfry.advance('PT1M');
  expectMessage({ channel: 'email', to: email, body: /Half an hour/, at: minutesAfter(back, 10) });
  await belfry.advance('PT2H');
  expectMessage({ channel: 'sms', to: sms, body: 'Nobody answered: Half an hour', at: minutesAfter(back, 40) });
  const [occurrence] = await occurrencesOf(belfry, schedule);
  expect(occurrence).toMatchObject({ state: 'exhausted', dueAt: '2027-01-04T09:00:00Z', firedAt: back });
  const reasons = (await timelineOf(belfry, occurrence!)).map(({ reason }) => reason);
  expect(reasons).toContain('Late: it was due at 2027-01-04T09:00:00Z.');
});

test('an outage between two steps moves the second, and does not add a third', async () => {
  const { person, sms, email } = await inhabit('2027-01-05');
  await remind(belfry, { person, title: 'In between', policy, at: '2027-01-05T09:00:00Z' });
  await belfry.setClock('2027-01-05T09:05:00Z');
  expectMessage({ channel: 'sms', to: sms, body: /In between/, at: '2027-01-05T09:00:00Z' });
  await outageUntil('2027-01-05T09:35:00Z');
  expectMessage({ channel: 'email', to: email, body: /In between/, at: '2027-01-05T09:35:00Z' });
  await belfry.advance('PT2H');
  expectMessage({ channel: 'sms', to: sms, body: 'Nobody answered: In between', at: '2027-01-05T10:05:00Z' });
});

test('after 26 hours what is past its late limit is missed, what is not goes out at once, and daily ones go on', async () => {
  const { person, sms } = await inhabit('2027-01-06');
  const once = await remind(belfry, { person, title: 'Long ago', policy, at: '2027-01-06T07:00:00Z' });
  const daily = await remind(belfry, { person, title: 'Each day', dailyAt: '08:00', timeZone: 'UTC' });
  await belfry.setClock('2027-01-06T06:59:00Z');
  const back = '2027-01-07T08:59:00Z';
  await outageUntil(back);
  // Of the daily one the first is 24 h 59 min late; the second, of this morning, has time.
  expectMessage({ channel: 'sms', to: sms, body: /Each day/, at: back });
  await belfry.setClock('2027-01-08T08:00:00Z');
  expectMessage({ channel: 'sms', to: sms, body: /Each day/, at: '2027-01-08T08:00:00Z' });
  expect(await occurrencesOf(belfry, once)).toMatchObject([{ state: 'missed', firedAt: back }]);
  expect((await fired(daily)).map(({ slot, state }) => [slot, state])).toEqual([
    ['2027-01-06#1', 'missed'],
    ['2027-01-07#1', 'completed'],
    ['2027-01-08#1', 'completed'],
  ]);
  await belfry.must('DELETE', `/v1/schedules/${daily.id}`);
});

test('after three days, beyond all that was planned, each day that is gone is explained and none goes out twice', async () => {
  const { person, sms } = await inhabit('2027-01-11');
  const daily = await remind(belfry, { person, title: 'Every morning', dailyAt: '07:00', timeZone: 'UTC' });
  await belfry.setClock('2027-01-11T06:59:00Z');
  const back = '2027-01-14T06:59:00Z';
  await outageUntil(back);
  expectMessage({ channel: 'sms', to: sms, body: /Every morning/, at: back });
  await belfry.setClock('2027-01-15T07:00:00Z');
  expectMessage({ channel: 'sms', to: sms, body: /Every morning/, at: '2027-01-14T07:00:00Z' });
  expectMessage({ channel: 'sms', to: sms, body: /Every morning/, at: '2027-01-15T07:00:00Z' });
  expect((await fired(daily)).map(({ slot, state }) => [slot, state])).toEqual([
    ['2027-01-11#1', 'missed'],
    ['2027-01-12#1', 'missed'],
    ['2027-01-13#1', 'completed'],
    ['2027-01-14#1', 'completed'],
    ['2027-01-15#1', 'completed'],
  ]);
});

async function fired(schedule: { id: string; nextAt: string | null }): Promise<Occurrence[]> {
  return (await occurrencesOf(belfry, schedule)).filter(({ firedAt }) => firedAt !== null);
}

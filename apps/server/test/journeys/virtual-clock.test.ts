import { type BelfryProcess, startBelfry } from '@belfry/testkit/belfry-process';
import { expectOnly } from '@belfry/testkit/expect-only';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addPerson, addPolicy, occurrenceOf, type Person, remind } from './story.ts';

let belfry: BelfryProcess;
let ann: Person;
const annsPhone = '+12025550101';
const expectMessage = expectOnly(() => belfry);

beforeAll(async () => {
  belfry = await startBelfry({ at: '2027-01-15T08:00:00Z' });
  ann = await addPerson(belfry, { name: 'Ann Archer', sms: annsPhone });
});

afterAll(() => belfry.stop());

const now = async () => (await belfry.must<{ now: string }>('GET', '/sandbox/clock')).now;

test('the virtual clock stands still, moves as far as it is told, and refuses to go back', async () => {
  expect(await now()).toBe('2027-01-15T08:00:00Z');
  await belfry.advance('PT90M');
  expect(await now()).toBe('2027-01-15T09:30:00Z');
  const back = await belfry.call('POST', '/sandbox/clock', { set: '2027-01-15T09:29:59.999Z' });
  expect(back).toMatchObject({ status: 409, body: { code: 'clock.backwards' } });
  expect(await now()).toBe('2027-01-15T09:30:00Z');
  await belfry.setClock('2027-01-15T09:30:00Z');
});

test('two who move it at once each move it', async () => {
  const moves = ['PT10M', 'PT10M', 'PT10M'].map((advance) =>
    belfry.must<{ now: string }>('POST', '/sandbox/clock', { advance }),
  );
  const reached = (await Promise.all(moves)).map((answer) => answer.now);
  expect(reached.toSorted()).toEqual(['2027-01-15T09:40:00Z', '2027-01-15T09:50:00Z', '2027-01-15T10:00:00Z']);
  expect(await now()).toBe('2027-01-15T10:00:00Z');
});

test('one jump visits all that falls due on the way, in order and each at its own instant', async () => {
  const policy = await addPolicy(belfry, 'Three times', [
    { after: 'PT0S', targets: [{ person: 'self', channels: ['sms'] }] },
    { after: 'PT10M', targets: [{ person: 'self', channels: ['sms'] }] },
    { after: 'PT25M', targets: [{ person: 'self', channels: ['sms'] }] },
  ]);
  // Entwined, and not in the order of their making.
  const starts = ['2027-01-16T09:07:00Z', '2027-01-16T09:00:00Z', '2027-01-16T09:05:00.500Z'];
  for (const [index, at] of starts.entries())
    await remind(belfry, { person: ann, title: `Number ${index}`, at, policy });
  await belfry.setClock('2027-01-17T00:00:00Z');
  const expected = starts.flatMap((at, index) =>
    [0, 10, 25, 55].map((minutes) => ({
      title: minutes === 55 ? `Nobody answered: Number ${index}` : `Number ${index}`,
      at: Temporal.Instant.from(at).add({ minutes }).toString(),
    })),
  );
  for (const { title, at } of expected) expectMessage({ channel: 'sms', to: annsPhone, body: title, at });
  const sent = await belfry.messages('?since=2027-01-16T00:00:00Z');
  expect(sent.map(({ body, at }) => [body.split('\n')[0], at])).toEqual(
    expected.toSorted((a, b) => Temporal.Instant.compare(a.at, b.at)).map(({ title, at }) => [title, at]),
  );
});

test('a reminder far beyond what is planned waits, and comes at its instant', async () => {
  const at = '2028-02-29T23:59:59.5Z';
  const schedule = await remind(belfry, { person: ann, title: 'Leap', at });
  expect(schedule).toMatchObject({ nextAt: '2028-02-29T23:59:59.5Z' });
  expect(await occurrenceOf(belfry, schedule)).toMatchObject({ state: 'planned', dueAt: '2028-02-29T23:59:59.5Z' });
  const { data } = await belfry.must<{ data: { at: string; local: string }[] }>(
    'GET',
    `/v1/schedules/${schedule.id}/preview`,
  );
  expect(data).toMatchObject([{ at: '2028-02-29T23:59:59.5Z', local: '2028-02-29T23:59:59.5+00:00' }]);
  await belfry.setClock('2028-02-29T23:59:59.4Z');
  expect(await occurrenceOf(belfry, schedule)).toMatchObject({ state: 'planned' });
  await belfry.setClock('2028-03-01T00:00:00Z');
  expectMessage({ channel: 'sms', to: annsPhone, body: 'Leap', at });
  expect(await occurrenceOf(belfry, schedule)).toMatchObject({ state: 'completed', firedAt: '2028-02-29T23:59:59.5Z' });
});

test('the time persists with the data, and what fell due meanwhile is not lost', async () => {
  await remind(belfry, { person: ann, title: 'After the restart', at: '2028-03-02T09:00:00Z' });
  await belfry.setClock('2028-03-01T12:00:00Z');
  await belfry.restart();
  expect(await now()).toBe('2028-03-01T12:00:00Z');
  await belfry.setClock('2028-03-02T09:00:00Z');
  expectMessage({ channel: 'sms', to: annsPhone, body: 'After the restart', at: '2028-03-02T09:00:00Z' });
});

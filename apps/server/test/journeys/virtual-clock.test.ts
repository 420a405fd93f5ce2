import { type BelfryProcess, startBelfry } from '@belfry/testkit/belfry-process';
import { expectOnly } from '@belfry/testkit/expect-only';
import { runBelfry } from '@belfry/testkit/program';
import { databaseEnv } from '@belfry/testkit/test-database';
import pg from 'pg';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { addPerson, addPolicy, occurrenceOf, type Person, remind, type Schedule } from './story.ts';

let belfry: BelfryProcess;
let ann: Person;
const annsPhone = '+12025550101';
const expectMessage = expectOnly(() => belfry);

beforeAll(async () => {
  // History goes by the command alone: housekeeping, which a jump of the clock wakes up, would come before it.
  const env = { BELFRY_RETENTION_MONTHS: '0' };
  belfry = await startBelfry({ at: '2027-01-15T08:00:00Z', env });
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

test('whoever moves it again under the key of the first press, or answers again, has done so once', async () => {
  const before = Temporal.Instant.from(await now());
  const key = (value: string) => ({ 'idempotency-key': value });
  const press = () => belfry.call('POST', '/sandbox/clock', { advance: 'PT1M' }, key('a press'));
  await Promise.all([press(), press()]);
  await press();
  expect(await now()).toBe(before.add({ minutes: 1 }).toString());
  const path = `/sandbox/handsets/${encodeURIComponent(annsPhone)}/reply`;
  const answer = () => belfry.call<{ id: string }>('POST', path, { text: 'HELLO' }, key('an answer'));
  const [first, second] = [await answer(), await answer()];
  expect([first.status, second.status, second.body.id]).toEqual([202, 202, first.body.id]);
});

test('the time persists with the data, and what fell due meanwhile is not lost', async () => {
  await remind(belfry, { person: ann, title: 'After the restart', at: '2028-03-02T09:00:00Z' });
  await belfry.setClock('2028-03-01T12:00:00Z');
  await belfry.restart();
  expect(await now()).toBe('2028-03-01T12:00:00Z');
  await belfry.setClock('2028-03-02T09:00:00Z');
  expectMessage({ channel: 'sms', to: annsPhone, body: 'After the restart', at: '2028-03-02T09:00:00Z' });
});

test('history is dropped by the command, what is needed is kept, and nothing that has fired fires again', async () => {
  const yearly = await belfry.must<Schedule>('POST', '/v1/schedules', {
    personId: ann.id,
    title: 'Once a year',
    rule: { type: 'rrule', rrule: 'FREQ=YEARLY', startDate: '2028-03-02' },
    localTime: '18:00',
    timeZone: 'UTC',
  });
  await belfry.setClock('2028-03-02T18:00:00Z');
  expectMessage({ channel: 'sms', to: annsPhone, body: 'Once a year', at: '2028-03-02T18:00:00Z' });
  const fired = await occurrenceOf(belfry, yearly);
  await belfry.setClock('2028-07-02T00:00:00Z');
  await allShardsPass('2028-07-01');

  const [asked, refused] = await Promise.all([dropOlderThan3(['--json']), dropOlderThan3([])]);
  const { wouldDrop, kept } = JSON.parse(asked.stdout) as { wouldDrop: Partition[]; kept: Partition[] };
  expect(wouldDrop).toContainEqual(expect.objectContaining({ name: 'turn_202803', rows: expect.any(Number) }));
  // The three of the jump above, which nobody has answered.
  expect(kept).toContainEqual(expect.objectContaining({ name: 'turn_202701', neededBy: ['3 open occurrences'] }));
  expect(refused).toMatchObject({
    code: 1,
    log: expect.stringMatching(/keeps {2}turn_202701: 3 open occurrences[\s\S]+--yes/),
  });
  expect(await belfry.call('GET', `/v1/occurrences/${fired.id}`)).toMatchObject({ status: 200 });

  const { dropped } = JSON.parse((await dropOlderThan3(['--yes', '--json'])).stdout) as { dropped: Partition[] };
  expect(dropped.map(({ name }) => name)).toEqual(wouldDrop.map(({ name }) => name));
  expect(await belfry.call('GET', `/v1/occurrences/${fired.id}`)).toMatchObject({ status: 404 });
  const etag = (await belfry.call('GET', `/v1/schedules/${yearly.id}`)).headers.get('etag') ?? '';
  const edit = { rule: { type: 'rrule', rrule: 'FREQ=YEARLY', startDate: '2028-03-02' }, localTime: '19:00' };
  const edited = await belfry.call('PATCH', `/v1/schedules/${yearly.id}`, edit, { 'if-match': etag });
  expect(edited.status).toBe(200);
  await belfry.restart();
  await belfry.setClock('2028-07-06T00:00:00Z');
  expect(await belfry.messages('?since=2028-03-02T18:00:01Z')).toEqual([]);
}, 180_000);

interface Partition {
  name: string;
  rows: number;
  neededBy: string[];
}

async function dropOlderThan3(args: string[]) {
  const env = { BELFRY_DATA: belfry.dataDir, ...databaseEnv(belfry.databaseUrl), BELFRY_CLOCK: 'virtual' };
  const program = await runBelfry(['partitions', 'drop', '--older-than', '3', ...args], env);
  const { code } = await program.ended;
  return { code, stdout: program.stdout(), log: program.log() };
}

/**
 * The audit explains once a second, and the planner is beside it. What an older transaction of the whole cluster could
 * still have written behind the watermark is explained when that transaction has ended: here others' tests are in it, too.
 */
async function allShardsPass(day: string): Promise<void> {
  const owner = new pg.Client({ connectionString: belfry.databaseUrl });
  await owner.connect();
  try {
    await vi.waitFor(
      async () => {
        const { rowCount } = await owner.query(
          `SELECT FROM engine.shard s WHERE least(watermark, planned_until) < $1 OR EXISTS (
             SELECT FROM engine.wakeup w WHERE w.shard = s.id AND w.due_at < $1 AND w.inserted_xid >= s.watermark_xid)`,
          [day],
        );
        expect(rowCount).toBe(0);
      },
      { timeout: 60_000 },
    );
  } finally {
    await owner.end();
  }
}

import { type BelfryProcess, startBelfry } from '@belfry/testkit/belfry-process';
import { expectOnly } from '@belfry/testkit/expect-only';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { goodBodiesFor } from './good-bodies.ts';
import { nameOf, readOperations } from './openapi-operations.ts';
import { addPerson, addPolicy, occurrenceOf, occurrencesOf, type Person, remind, timelineOf } from './story.ts';

let belfry: BelfryProcess;
let ann: Person;
let policy: { id: string };
const annsPhone = '+12025550101';
const expectMessage = expectOnly(() => belfry);

beforeAll(async () => {
  belfry = await startBelfry({ at: '2027-01-15T08:00:00Z' });
  ann = await addPerson(belfry, { name: 'Ann Archer', sms: annsPhone });
  const targets = [{ person: 'self', channels: ['sms' as const] }];
  policy = await addPolicy(belfry, 'Twice', [
    { after: 'PT0S', targets },
    { after: 'PT1H', targets },
  ]);
});

afterAll(() => belfry.stop());

const post = (path: string, body: unknown, key: string) =>
  belfry.call<{ id: string; code?: string }>('POST', path, body, { 'idempotency-key': key });

async function count(path: string): Promise<number> {
  const { data } = await belfry.must<{ data: unknown[] }>('GET', `${path}?limit=200`);
  return data.length;
}

/** What can be created, and how a second body differs. */
const creations = [
  { path: '/v1/people', body: () => ({ name: 'Bob', timeZone: 'Europe/London' }), other: { name: 'Rob' } },
  {
    path: '/v1/schedules',
    body: () => ({ personId: ann.id, title: 'Nap', rule: { type: 'once', at: '2097-01-01T00:00:00Z' } }),
    other: { title: 'Nap again' },
  },
  {
    path: '/v1/policies',
    body: () => ({ name: 'Soft', steps: [{ after: 'PT0S', targets: [{ person: 'self', channels: ['sms'] }] }] }),
    other: { name: 'Rough' },
  },
];

describe.each(creations)('POST $path', ({ path, body, other }) => {
  test('repeated under one key answers the same and creates nothing more', async () => {
    const before = await count(path);
    const first = await post(path, body(), `${path} once`);
    const again = await post(path, body(), `${path} once`);
    expect(first).toMatchObject({ status: 201 });
    expect(again).toMatchObject({ status: 201, body: first.body });
    expect(first.headers.get('idempotent-replayed')).toBeNull();
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    expect(await count(path)).toBe(before + 1);
  });

  test('with another body under a used key is refused', async () => {
    await post(path, body(), `${path} used`);
    const before = await count(path);
    const reused = await post(path, { ...body(), ...other }, `${path} used`);
    expect(reused).toMatchObject({ status: 409, body: { code: 'idempotency.key-reused' } });
    expect(await count(path)).toBe(before);
  });

  test('raced ten times has one effect, and everybody is told of it', async () => {
    const before = await count(path);
    const raced = { ...body(), ...other };
    const answers = await Promise.all(Array.from({ length: 10 }, () => post(path, raced, `${path} raced`)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
    expect(new Set(answers.map((answer) => answer.body.id)).size).toBe(1);
    expect(await count(path)).toBe(before + 1);
  });

  test('that was refused leaves its key for the corrected one', async () => {
    const bad = await post(path, { ...body(), nonsense: 1 }, `${path} corrected`);
    const good = await post(path, body(), `${path} corrected`);
    expect([bad.status, good.status]).toEqual([400, 201]);
  });
});

test('a race of ten to complete an occurrence makes one action', async () => {
  const schedule = await remind(belfry, { person: ann, title: 'Eat', at: '2027-01-15T09:00:00Z', policy });
  await belfry.setClock('2027-01-15T09:00:00Z');
  expectMessage({ channel: 'sms', to: annsPhone, body: 'Eat' });
  const { id } = await occurrenceOf(belfry, schedule);
  const keys = Array.from({ length: 10 }, (_, index) => (index % 2 === 0 ? 'the same' : `another ${index}`));
  const answers = await Promise.all(keys.map((key) => post(`/v1/occurrences/${id}/complete`, undefined, key)));
  expect(answers.map(({ status, body }) => [status, body])).toEqual(
    keys.map(() => [200, expect.objectContaining({ id, state: 'completed', couldNotStop: [] })]),
  );
  expect((await timelineOf(belfry, { id })).filter(({ type }) => type === 'action')).toHaveLength(1);
  await belfry.setClock('2027-01-15T12:00:00Z');
});

test('ten answers at once from the API make one of them the first', async () => {
  const schedule = await remind(belfry, { person: ann, title: 'Drink', at: '2027-01-16T09:00:00Z', policy });
  await belfry.setClock('2027-01-16T09:00:00Z');
  expectMessage({ channel: 'sms', to: annsPhone, body: 'Drink' });
  const { id } = await occurrenceOf(belfry, schedule);
  const actions = ['acknowledge', 'complete', 'complete', 'acknowledge', 'acknowledge'];
  const answers = await Promise.all(actions.map((action) => belfry.call('POST', `/v1/occurrences/${id}/${action}`)));
  expect(answers.map(({ status }) => status)).toEqual(actions.map(() => 200));
  expect(await occurrenceOf(belfry, schedule)).toMatchObject({ state: 'completed' });
  const statuses = (await timelineOf(belfry, { id })).flatMap(({ type, status }) =>
    type === 'action' ? [status] : [],
  );
  expect([['completed'], ['acknowledged', 'completed']]).toContainEqual(statuses);
});

test('a pause sent again by its key closes what is open only where the reminder is still paused', async () => {
  const schedule = await remind(belfry, { person: ann, title: 'Walk', dailyAt: '10:00', policy });
  const manage = (action: string, key: string) => post(`/v1/schedules/${schedule.id}/${action}`, undefined, key);
  const first = await manage('pause', 'the first pause');
  await manage('resume', 'a resume');
  await belfry.setClock('2027-01-16T10:00:00Z');
  expectMessage({ channel: 'sms', to: annsPhone, body: 'Walk' });
  const stateOf = async () => (await occurrencesOf(belfry, schedule)).find(({ state }) => state !== 'planned')?.state;
  expect(await manage('pause', 'the first pause')).toMatchObject({ status: 200, body: first.body });
  expect(await stateOf()).toBe('open');
  await belfry.setClock('2027-01-16T11:00:00Z');
  expectMessage({ channel: 'sms', to: annsPhone, body: 'Walk' });
  // Paused by somebody who has not come to closing it.
  const owner = new pg.Client({ connectionString: belfry.databaseUrl });
  await owner.connect();
  await owner.query('UPDATE engine.schedule SET paused_at = now() WHERE id = $1', [schedule.id]);
  await owner.end();
  await manage('pause', 'the first pause');
  expect(await stateOf()).toBe('cancelled');
});

test('every operation that offers a key refuses one that is none, by its name', async () => {
  const operations = await readOperations(belfry);
  const offering = operations.filter(({ parameters }) => parameters.some(({ name }) => name === 'Idempotency-Key'));
  const posts = operations.filter(({ method, path }) => method === 'POST' && path.startsWith('/v1/'));
  expect(offering.map(nameOf)).toEqual(posts.map(nameOf));
  expect(offering.map(nameOf)).toContain('POST /v1/occurrences/{id}/snooze');
  const bodies = goodBodiesFor(ann, policy);
  for (const operation of offering) {
    const occurrence = `occ_20270115_${'0'.repeat(32)}`;
    const id = operation.path.startsWith('/v1/occurrences') ? occurrence : ann.id;
    const path = operation.path.replace('{messageId}', 'none').replace(/\{\w+\}/, id);
    const body = bodies[nameOf(operation)]?.[0];
    for (const key of ['x'.repeat(256), 'tab\tin it', '\u00e9']) {
      const answer = await post(path, body, key);
      expect([path, key, answer.status, answer.body]).toMatchObject([
        path,
        key,
        400,
        { errors: [{ path: 'Idempotency-Key' }] },
      ]);
    }
  }
});

test('what was answered before a restart is answered again after it', async () => {
  const body = { name: 'Cara', timeZone: 'Europe/London' };
  const first = await post('/v1/people', body, 'over a restart');
  await belfry.restart();
  expect((await post('/v1/people', body, 'over a restart')).body).toEqual(first.body);
});

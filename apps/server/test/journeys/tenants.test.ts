import { randomUUID } from 'node:crypto';
import type { ApiClient } from '@belfry/testkit/api-client';
import { type BelfryProcess, startBelfry } from '@belfry/testkit/belfry-process';
import { expectOnly } from '@belfry/testkit/expect-only';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { foundOrganisation } from './found-organisation.ts';
import { goodBodiesFor } from './good-bodies.ts';
import { nameOf, readOperations } from './openapi-operations.ts';
import {
  addPerson,
  addPolicy,
  answerFrom,
  occurrenceOf,
  occurrencesOf,
  type Person,
  remind,
  type Schedule,
} from './story.ts';

/** Two organisations; the first has one of everything. */
let belfry: BelfryProcess;
let others: ApiClient;
let ann: Person;
let bob: Person;
let policy: { id: string };
let schedule: Schedule;
let occurrence: { id: string };
let relationship: { id: string };
const phone = '+12025550101';
const expectMessage = expectOnly(() => belfry);
const once = [{ after: 'PT0S', targets: [{ person: 'self', channels: ['sms' as const] }] }];

beforeAll(async () => {
  belfry = await startBelfry({ at: '2027-01-15T08:00:00Z' });
  others = await foundOrganisation(belfry, 'Others');
  ann = await addPerson(belfry, { name: 'Ann Archer', sms: phone });
  policy = await addPolicy(belfry, 'Once', once);
  schedule = await remind(belfry, { person: ann, title: 'Take pills', at: '2027-01-15T09:00:00Z', policy });
  occurrence = await occurrenceOf(belfry, schedule);
  bob = await addPerson(belfry, { name: 'Bob Baker' });
  // Whom nothing reaches, so that there is a warning.
  await remind(belfry, { person: bob, title: 'Never heard', at: '2027-01-15T20:00:00Z', policy });
  const given = { personId: bob.id, role: 'caregiver' };
  relationship = await belfry.must('POST', `/v1/people/${ann.id}/relationships`, given);
  await belfry.must('POST', '/v1/events', { traceId: 'CA1', type: 'turn.heard' });
});

afterAll(() => belfry.stop());

test('a key opens its own organisation', async () => {
  expect(await others.must('GET', '/v1/me')).toMatchObject({ organisation: { name: 'Others' } });
  expect(await belfry.must('GET', '/v1/me')).not.toMatchObject({ organisation: { name: 'Others' } });
});

test('every list of another organisation is empty, whatever it is asked', async () => {
  const lists = (await readOperations(belfry)).filter(
    ({ method, path, parameters }) =>
      method === 'GET' && /^\/v1\/[a-z]+$/.test(path) && parameters.some(({ name }) => name === 'cursor'),
  );
  const paths = lists.map(({ path }) => path);
  expect(paths).toEqual([
    '/v1/people',
    '/v1/events',
    '/v1/schedules',
    '/v1/policies',
    '/v1/occurrences',
    '/v1/warnings',
  ]);
  const asked = [
    ...paths,
    `/v1/schedules?personId=${ann.id}`,
    `/v1/occurrences?personId=${ann.id}`,
    `/v1/occurrences?scheduleId=${schedule.id}`,
    `/v1/warnings?personId=${bob.id}`,
  ];
  for (const path of asked) {
    expect([path, await belfry.must<{ data: unknown[] }>('GET', path)]).toMatchObject([
      path,
      { data: expect.arrayContaining([expect.anything()]) },
    ]);
    expect([path, await others.must('GET', path)]).toEqual([path, { data: [], nextCursor: null }]);
  }
  const { data } = await others.must<{ data: { count: number; occurrences: unknown[] }[] }>('GET', '/v1/waiting');
  expect(data.map(({ count, occurrences }) => [count, occurrences])).toEqual(data.map(() => [0, []]));
});

test('every object of another organisation is not found, to read or to act on', async () => {
  const ids: Record<string, string> = {
    people: ann.id,
    policies: policy.id,
    schedules: schedule.id,
    occurrences: occurrence.id,
  };
  const operations = (await readOperations(belfry)).filter(({ path }) => path.includes('{id}'));
  expect(operations.length).toBeGreaterThanOrEqual(8);
  const bodies = goodBodiesFor(ann, policy);
  for (const operation of operations) {
    const { method, path } = operation;
    const id = ids[path.split('/')[2] ?? ''] ?? randomUUID();
    const address = path
      .replace('{id}', id)
      .replace('{relationshipId}', relationship.id)
      .replace('{version}', '1')
      .replace('{messageId}', randomUUID());
    const answer = await others.call(method, address, bodies[nameOf(operation)]?.[0]);
    expect([method, path, answer]).toMatchObject([
      method,
      path,
      { status: 404, body: { code: expect.stringMatching(/\.not-found$/) } },
    ]);
  }
  expect(await occurrenceOf(belfry, schedule)).toMatchObject({ state: 'planned' });
  const theirs = await others.call('GET', '/v1/traces/CA1/events');
  expect(theirs).toMatchObject({ status: 404, body: { code: 'trace.not-found' } });
});

test('nothing of another organisation can be named', async () => {
  const eve = await addPerson(others, { name: 'Eve Ellis', sms: '+12025550105' });
  const rule = { type: 'once', at: '2027-01-16T09:00:00Z' };
  const attempts = [
    await others.call('POST', '/v1/schedules', { personId: ann.id, title: 'Hello', rule }),
    await others.call('POST', '/v1/schedules', { personId: eve.id, policyId: policy.id, title: 'Hello', rule }),
    await others.call('POST', '/v1/policies', {
      name: 'Reach Ann',
      steps: [{ after: 'PT0S', targets: [{ person: ann.id, channels: ['sms'] }] }],
    }),
  ];
  expect(attempts.map(({ status }) => status)).toEqual([422, 422, 422]);
});

test('the same name, externalId and Idempotency-Key serve both', async () => {
  const body = { name: 'Twin', timeZone: 'Europe/London', externalId: 'twin' };
  const key = { 'idempotency-key': 'twin' };
  const [first, second] = [
    await belfry.call<Person>('POST', '/v1/people', body, key),
    await others.call<Person>('POST', '/v1/people', body, key),
  ];
  expect([first.status, second.status]).toEqual([201, 201]);
  expect(second.body.id).not.toBe(first.body.id);
  const theirs = await addPolicy(others, 'Once', once);
  expect(theirs.id).not.toBe(policy.id);
  expect(theirs).toMatchObject({ version: 1 });
});

test('a phone that has said STOP stays stopped for an organisation that learns of it later, until START', async () => {
  const theirPhone = '+12025550107';
  await addPerson(belfry, { name: 'Cara Cole', sms: theirPhone });
  await answerFrom(belfry, theirPhone, 'STOP');
  expectMessage({ channel: 'sms', to: theirPhone, body: /^You will get no more messages/ });
  const cara = await others.must<Person & { contactPoints: unknown[] }>('POST', '/v1/people', {
    name: 'Cara Cole',
    timeZone: 'Europe/London',
    contactPoints: [{ channel: 'sms', address: theirPhone }],
  });
  expect(cara.contactPoints).toMatchObject([{ address: theirPhone, isOptedOut: true }]);
  const { data } = await others.must<{ data: { kind: string; evidence: string }[] }>(
    'GET',
    `/v1/people/${cara.id}/consent`,
  );
  expect(data).toMatchObject([
    { kind: 'opted-out', evidence: expect.stringMatching(/^Said STOP .* all organisations/) },
  ]);
  await remind(others, { person: cara, title: 'Unwanted', at: '2027-01-15T08:10:00Z' });
  await belfry.setClock('2027-01-15T08:11:00Z');
  await answerFrom(belfry, theirPhone, 'START');
  expectMessage({ channel: 'sms', to: theirPhone, body: /^You will get messages from us again/ });
  await remind(others, { person: cara, title: 'Wanted', at: '2027-01-15T08:20:00Z' });
  await belfry.setClock('2027-01-15T08:21:00Z');
  expectMessage({ channel: 'sms', to: theirPhone, body: /^Wanted/, at: '2027-01-15T08:20:00Z' });
});

test('one phone that two organisations ask: each is answered for its own reminder', async () => {
  const anna = await addPerson(others, { name: 'Anna Archer', sms: phone });
  const theirPolicy = await addPolicy(others, 'Once', once);
  const theirs = await remind(others, {
    person: anna,
    title: 'Renew card',
    at: '2027-01-15T09:01:00Z',
    policy: theirPolicy,
  });
  await belfry.setClock('2027-01-15T09:02:00Z');
  expectMessage({ channel: 'sms', to: phone, body: 'Take pills', at: '2027-01-15T09:00:00Z' });
  expectMessage({ channel: 'sms', to: phone, body: 'Renew card', at: '2027-01-15T09:01:00Z' });
  await answerFrom(belfry, phone, 'DONE 2');
  expectMessage({ channel: 'sms', to: phone, body: 'Done: Renew card' });
  expect(await occurrenceOf(belfry, schedule)).toMatchObject({ state: 'open' });
  expect(await occurrenceOf(others, theirs)).toMatchObject({ state: 'completed' });
  expect(await occurrencesOf(others, schedule)).toEqual([]);
  await answerFrom(belfry, phone, 'DONE');
  expectMessage({ channel: 'sms', to: phone, body: 'Done: Take pills' });
});

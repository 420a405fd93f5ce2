import { type BelfryProcess, startBelfry } from '@belfry/testkit/belfry-process';
import { expectOnly } from '@belfry/testkit/expect-only';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { addPerson, addPolicy, occurrenceOf, type Person, remind } from './story.ts';

let belfry: BelfryProcess;
let ann: Person;
let bob: Person;

const annsPhone = '+12025550101';
const bobsPhone = '+12025550102';
const expectMessage = expectOnly(() => belfry);
const toAnn = { person: 'self', channels: ['sms' as const] };

interface Policy {
  id: string;
  name: string;
  version: number;
  steps: { after: string; targets: { person: string }[] }[];
  warnings: { path: string; message: string }[];
}

interface Simulation {
  turns: {
    at: string;
    local: string;
    kind: string;
    step: number;
    reason: string | null;
    contacts: { personName: string; local: string; channel: string; address: string | null; status: string }[];
  }[];
}

beforeAll(async () => {
  belfry = await startBelfry({ at: '2027-01-15T14:00:00Z' });
  ann = await addPerson(belfry, { name: 'Ann Archer', timeZone: 'America/New_York', sms: annsPhone });
  bob = await addPerson(belfry, { name: 'Bob Baker', timeZone: 'Asia/Tokyo', sms: bobsPhone });
  const relation = { personId: bob.id, role: 'caregiver', consent: 'granted' };
  await belfry.must('POST', `/v1/people/${ann.id}/relationships`, relation);
});

afterAll(() => belfry.stop());

async function policiesByName(): Promise<Map<string, Policy>> {
  const { data } = await belfry.must<{ data: Policy[] }>('GET', '/v1/policies?limit=200');
  return new Map(data.map((policy) => [policy.name, policy]));
}

const inShort = ({ turns }: Simulation) =>
  turns.map(({ at, kind, contacts }) => `${at} ${kind} ${contacts.map((c) => c.personName).join(', ')}`);

describe('every tenant has from the start', () => {
  test.each([
    ['Gentle', ['14:30', '15:30', '17:30'], 4],
    ['Urgent', ['14:30', '14:35', '14:45', '15:00'], 4],
    ['Critical', ['14:30', '14:32', '14:35', '14:40', '14:45'], 2],
  ])('%s, which does at its exact times what its simulation says', async (name, times, contactsFrom) => {
    const policy = (await policiesByName()).get(name)!;
    const day = { Gentle: '2027-01-16', Urgent: '2027-01-17', Critical: '2027-01-18' }[name]!;
    const at = `${day}T14:30:00Z`;
    const simulation = await belfry.must<Simulation>('POST', `/v1/policies/${policy.id}/simulate`, {
      personId: ann.id,
      at,
    });
    await remind(belfry, { person: ann, title: name, at, policy });
    await belfry.setClock(`${day}T23:00:00Z`);
    for (const [index, time] of times.entries()) {
      expectMessage({ channel: 'sms', to: annsPhone, body: name, at: `${day}T${time}:00Z` });
      const told = `Ann Archer has not answered: ${name}`;
      if (index + 1 >= contactsFrom)
        expectMessage({ channel: 'sms', to: bobsPhone, body: told, at: `${day}T${time}:00Z` });
    }
    expectMessage({ channel: 'sms', to: annsPhone, body: `Nobody answered: ${name}` });
    expect(simulation.turns.map((turn) => turn.at.slice(11, 16)).slice(0, -1)).toEqual(times);
    expect(simulation.turns.at(-1)).toMatchObject({ kind: 'exhausted', contacts: [{ personName: 'Ann Archer' }] });
  });

  test('the presets, which can be edited and deleted and then stay so', async () => {
    const { id } = (await policiesByName()).get('Gentle')!;
    await expect(belfry.call('DELETE', `/v1/policies/${id}`)).resolves.toMatchObject({ status: 204 });
    expect((await policiesByName()).has('Gentle')).toBe(false);
    await addPolicy(belfry, 'Critical', [{ after: 'PT0S', targets: [toAnn] }]);
    expect((await policiesByName()).get('Critical')).toMatchObject({ version: 2 });
  });
});

test('a policy that a schedule uses is not deleted, and the answer names the schedule', async () => {
  const { id } = await addPolicy(belfry, 'Used', [{ after: 'PT0S', targets: [toAnn] }]);
  const schedule = await remind(belfry, { person: ann, title: 'Keep me', dailyAt: '09:00', policy: { id } });
  const refused = await belfry.call('DELETE', `/v1/policies/${id}`);
  expect(refused).toMatchObject({
    status: 409,
    body: { code: 'policy.in-use', detail: 'It is used by “Keep me” for Ann Archer.' },
  });
  await belfry.must('DELETE', `/v1/schedules/${schedule.id}`);
  expect(await belfry.call('DELETE', `/v1/policies/${id}`)).toMatchObject({ status: 204 });
  expect(await belfry.call('GET', `/v1/policies/${id}`)).toMatchObject({ status: 404 });
});

test('what would reach nobody is said when it is saved and when it is read, and does not keep it from being saved', async () => {
  const cara = await addPerson(belfry, { name: 'Cara Cole', email: 'cara@example.com' });
  const steps = [
    { after: 'PT0S', targets: [toAnn, { person: cara.id, channels: ['sms' as const] }] },
    { after: 'PT5M', targets: [{ person: 'role:neighbour', channels: ['sms' as const] }] },
  ];
  const saved = await belfry.must<Policy>('POST', '/v1/policies', { name: 'Hopeful', steps });
  const warnings = [
    { path: 'steps.0.targets.1.person', message: 'Cara Cole cannot be reached by sms.' },
    { path: 'steps.1.targets.0.person', message: 'Nobody in the role neighbour has agreed to be contacted.' },
  ];
  expect(saved.warnings).toEqual(warnings);
  expect(await belfry.must('GET', `/v1/policies/${saved.id}`)).toMatchObject({ warnings });
});

test('an edit of a version that is no longer the newest is refused', async () => {
  const body = { name: 'Versioned', steps: [{ after: 'PT0S', targets: [toAnn] }] };
  await belfry.must('POST', '/v1/policies', body);
  await belfry.must('POST', '/v1/policies', body);
  const stale = await belfry.call('POST', '/v1/policies', body, { 'if-match': '"1"' });
  expect(stale).toMatchObject({ status: 412, body: { code: 'request.stale' } });
  const fresh = await belfry.call('POST', '/v1/policies', body, { 'if-match': '"2"' });
  expect(fresh).toMatchObject({ status: 201, body: { version: 3 } });
});

interface Version extends Policy {
  createdAt: string;
  occurrencesUnderWay: number;
}

test('every version can be read, with what still runs by it, also when the policy is gone', async () => {
  const asking = (second: string) => [
    { after: 'PT0S', targets: [toAnn] },
    { after: second, targets: [toAnn] },
  ];
  const policy = await addPolicy(belfry, 'Changing', asking('PT10M'));
  const at = '2027-01-20T14:00:00Z';
  const schedule = await remind(belfry, { person: ann, title: 'Keep to it', at, policy });
  expect(await occurrenceOf(belfry, schedule)).toMatchObject({ policyId: policy.id, policyVersion: null });
  await belfry.setClock(at);
  await addPolicy(belfry, 'Changing', asking('PT20M'));
  const url = `/v1/policies/${policy.id}/versions`;
  const list = () => belfry.must<{ data: Version[]; nextCursor: string | null }>('GET', url);
  const [second, first] = (await list()).data;
  expect([second, first]).toMatchObject([
    { id: policy.id, name: 'Changing', version: 2, createdAt: at, occurrencesUnderWay: 0 },
    { id: policy.id, name: 'Changing', version: 1, occurrencesUnderWay: 1 },
  ]);
  expect([second, first].map((one) => one?.steps[1]?.after)).toEqual(['PT20M', 'PT10M']);
  const page = await belfry.must<{ data: Version[]; nextCursor: string }>('GET', `${url}?limit=1`);
  expect(page.data).toEqual([second]);
  expect(await belfry.must('GET', `${url}?limit=1&cursor=${page.nextCursor}`)).toEqual({
    data: [first],
    nextCursor: null,
  });

  // It has fired, so its schedule uses the policy no more; what is under way keeps its version all the same.
  await belfry.must('DELETE', `/v1/policies/${policy.id}`);
  expect(await belfry.must('GET', `${url}/1`)).toEqual(first);
  await belfry.setClock('2027-01-20T14:30:00Z');
  for (const minute of ['00', '10']) {
    expectMessage({ channel: 'sms', to: annsPhone, body: /^Keep to it/, at: `2027-01-20T14:${minute}:00Z` });
  }
  const occurrence = await occurrenceOf(belfry, schedule);
  expect(occurrence).toMatchObject({ policyId: policy.id, policyVersion: 1 });
  await belfry.must('POST', `/v1/occurrences/${occurrence.id}/complete`);
  expect((await list()).data.map(({ occurrencesUnderWay }) => occurrencesUnderWay)).toEqual([0, 0]);
  expect(await belfry.call('GET', `${url}/3`)).toMatchObject({
    status: 404,
    body: { code: 'policy-version.not-found' },
  });
  const unknown = '/v1/policies/00000000-0000-7000-8000-000000000000/versions';
  for (const path of [unknown, `${unknown}/1`]) {
    expect(await belfry.call('GET', path)).toMatchObject({ status: 404, body: { code: 'policy.not-found' } });
  }
});

test('what would reach nobody is said a day ahead, by both clocks, until somebody sees to it', async () => {
  const eve = await addPerson(belfry, { name: 'Eve Ellis', timeZone: 'Asia/Tokyo', email: 'eve@example.com' });
  const policy = await addPolicy(belfry, 'Half heard', [
    { after: 'PT0S', targets: [toAnn, { person: eve.id, channels: ['sms'] }] },
    { after: 'PT5M', targets: [{ person: 'role:neighbour', channels: ['sms'] }] },
  ]);
  const mute = await addPerson(belfry, { name: 'Mute Miller', timeZone: 'Asia/Tokyo' });
  const heard = await remind(belfry, { person: ann, title: 'Half', at: '2027-01-21T14:00:00Z', policy });
  const unheard = await remind(belfry, { person: mute, title: 'Unheard', at: '2027-01-21T14:20:00Z' });
  const later = await remind(belfry, { person: mute, title: 'Later', at: '2027-01-22T14:20:00Z' });
  const { id: occurrenceId } = await occurrenceOf(belfry, heard);
  const read = async (query = '') =>
    (await belfry.must<{ data: Record<string, unknown>[] }>('GET', `/v1/warnings${query}`)).data;
  const ofAnn = {
    ...{ personId: ann.id, personName: 'Ann Archer', scheduleId: heard.id, title: 'Half', occurrenceId },
    ...{ dueAt: '2027-01-21T14:00:00Z', localDueAt: '2027-01-21T09:00:00-05:00', zone: 'America/New_York' },
    ...{ policyId: policy.id, reachesNobody: false },
  };
  const ofEve = { ...ofAnn, step: 1, code: 'contact.unreachable', message: 'Eve Ellis cannot be reached by sms.' };
  const ofRole = {
    ...{ ...ofAnn, step: 2, code: 'contact.no-consent' },
    message: 'Nobody in the role neighbour has agreed to be contacted.',
  };
  const ofMute = { scheduleId: unheard.id, policyId: null, step: 1, reachesNobody: true };
  expect(await read('?within=PT24H')).toEqual([ofEve, ofRole, expect.objectContaining(ofMute)]);
  expect(await read(`?within=PT24H&personId=${mute.id}`)).toMatchObject([ofMute]);
  expect(await read(`?within=PT36H&personId=${mute.id}&limit=1`)).toMatchObject([ofMute]);
  expect(await read('?within=PT23H')).toEqual([]);
  const tooFar = await belfry.call('GET', '/v1/warnings?within=PT37H');
  expect(tooFar).toMatchObject({ status: 400, body: { errors: [{ path: 'within' }] } });
  const metrics = async () => (await fetch(`${belfry.base}/metrics`)).text();
  await vi.waitFor(async () => expect(await metrics()).toMatch(/^belfry_unreached_occurrences 1$/m), {
    timeout: 20_000,
  });

  await belfry.must('PATCH', `/v1/people/${eve.id}`, { contactPoints: [{ channel: 'sms', address: '+12025550108' }] });
  expect(await read(`?personId=${ann.id}`)).toEqual([ofRole]);
  for (const { id } of [heard, unheard, later]) await belfry.must('DELETE', `/v1/schedules/${id}`);
  expect(await read()).toEqual([]);
});

test('a policy that has not been saved shows its quiet nights by both clocks', async () => {
  const dora = await belfry.must<Person>('POST', '/v1/people', {
    name: 'Dora Dunn',
    timeZone: 'Europe/London',
    quietHours: { start: '22:00', end: '07:00' },
    contactPoints: [{ channel: 'sms', address: '+12025550104' }],
  });
  const targets = [toAnn, { person: bob.id, channels: ['sms'] }];
  const policy = {
    steps: [
      { after: 'PT0S', targets: [toAnn] },
      { after: 'PT1H', targets },
    ],
  };
  const request = { policy, personId: dora.id, at: '2027-03-27T22:30:00Z' };
  const simulation = await belfry.must<Simulation>('POST', '/v1/policies/simulate', request);
  expect(inShort(simulation)).toEqual([
    '2027-03-27T22:30:00Z deferred ',
    '2027-03-28T06:00:00Z fired Dora Dunn',
    '2027-03-28T07:00:00Z step Dora Dunn, Bob Baker',
    '2027-03-28T07:30:00Z exhausted Dora Dunn',
  ]);
  expect(simulation.turns[0]).toMatchObject({
    local: '2027-03-27T22:30:00+00:00',
    reason: 'Dora Dunn has quiet hours until 07:00 Europe/London.',
  });
  expect(simulation.turns[2]?.contacts.map(({ local }) => local)).toEqual([
    '2027-03-28T08:00:00+01:00',
    '2027-03-28T16:00:00+09:00',
  ]);
  const critical = await belfry.must<Simulation>('POST', '/v1/policies/simulate', {
    ...request,
    importance: 'critical',
  });
  expect(inShort(critical)[0]).toBe('2027-03-27T22:30:00Z fired Dora Dunn');
});

test('a simulation for nobody, or of a policy that cannot be, names what is wrong', async () => {
  const policy = {
    steps: [
      { after: 'PT5M', targets: [toAnn] },
      { after: 'PT0S', targets: [toAnn] },
    ],
  };
  expect(await belfry.call('POST', '/v1/policies/simulate', { policy, personId: ann.id })).toMatchObject({
    status: 422,
    body: { code: 'policy.steps-out-of-order', errors: [{ path: 'policy.steps.1.after' }] },
  });
  const nobody = '00000000-0000-7000-8000-000000000000';
  const { id } = (await policiesByName()).get('Urgent')!;
  expect(await belfry.call('POST', `/v1/policies/${id}/simulate`, { personId: nobody })).toMatchObject({
    status: 422,
    body: { errors: [{ path: 'personId' }] },
  });
});

import { type BelfryProcess, startBelfry } from '@belfry/testkit/belfry-process';
import { expectOnly } from '@belfry/testkit/expect-only';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addPerson, addPolicy, type Person, remind } from './story.ts';

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

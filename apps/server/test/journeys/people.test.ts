import { type BelfryProcess, startBelfry } from '@belfry/testkit/belfry-process';
import { expectOnly } from '@belfry/testkit/expect-only';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addPerson, addPolicy, occurrenceOf, occurrencesOf, type Person, remind } from './story.ts';

let belfry: BelfryProcess;
const expectMessage = expectOnly(() => belfry);

beforeAll(async () => {
  belfry = await startBelfry({ at: '2027-01-15T00:00:00Z' });
});

afterAll(() => belfry.stop());

interface Edited extends Person {
  version: number;
  timeZone: string;
  contactPoints: Record<string, unknown>[];
  couldNotStop: unknown[];
}

const edit = (person: Person, patch: object) => belfry.must<Edited>('PATCH', `/v1/people/${person.id}`, patch);

test('a person who moves gets what is planned at the new nine, and what the old zone planned goes to nobody', async () => {
  const ann = await addPerson(belfry, { name: 'Ann Archer', timeZone: 'America/New_York', sms: '+12025550101' });
  const daily = await remind(belfry, { person: ann, title: 'Take pills', dailyAt: '09:00' });
  await belfry.setClock('2027-01-15T06:00:00Z');
  await edit(ann, { timeZone: 'Europe/London' });
  await belfry.setClock('2027-01-16T08:59:00Z');
  expectMessage({ channel: 'sms', to: '+12025550101', body: 'Take pills', at: '2027-01-15T09:00:00Z' });
  await edit(ann, { timeZone: 'America/New_York' });
  await belfry.setClock('2027-01-16T15:00:00Z');
  expectMessage({ channel: 'sms', to: '+12025550101', body: 'Take pills', at: '2027-01-16T14:00:00Z' });
  const fired = (await occurrencesOf(belfry, daily)).filter(({ firedAt }) => firedAt !== null);
  expect(fired.map(({ slot, state }) => [slot.slice(0, 10), state])).toEqual([
    ['2027-01-15', 'completed'],
    ['2027-01-16', 'completed'],
  ]);
  await belfry.must('DELETE', `/v1/people/${ann.id}`);
});

test('nothing leaves for somebody removed, whatever was open or planned; restored, the next day is theirs again', async () => {
  await belfry.setClock('2027-01-16T16:00:00Z');
  const bob = await addPerson(belfry, { name: 'Bob Baker', timeZone: 'UTC', sms: '+12025550102' });
  const steps = ['PT0S', 'PT15M'].map((after) => ({
    after,
    targets: [{ person: 'self', channels: ['sms' as const] }],
  }));
  const policy = await addPolicy(belfry, 'Twice', steps);
  const daily = await remind(belfry, { person: bob, title: 'Walk the dog', dailyAt: '18:00', policy });
  await belfry.setClock('2027-01-16T18:05:00Z');
  expectMessage({ channel: 'sms', to: '+12025550102', body: 'Walk the dog', at: '2027-01-16T18:00:00Z' });

  const removed = await belfry.call<Edited>('DELETE', `/v1/people/${bob.id}`);
  expect(removed).toMatchObject({ status: 200, body: { id: bob.id, couldNotStop: [] } });
  const states = async () => (await occurrencesOf(belfry, daily)).filter(({ firedAt }) => firedAt).map((o) => o.state);
  expect(await states()).toEqual(['cancelled']);
  for (const [method, path] of [
    ['GET', ''],
    ['DELETE', ''],
    ['GET', '/relationships'],
    ['GET', '/consent'],
  ] as const) {
    const { status } = await belfry.call(method, `/v1/people/${bob.id}${path}`);
    expect([method, path, status]).toEqual([method, path, 404]);
  }
  // Far enough for whatever was planned before to have come and gone, and for nothing to be planned ahead.
  await belfry.setClock('2027-01-19T12:00:00Z');

  const restored = await belfry.call<Edited>('POST', `/v1/people/${bob.id}/restore`);
  expect(restored).toMatchObject({ status: 200, body: { id: bob.id, version: 3 } });
  expect(await belfry.call('POST', `/v1/people/${bob.id}/restore`)).toMatchObject({
    status: 409,
    body: { code: 'person.not-removed' },
  });
  await belfry.setClock('2027-01-19T18:05:00Z');
  expectMessage({ channel: 'sms', to: '+12025550102', body: 'Walk the dog', at: '2027-01-19T18:00:00Z' });
  await belfry.must('DELETE', `/v1/people/${bob.id}`);
});

test('an edit of what somebody else has edited since is refused, and shows what it would overwrite', async () => {
  const cara = await addPerson(belfry, { name: 'Cara Cole', email: 'cara@example.com' });
  const read = await belfry.call<Edited>('GET', `/v1/people/${cara.id}`);
  const tag = { 'if-match': read.headers.get('etag')! };
  const first = await belfry.call<Edited>('PATCH', `/v1/people/${cara.id}`, { locale: 'km' }, tag);
  expect([first.status, first.body.version, first.headers.get('etag')]).toEqual([200, 2, '"2"']);
  for (const [method, body] of [
    ['PATCH', { locale: 'fr' }],
    ['DELETE', undefined],
  ] as const) {
    const late = await belfry.call(method, `/v1/people/${cara.id}`, body, tag);
    expect(late).toMatchObject({ status: 412, body: { code: 'request.stale' } });
  }
  expect(await belfry.must('GET', `/v1/people/${cara.id}`)).toMatchObject({ locale: 'km', version: 2 });
});

test('no answer ever shows a secret of a contact point, and sent back as it was shown it is kept', async () => {
  const points = [
    { channel: 'webhook', address: 'http://localhost:9/hook', auth: { type: 'bearer', token: 'sesame-1' } },
    { channel: 'push', address: 'https://push.example.com/1', keys: { p256dh: 'BPublic', auth: 'sesame-2' } },
    { channel: 'inbox' },
  ];
  const given = { name: 'Dora Dean', timeZone: 'UTC', contactPoints: points };
  const created = await belfry.must<Edited>('POST', '/v1/people', given);
  const { address: _, ...webhook } = created.contactPoints[0]!;
  expect(webhook).toEqual({
    channel: 'webhook',
    isOptedOut: false,
    method: 'POST',
    timeoutMs: 10_000,
    auth: { type: 'bearer', token: '••••••••' },
  });
  const shown = created.contactPoints.map(({ isOptedOut, ...point }) => point);
  const edited = await edit(created, { contactPoints: shown.toReversed() });
  expect(edited.contactPoints.map(({ channel }) => channel)).toEqual(['inbox', 'push', 'webhook']);
  const list = await belfry.must('GET', '/v1/people?q=dora');
  const answers = JSON.stringify([created, edited, list, await belfry.must('GET', `/v1/people/${created.id}`)]);
  expect(answers).not.toContain('sesame');
  const elsewhere = [{ ...shown[0], address: 'https://example.org/' }];
  expect(await belfry.call('PATCH', `/v1/people/${created.id}`, { contactPoints: elsewhere })).toMatchObject({
    status: 422,
    body: { code: 'person.secret-unknown', errors: [{ path: 'contactPoints.0' }] },
  });
  expect(belfry.log()).not.toContain('sesame');
});

test('people are found by the beginnings of the words of their names, as these stand now', async () => {
  const add = async (person: Record<string, unknown>) =>
    (await belfry.must<Person>('POST', '/v1/people', { timeZone: 'UTC', ...person })).id;
  const zoe = await add({ firstName: 'Zoë', lastName: 'O’Brien-Ávila' });
  const zoeTwo = await add({ name: 'Zoe Quill', firstName: 'Zoe', lastName: 'Quimby' });
  const found = async (q: string) =>
    (await belfry.must<{ data: Person[] }>('GET', `/v1/people?q=${encodeURIComponent(q)}`)).data.map(({ id }) => id);
  expect(await found('zo')).toEqual([zoeTwo, zoe]);
  for (const q of ['Avila', 'brien zoë', 'ÁVI zo o']) expect(await found(q), q).toEqual([zoe]);
  for (const q of ['quill', 'QUIMBY zoe']) expect(await found(q), q).toEqual([zoeTwo]);
  expect(await found('zoe archer')).toEqual([]);
  // What is within a word is found where nobody's begins so.
  expect(await found('imby')).toEqual([zoeTwo]);
  await belfry.must('PATCH', `/v1/people/${zoeTwo}`, { name: 'Zoe Quirk', lastName: 'Quirk' });
  expect([await found('quim'), await found('quir')]).toEqual([[], [zoeTwo]]);
  await belfry.must('DELETE', `/v1/people/${zoe}`);
  expect(await found('avila')).toEqual([]);
  await belfry.must('POST', `/v1/people/${zoe}/restore`);
  expect(await found('avila')).toEqual([zoe]);
});

test('people are found by part of a name, an address or an externalId', async () => {
  const eve = await belfry.must<Person>('POST', '/v1/people', {
    name: 'Eve Ellis',
    timeZone: 'UTC',
    externalId: 'crm/77',
    contactPoints: [{ channel: 'sms', address: '+12025550105' }],
  });
  for (const query of ['q=ellis', 'q=202%20555%200105', 'q=crm/7', 'externalId=crm/77']) {
    const { data } = await belfry.must<{ data: Person[] }>('GET', `/v1/people?${query}`);
    expect([query, data.map(({ id }) => id)]).toEqual([query, [eve.id]]);
  }
  expect(await belfry.must('GET', '/v1/people?externalId=crm')).toEqual({ data: [], nextCursor: null });
  // Who has it whole comes alone.
  await belfry.must('POST', '/v1/people', { name: 'Eve Other', timeZone: 'UTC', externalId: 'crm/778' });
  const found = async (q: string) =>
    (await belfry.must<{ data: Person[] }>('GET', `/v1/people?q=${encodeURIComponent(q)}`)).data.map(({ id }) => id);
  for (const whole of ['crm/77', '+1 (202) 555-0105']) expect(await found(whole), whole).toEqual([eve.id]);
  // Also on the pages that follow, where several have it.
  const shared = { contactPoints: [{ channel: 'sms', address: '+12025550105' }] };
  await belfry.must('POST', '/v1/people', { name: 'Eve Third', timeZone: 'UTC', ...shared });
  await belfry.must('POST', '/v1/people', { name: 'Eve +12025550105', timeZone: 'UTC' });
  const pages = [];
  for (let cursor = ''; pages.length < 9; ) {
    const page: { data: { name: string }[]; nextCursor: string | null } = await belfry.must(
      'GET',
      `/v1/people?limit=1&q=%2B12025550105${cursor}`,
    );
    pages.push(page.data.map(({ name }) => name));
    if (page.nextCursor === null) break;
    cursor = `&cursor=${page.nextCursor}`;
  }
  expect(pages).toEqual([['Eve Third'], ['Eve Ellis']]);
  expect(await found('crm/7')).toHaveLength(2);
});

test('people are listed by zone, language and the days of their year, page by page', async () => {
  const add = (name: string, facts: object) =>
    belfry.must('POST', '/v1/people', { name, timeZone: 'Africa/Nairobi', ...facts });
  await add('Fay Frost', { birthDate: '1992-02-29', locale: 'sw' });
  await add('Gus Grant', { birthDate: '1952-02-29', anniversaryDate: '2020-07-01' });
  await add('Hal Hart', { birthDate: '1952-03-01', locale: 'sw', timeZone: 'Africa/Kampala' });
  const listed = async (query: string) => {
    const names: string[] = [];
    for (let cursor = ''; ; ) {
      const page = await belfry.must<{ data: { name: string }[]; nextCursor: string | null }>(
        'GET',
        `/v1/people?limit=1&${query}${cursor}`,
      );
      names.push(...page.data.map(({ name }) => name));
      if (page.nextCursor === null) return names;
      cursor = `&cursor=${page.nextCursor}`;
    }
  };
  expect(await listed('timeZone=africa/nairobi')).toEqual(['Gus Grant', 'Fay Frost']);
  // Under whatever name of theirs.
  await add('Ira Iyer', { timeZone: 'Asia/Kolkata' });
  await add('Jon Jain', { timeZone: 'Asia/Calcutta' });
  for (const zone of ['Asia/Kolkata', 'Asia/Calcutta'])
    expect(await listed(`timeZone=${zone}`), zone).toEqual(['Jon Jain', 'Ira Iyer']);
  expect(await listed('timeZone=Pacific/Apia')).toEqual([]);
  expect(await listed('birthday=02-29')).toEqual(['Gus Grant', 'Fay Frost']);
  expect(await listed('birthday=02-29&locale=sw')).toEqual(['Fay Frost']);
  expect(await listed('anniversary=07-01')).toEqual(['Gus Grant']);
  expect(await listed('locale=sw&q=ha')).toEqual(['Hal Hart']);
  expect(await listed('birthday=02-28')).toEqual([]);
  for (const [field, value] of Object.entries({
    birthday: '02-30',
    anniversary: '7-1',
    timeZone: 'Mars',
    locale: '?',
  })) {
    expect(await belfry.call('GET', `/v1/people?${field}=${value}`)).toMatchObject({
      status: 400,
      body: { errors: [{ path: field }] },
    });
  }
});

test('names are one to a hundred characters, trimmed; and each refusal names its field', async () => {
  const post = (facts: object) => belfry.call('POST', '/v1/people', { timeZone: 'UTC', ...facts });
  const long = 'x'.repeat(100);
  expect(await post({ firstName: ` ${long} `, lastName: ' y ' })).toMatchObject({
    status: 201,
    body: { firstName: long, lastName: 'y', name: `${long} y` },
  });
  for (const field of ['firstName', 'lastName']) {
    for (const wrong of [`${long}x`, '', '   ', 'two\nlines']) {
      expect(await post({ name: 'Ida', [field]: wrong }), `${field} ${wrong}`).toMatchObject({
        status: 400,
        body: { errors: [{ path: field }] },
      });
    }
  }
  expect(await post({})).toMatchObject({ status: 400, body: { errors: [{ path: 'name' }] } });
});

test('a role reaches whom it means by their consent, first by priority, until that is withdrawn', async () => {
  const [grace, mary, otto] = [
    await addPerson(belfry, { name: 'Grace Green', timeZone: 'UTC', sms: '+12025550110' }),
    await addPerson(belfry, { name: 'Mary Green', timeZone: 'UTC', sms: '+12025550111' }),
    await addPerson(belfry, { name: 'Otto Oak', timeZone: 'UTC', sms: '+12025550112' }),
  ];
  const path = `/v1/people/${grace.id}/relationships`;
  const given = { role: 'caregiver', permissions: ['acknowledge'] };
  const maryIs = await belfry.must<{ id: string }>('POST', path, { ...given, personId: mary.id, consent: 'granted' });
  const ottoIs = await belfry.must<{ id: string }>('POST', path, { ...given, personId: otto.id });
  const { data } = await belfry.must<{ data: object[] }>('GET', path);
  expect(data).toMatchObject([
    { personId: mary.id, personName: 'Mary Green', priority: 1, consent: 'granted', privacy: 'title' },
    { personId: otto.id, personName: 'Otto Oak', priority: 2, consent: 'pending' },
  ]);
  const policy = await addPolicy(belfry, 'Caregiver', [
    { after: 'PT0S', targets: [{ person: 'role:caregiver', channels: ['sms'] }] },
  ]);
  const fire = async (at: string, to: string | null) => {
    const title = `Pills ${at.slice(11, 16)}`;
    const schedule = await remind(belfry, { person: grace, title, at, policy });
    await belfry.setClock(at);
    if (to) expectMessage({ channel: 'sms', to, body: title, at });
    // Otherwise she would be told that nobody answered.
    await belfry.must('POST', `/v1/occurrences/${(await occurrenceOf(belfry, schedule)).id}/complete`);
  };

  await fire('2027-01-21T09:00:00Z', '+12025550111');

  await belfry.must('PATCH', `${path}/${ottoIs.id}`, { consent: 'granted' });
  const withdrawn = await belfry.must('PATCH', `${path}/${maryIs.id}`, { consent: 'withdrawn' });
  expect(withdrawn).toMatchObject({ consent: 'withdrawn', version: 2, couldNotStop: [] });
  await fire('2027-01-21T10:00:00Z', '+12025550112');

  expect(await belfry.must('DELETE', `${path}/${ottoIs.id}`)).toMatchObject({ id: ottoIs.id, couldNotStop: [] });
  expect(await belfry.call('GET', `${path}/${ottoIs.id}`)).toMatchObject({ status: 404 });
  await fire('2027-01-21T11:00:00Z', null);

  const consent = await belfry.must<{ data: { kind: string; personId: string; actor: object }[] }>(
    'GET',
    `/v1/people/${grace.id}/consent`,
  );
  const said = consent.data
    .toReversed()
    .map(({ kind, personId }) => `${personId === mary.id ? 'Mary' : 'Otto'} ${kind}`);
  expect(said.toSorted()).toEqual(
    ['Mary granted', 'Mary withdrawn', 'Otto granted', 'Otto requested', 'Otto withdrawn'].toSorted(),
  );
  expect(consent.data[0]?.actor).toMatchObject({ type: 'key', via: 'API key' });
});

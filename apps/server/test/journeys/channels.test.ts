import { type BelfryProcess, startBelfry } from '@belfry/testkit/belfry-process';
import { expectOnly } from '@belfry/testkit/expect-only';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { occurrenceOf, type Person, type Schedule, timelineOf } from './story.ts';

let belfry: BelfryProcess;
const expectMessage = expectOnly(() => belfry);

beforeAll(async () => {
  belfry = await startBelfry({ at: '2027-01-15T08:00:00Z' });
});

afterAll(() => belfry.stop());

function addPerson(contactPoints: unknown[]): Promise<Person> {
  return belfry.must('POST', '/v1/people', { name: 'Ann Archer', timeZone: 'Europe/London', contactPoints });
}

async function remind(person: Person, channels: string[], at: string): Promise<Schedule> {
  const steps = [{ after: 'PT0S', targets: [{ person: 'self', channels }] }];
  const policy = await belfry.must<{ id: string }>('POST', '/v1/policies', { name: `By ${channels} ${at}`, steps });
  const rule = { type: 'once', at };
  const schedule = { personId: person.id, kind: 'reminder', rule, title: 'Take pills', policyId: policy.id };
  return belfry.must('POST', '/v1/schedules', schedule);
}

/** Every row of every table of these schemas, as text. By the parents of partitions, which are dropped meanwhile. */
async function dumpOf(url: string, schemas: string[]): Promise<string> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows: tables } = await client.query<{ name: string }>(
      `SELECT c.oid::regclass::text AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
       WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND n.nspname = ANY($1)`,
      [schemas],
    );
    const dumps: string[] = [];
    for (const { name } of tables) {
      const { rows } = await client.query<{ row: string }>(`SELECT t::text AS row FROM ${name} t`);
      dumps.push(...rows.map(({ row }) => row));
    }
    return dumps.join('\n');
  } finally {
    await client.end();
  }
}

/** So that nothing more of it goes out: a policy that runs out says so to the person. */
async function complete(schedule: Schedule) {
  const occurrence = await occurrenceOf(belfry, schedule);
  await belfry.must('POST', `/v1/occurrences/${occurrence.id}/complete`);
  return occurrence;
}

test('a webhook is signed with the organisation’s secret, and in the sandbox leaves no further than the sandbox', async () => {
  const address = 'https://receiver.invalid/hook';
  const ann = await addPerson([
    { channel: 'webhook', address, method: 'PUT', timeoutMs: 5000, auth: { type: 'none' } },
  ]);
  const { secret } = await belfry.must<{ secret: string }>('GET', '/v1/webhook-secret');
  expect(secret).toMatch(/^whsec_/);
  await belfry.must('PUT', `/sandbox/handsets/${encodeURIComponent(address)}`, { secret });
  const schedule = await remind(ann, ['webhook'], '2027-01-16T09:00:00Z');
  await belfry.setClock('2027-01-16T09:00:00Z');
  expectMessage({ channel: 'webhook', to: address, body: /Take pills/, at: '2027-01-16T09:00:00Z' });
  const entries = await timelineOf(belfry, await complete(schedule));
  expect(entries.filter(({ type }) => type === 'outcome')).toMatchObject([{ channel: 'webhook', status: 'delivered' }]);
});

test('a push reaches the browser that subscribed, and says where to answer', async () => {
  const { publicKey } = await belfry.must<{ publicKey: string }>('GET', '/v1/push/public-key');
  const subscription = await belfry.must<{ endpoint: string; keys: { p256dh: string; auth: string } }>(
    'POST',
    '/sandbox/push-subscriptions',
    { label: 'Ann’s tablet', applicationServerKey: publicKey },
  );
  const { endpoint: address, keys } = subscription;
  const ann = await addPerson([{ channel: 'push', address, keys }]);
  const schedule = await remind(ann, ['push'], '2027-01-17T09:00:00Z');
  await belfry.setClock('2027-01-17T09:00:00Z');
  expectMessage({ channel: 'push', to: address, body: /Take pills/ });
  const entries = await timelineOf(belfry, await complete(schedule));
  expect(entries.filter(({ type }) => type === 'outcome')).toMatchObject([{ channel: 'push', status: 'accepted' }]);
});

test('no secret of a contact point stands in the database, though each is still shown where it belongs', async () => {
  const address = (name: string) => `https://${name}.invalid/hook`;
  const secrets = { token: 'sesame-1', password: 'sesame-2', value: 'sesame-3', auth: 'sesame-4' };
  const ann = await addPerson([
    { channel: 'webhook', address: address('bearer'), auth: { type: 'bearer', token: secrets.token } },
    {
      channel: 'webhook',
      address: address('basic'),
      auth: { type: 'basic', username: 'ann', password: secrets.password },
    },
    {
      channel: 'webhook',
      address: address('header'),
      auth: { type: 'header', name: 'x-key', value: secrets.value },
    },
    { channel: 'push', address: 'https://push.invalid/1', keys: { p256dh: 'BPublic', auth: secrets.auth } },
  ]);
  const schedule = await remind(ann, ['webhook'], '2027-01-17T12:00:00Z');
  await belfry.setClock('2027-01-17T12:00:00Z');
  expectMessage({ channel: 'webhook', to: address('bearer'), body: /Take pills/ });
  const entries = await timelineOf(belfry, await complete(schedule));
  expect(entries.filter(({ type }) => type === 'outcome')).toMatchObject([{ status: 'delivered' }]);
  const dump = await dumpOf(belfry.databaseUrl, ['people', 'channels', 'engine', 'platform', 'eventlog']);
  expect(dump).toContain(address('bearer'));
  for (const secret of Object.values(secrets)) {
    expect(dump).not.toContain(secret);
    expect(dump).not.toContain(Buffer.from(secret).toString('hex'));
  }
  // The control: what the receiver was shown. It is simulated, and keeps it in tables of its own.
  expect(await dumpOf(belfry.databaseUrl, ['sandbox'])).toContain(`Bearer ${secrets.token}`);
});

test('the inbox holds what was sent there, and remembers what was read', async () => {
  const ann = await addPerson([]);
  const schedule = await remind(ann, ['inbox'], '2027-01-18T09:00:00Z');
  await belfry.setClock('2027-01-18T09:00:00Z');
  const inbox = (query = '') =>
    belfry.must<{ data: { id: string; subject: string; readAt: string | null }[] }>(
      'GET',
      `/v1/people/${ann.id}/inbox${query}`,
    );
  const { data } = await inbox();
  expect(data).toMatchObject([{ subject: 'Take pills', readAt: null }]);
  const read = `/v1/people/${ann.id}/inbox/${data[0]!.id}/read`;
  expect(await belfry.must('POST', read)).toMatchObject({ readAt: '2027-01-18T09:00:00Z' });
  await complete(schedule);
  await belfry.advance('PT1M');
  expect(await belfry.must('POST', read)).toMatchObject({ readAt: '2027-01-18T09:00:00Z' });
  expect((await inbox('?unread=true')).data).toEqual([]);
});

test('one click on the link in an email, and that address gets no more of them', async () => {
  const address = 'ann@example.com';
  const ann = await addPerson([{ channel: 'email', address }]);
  const first = await remind(ann, ['email'], '2027-01-19T09:00:00Z');
  await belfry.setClock('2027-01-19T09:00:00Z');
  await complete(first);
  expectMessage({ channel: 'email', to: address, body: /Take pills/ });
  const [mail] = await belfry.messages(`?to=${address}`);
  const link = /https?:\/\/\S+\/u\/[\w-]+/.exec(JSON.stringify(mail))?.[0];
  expect(link).toBeDefined();
  const path = new URL(link!).pathname;
  const body = new URLSearchParams({ 'List-Unsubscribe': 'One-Click' });
  expect((await fetch(`${belfry.base}${path}`, { method: 'POST', body })).status).toBe(200);
  const schedule = await remind(ann, ['email'], '2027-01-20T09:00:00Z');
  await belfry.setClock('2027-01-20T09:00:00Z');
  const entries = await timelineOf(belfry, await complete(schedule));
  expect(entries.filter(({ type }) => type === 'outcome')).toMatchObject([
    { status: 'suppressed', payload: { code: 'contact.opted-out' } },
  ]);
});

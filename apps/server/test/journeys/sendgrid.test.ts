import { sign } from 'node:crypto';
import { type BelfryProcess, startBelfry } from '@belfry/testkit/belfry-process';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sandboxSendGrid } from '../../compose/sandbox-account.ts';
import { addPerson } from './story.ts';

/** Greetings through SendGrid's API and its signed events, against the sandbox's. */
let belfry: BelfryProcess;
const secret = 'a key of thirty-two characters or more';

beforeAll(async () => {
  belfry = await startBelfry({
    at: '2027-01-01T00:00:00Z',
    env: { ENCRYPTION_KEY: secret, BELFRY_EMAIL_PROVIDER: 'sendgrid', BELFRY_PROVIDER_TIMEOUT_MS: '500' },
  });
});

afterAll(() => belfry.stop());

async function greet(name: string, birthday: string, onUnknown = 'again'): Promise<string> {
  await belfry.must('PUT', '/v1/greetings/settings', { onUnknown });
  const email = `${name.toLowerCase()}@example.com`;
  const { id } = await addPerson(belfry, { name, email });
  await belfry.must('PATCH', `/v1/people/${id}`, { birthDate: `1990-${birthday}` });
  return email;
}

const handset = (to: string, settings: object) =>
  belfry.must('PUT', `/sandbox/handsets/${encodeURIComponent(to)}`, settings);
const bodies = async (to: string) => (await belfry.messages(`?to=${encodeURIComponent(to)}`)).map(({ body }) => body);
const letterOf = async (name: string) =>
  (
    await belfry.must<{ data: { personName: string; code: string; state: string }[] }>('GET', '/v1/dead-letters')
  ).data.find(({ personName }) => personName === name);

async function attemptsOf(to: string): Promise<unknown[]> {
  const [message] = await belfry.messages(`?to=${encodeURIComponent(to)}`);
  const { entries } = await belfry.must<{ entries: { type: string; status?: string }[] }>(
    'GET',
    `/v1/occurrences/${message?.occurrenceId}/timeline`,
  );
  return entries.map(({ status }) => status).filter(Boolean);
}

test('a greeting goes out once, and its events tell that it has arrived', async () => {
  const email = await greet('Ada', '01-02');
  await belfry.setClock('2027-01-02T10:00:00Z');
  expect(await bodies(email)).toEqual(["Hey, Ada it's your birthday"]);
  expect(await attemptsOf(email)).toContain('delivered');
});

test('one that bounces is a dead letter, with the reason', async () => {
  const email = await greet('Bob', '01-04');
  await handset(email, { persona: 'full-mailbox' });
  await belfry.setClock('2027-01-04T12:00:00Z');
  expect(await bodies(email)).toHaveLength(1);
  expect(await letterOf('Bob')).toMatchObject({ state: 'open', code: 'sendgrid.bounced' });
});

test('one whose answer was lost is told of by its events, and nobody is asked and nothing sent again', async () => {
  const email = await greet('Cleo', '01-06', 'ask');
  await handset(email, { chaos: { acceptThenServerError: 1 } });
  await belfry.setClock('2027-01-06T12:00:00Z');
  expect(await bodies(email)).toHaveLength(1);
  expect((await letterOf('Cleo'))?.state ?? 'recovered').toBe('recovered');
});

test('a 429 is waited out, and the greeting comes', async () => {
  const email = await greet('Dora', '01-08');
  await handset(email, { chaos: { tooManyRequests: 1, retryAfterSeconds: 30 } });
  await belfry.setClock('2027-01-08T09:00:00Z');
  expect(await bodies(email)).toEqual([]);
  await belfry.setClock('2027-01-08T09:10:00Z');
  expect(await bodies(email)).toEqual(["Hey, Dora it's your birthday"]);
});

test('forged events are believed by nobody', async () => {
  const email = await greet('Eve', '01-10');
  await handset(email, { chaos: { forgeCallbacks: 1 } });
  await belfry.setClock('2027-01-10T12:00:00Z');
  expect(await attemptsOf(email)).toContain('delivered');
  expect(await letterOf('Eve')).toBeUndefined();
});

test('whoever reports one as spam gets no other', async () => {
  const email = await greet('Fay', '01-12');
  await belfry.setClock('2027-01-12T12:00:00Z');
  expect(await bodies(email)).toHaveLength(1);
  await tell({ event: 'spamreport', email, belfry_attempt: await attemptKeyOf(email) });
  const { data } = await belfry.must<{ data: { id: string; contactPoints: unknown[] }[] }>(
    'GET',
    '/v1/people?q=fay@example',
  );
  expect(data[0]?.contactPoints).toMatchObject([{ address: email, isOptedOut: true }]);
  await belfry.must('PATCH', `/v1/people/${data[0]?.id}`, { anniversaryDate: '2020-01-13' });
  await belfry.setClock('2027-01-13T12:00:00Z');
  expect(await bodies(email)).toHaveLength(1);
});

/** As it came along with the request. */
async function attemptKeyOf(to: string): Promise<string> {
  const pool = new pg.Pool({ connectionString: belfry.databaseUrl });
  const { rows } = await pool.query<{ payload: string }>('SELECT payload FROM sandbox.message WHERE "to" = $1', [to]);
  await pool.end();
  return (JSON.parse(rows[0]?.payload ?? '{}') as Record<string, string>)['belfry_attempt'] ?? 'none';
}

/** An event as SendGrid signs it. */
async function tell(event: Record<string, string>): Promise<void> {
  const [timestamp, body] = ['1800000000', JSON.stringify([{ ...event, sg_message_id: 'm1.recvd-7f' }])];
  const signature = sign('sha256', Buffer.from(timestamp + body), sandboxSendGrid(secret).privateKey);
  const response = await fetch(`${belfry.base}/hooks/sendgrid/events`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-twilio-email-event-webhook-timestamp': timestamp,
      'x-twilio-email-event-webhook-signature': signature.toString('base64'),
    },
    body,
  });
  expect(response.status).toBe(204);
}

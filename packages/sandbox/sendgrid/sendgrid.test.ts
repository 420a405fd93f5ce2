import { verify } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Sandbox } from '../sandbox.ts';
import { type Fixture, networkFixture, publicKey, settled, start } from '../test/network-fixture.ts';

let network: Fixture;
beforeEach(async () => {
  network = await networkFixture();
});
afterEach(() => network.close());

const ann = 'ann@example.com';
const mail = (to = ann) => ({
  personalizations: [{ to: [{ email: to }], custom_args: { attempt: 'key-1' } }],
  from: { email: 'belfry@example.com', name: 'Belfry' },
  subject: 'Pills',
  content: [
    { type: 'text/plain', value: 'Take pills' },
    { type: 'text/html', value: '<p>Take pills</p>' },
  ],
  headers: { 'Message-ID': '<m1@example.com>' },
});

async function send(sandbox: Sandbox, body: unknown, key = 'SG.for-tests') {
  const response = await fetch(`${sandbox.sendgridUrl}/v3/mail/send`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return { status: response.status, id: response.headers.get('x-message-id'), body: await response.text() };
}

const events = () => network.standIn.received.flatMap(({ body }) => JSON.parse(body) as Record<string, unknown>[]);

test('an email is taken, arrives, and is told of by signed events that carry its arguments', async () => {
  const sandbox = await network.open();
  const { status, id } = await send(sandbox, mail());
  expect([status, id]).toEqual([202, expect.stringMatching(/^[0-9a-f]{32}$/)]);
  await network.standIn.haveArrived(2);
  await settled(sandbox, network.clock);
  const common = { email: ann, attempt: 'key-1', sg_message_id: `${id}.sandbox-0`, 'smtp-id': '<m1@example.com>' };
  expect(events()).toEqual([
    expect.objectContaining({ ...common, event: 'processed', timestamp: start.epochMilliseconds / 1000 }),
    expect.objectContaining({ ...common, event: 'delivered' }),
  ]);
  for (const { headers, body } of network.standIn.received) {
    const signature = Buffer.from(String(headers['x-twilio-email-event-webhook-signature']), 'base64');
    const signed = Buffer.from(`${headers['x-twilio-email-event-webhook-timestamp']}${body}`);
    expect(verify('sha256', signed, publicKey, signature)).toBe(true);
  }
  expect(await sandbox.listMessages()).toMatchObject([
    { channel: 'email', to: ann, subject: 'Pills', body: 'Take pills', html: '<p>Take pills</p>', status: 'delivered' },
  ]);
});

test('a full mailbox takes nothing, as is told later', async () => {
  const sandbox = await network.open();
  await sandbox.configure(ann, { persona: 'full-mailbox' });
  expect((await send(sandbox, mail())).status).toBe(202);
  await network.standIn.haveArrived(2);
  await settled(sandbox, network.clock);
  expect(events().map(({ event, type }) => [event, type])).toEqual([
    ['processed', undefined],
    ['bounce', 'bounce'],
  ]);
});

test.each([
  ['another key', mail(), 'SG.another', 401],
  ['no recipient', { ...mail(), personalizations: [] }, undefined, 400],
  ['what it does not know', { ...mail(), send_at: 1 }, undefined, 400],
])('%s is refused, and leaves nothing', async (_, body, key, status) => {
  const sandbox = await network.open();
  const answer = await send(sandbox, body, key);
  expect(answer.status).toBe(status);
  expect(JSON.parse(answer.body)).toMatchObject({ errors: [{ message: expect.any(String) }] });
  expect(await sandbox.listMessages()).toEqual([]);
});

test('what chaos has lost is on record once, and a forged event is told by nobody who knows the key', async () => {
  const sandbox = await network.open();
  await sandbox.configure(ann, { chaos: { acceptThenServerError: 1, forgeCallbacks: 1 } });
  expect((await send(sandbox, mail())).status).toBe(500);
  expect(await sandbox.listMessages()).toHaveLength(1);
  await network.standIn.haveArrived(4);
  const isTrue = network.standIn.received.map(({ headers, body }) =>
    verify(
      'sha256',
      Buffer.from(`${headers['x-twilio-email-event-webhook-timestamp']}${body}`),
      publicKey,
      Buffer.from(String(headers['x-twilio-email-event-webhook-signature']), 'base64'),
    ),
  );
  expect(isTrue.filter(Boolean).length).toBeGreaterThanOrEqual(2);
  expect(isTrue).toContain(false);
});

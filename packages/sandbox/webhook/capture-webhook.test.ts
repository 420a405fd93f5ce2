import { Webhook } from 'standardwebhooks';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Sandbox } from '../sandbox.ts';
import { type Fixture, networkFixture, start } from '../test/network-fixture.ts';

let network: Fixture;
beforeEach(async () => {
  network = await networkFixture();
});
afterEach(() => network.close());

const hook = 'https://hooks.example.com/belfry?x=1';
const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const body = JSON.stringify({ type: 'reminder.due', occurrenceId: 'occ_1', text: 'ថ្នាំ' });
const usual = { 'content-type': 'application/json', 'x-belfry-original-url': hook, 'webhook-id': 'msg_1' };

const post = (sandbox: Sandbox, headers: Record<string, string> = {}, method = 'POST') =>
  fetch(sandbox.webhookCaptureUrl, { method, headers: { ...usual, ...headers }, body, redirect: 'manual' });

function signed(at: Temporal.Instant): Record<string, string> {
  const date = new Date(at.epochMilliseconds);
  const timestamp = String(Math.floor(date.getTime() / 1000));
  return { 'webhook-timestamp': timestamp, 'webhook-signature': new Webhook(secret).sign('msg_1', date, body) };
}

test('a webhook is on record as its server would have had it', async () => {
  const sandbox = await network.open();
  const response = await post(sandbox, { authorization: 'Bearer abc' }, 'PUT');
  expect([response.status, await response.json()]).toEqual([200, { simulated: true }]);
  expect(await sandbox.listMessages({ channel: 'webhook' })).toMatchObject([
    {
      simulated: true,
      direction: 'outbound',
      to: hook,
      method: 'PUT',
      body,
      providerId: 'msg_1',
      status: 'delivered',
      at: start,
      headers: { 'content-type': 'application/json', authorization: 'Bearer abc', 'webhook-id': 'msg_1' },
    },
  ]);
  const [message] = await sandbox.listMessages();
  expect(Object.keys(message?.headers ?? {})).not.toContain('host');
  expect(await sandbox.listHandsets()).toMatchObject([{ address: hook, channel: 'webhook', hasSecret: false }]);
  expect(network.changes).toEqual([hook]);
});

test('who knows the secret is believed, signed by the Clock or by the real time; others get 401 and no record', async () => {
  const sandbox = await network.open();
  const handset = await sandbox.configure(hook, { secret });
  expect(handset).toMatchObject({ hasSecret: true });
  expect(JSON.stringify(handset)).not.toContain(secret);

  const refused: Record<string, string>[] = [
    {},
    { ...signed(start), 'webhook-id': 'msg_2' },
    signed(start.subtract({ minutes: 6 })),
    { ...signed(start), 'webhook-signature': 'v1,AAAA' },
  ];
  for (const headers of refused) expect((await post(sandbox, headers)).status).toBe(401);
  expect(await sandbox.listMessages()).toEqual([]);
  expect((await post(sandbox, signed(start))).status).toBe(200);
  expect((await post(sandbox, signed(Temporal.Now.instant()))).status).toBe(200);
  expect(await sandbox.listMessages()).toHaveLength(2);
});

test('a request that does not say where it was meant to go is refused', async () => {
  const sandbox = await network.open();
  const bare = await fetch(sandbox.webhookCaptureUrl, { method: 'POST', body });
  expect([bare.status, await bare.json()]).toMatchObject([400, { error: 'x-belfry-original-url is missing' }]);
  expect((await post(sandbox, { 'x-belfry-original-url': 'nowhere' })).status).toBe(400);
});

test('a server answers as its persona has it', async () => {
  const sandbox = await network.open();
  await sandbox.configure(hook, { persona: { name: 'responds', status: 404 } });
  expect((await post(sandbox)).status).toBe(404);
  await sandbox.configure(hook, { persona: { name: 'responds', status: 503, retryAfterSeconds: 7 } });
  const busy = await post(sandbox);
  expect([busy.status, busy.headers.get('retry-after')]).toEqual([503, '7']);
  await sandbox.configure(hook, { persona: 'unreachable' });
  await expect(post(sandbox)).rejects.toMatchObject({ cause: { code: 'ECONNRESET' } });
  expect(await sandbox.listMessages()).toEqual([]);
  await sandbox.configure(hook, { persona: { name: 'responds', status: 202 } });
  expect((await post(sandbox)).status).toBe(202);
  expect(await sandbox.listMessages()).toHaveLength(1);
});

test('what chaos refuses leaves no record; what it loses the answer of does', async () => {
  const sandbox = await network.open();
  const chaos = { tooManyRequests: 1, retryAfterSeconds: 3 };
  await sandbox.configure(hook, { chaos });
  const limited = await post(sandbox);
  expect([limited.status, limited.headers.get('retry-after')]).toEqual([429, '3']);
  await sandbox.configure(hook, { chaos: { serverError: 1 } });
  const broken = await post(sandbox);
  expect([broken.status, broken.headers.get('retry-after')]).toEqual([503, null]);
  await sandbox.configure(hook, { chaos: { serverError: 1, retryAfterSeconds: 5 } });
  const patient = await post(sandbox);
  expect([patient.status, patient.headers.get('retry-after')]).toEqual([503, '5']);
  for (const fault of ['refuse', 'refuseInBody']) {
    await sandbox.configure(hook, { chaos: { [fault]: 1 } });
    expect((await post(sandbox)).status).toBe(403);
  }
  await sandbox.configure(hook, { chaos: { reset: 1 } });
  await expect(post(sandbox)).rejects.toMatchObject({ cause: { code: 'ECONNRESET' } });
  expect(await sandbox.listMessages()).toEqual([]);

  await sandbox.configure(hook, { chaos: { acceptThenServerError: 1 } });
  expect((await post(sandbox)).status).toBe(500);
  await sandbox.configure(hook, { chaos: { acceptThenGarble: 1 } });
  const garbled = await post(sandbox);
  expect([garbled.status, await garbled.text()]).toEqual([200, '<p>SIMULATED</p>']);
  await sandbox.configure(hook, { chaos: { acceptThenReset: 1 } });
  await expect(post(sandbox)).rejects.toThrow();
  expect((await sandbox.listMessages()).map(({ faults }) => faults)).toEqual([
    ['acceptThenServerError'],
    ['acceptThenGarble'],
    ['acceptThenReset'],
  ]);
  expect(network.errors).toEqual([]);
});

test('a slow answer comes all the same, and closing waits for neither it nor one that never comes', async () => {
  const sandbox = await network.open();
  await sandbox.configure(hook, { chaos: { slow: 1, slowMs: 1 } });
  expect((await post(sandbox)).status).toBe(200);
  await sandbox.configure(hook, { chaos: { slow: 1, slowMs: 60_000 } });
  const slow = post(sandbox);
  await expect.poll(() => sandbox.listMessages()).toHaveLength(2);
  await sandbox.configure(hook, { chaos: { acceptThenHang: 1 } });
  const held = expect(post(sandbox)).rejects.toThrow();
  await expect.poll(() => sandbox.listMessages()).toHaveLength(3);
  await sandbox.close();
  expect((await slow).status).toBe(200);
  await held;
});

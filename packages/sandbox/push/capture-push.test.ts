import { afterEach, beforeEach, expect, test } from 'vitest';
import webpush from 'web-push';
import type { PushSubscription, Sandbox } from '../sandbox.ts';
import { type Fixture, networkFixture, settled, start } from '../test/network-fixture.ts';

let network: Fixture;
beforeEach(async () => {
  network = await networkFixture();
});
afterEach(() => network.close());

const vapid = { subject: 'mailto:belfry@example.com', ...webpush.generateVAPIDKeys() };
const payload = JSON.stringify({ title: 'Pills', body: 'Take pills — ថ្នាំ', occurrenceId: 'occ_1' });

/** Made by the official library, and sent as Belfry does in sandbox mode. */
async function push(
  sandbox: Sandbox,
  { endpoint, keys }: Pick<PushSubscription, 'endpoint' | 'keys'>,
  options: webpush.RequestOptions & { text?: string } = {},
  change: Record<string, string> = {},
): Promise<Response> {
  const { text = payload, ...rest } = options;
  const request = webpush.generateRequestDetails({ endpoint, keys }, text, { vapidDetails: vapid, TTL: 60, ...rest });
  const { 'Content-Length': _, ...headers } = request.headers;
  return fetch(sandbox.pushCaptureUrl, {
    method: request.method,
    headers: { ...headers, TTL: String(headers.TTL), 'x-belfry-original-url': request.endpoint, ...change },
    body: request.body as Buffer<ArrayBuffer>,
  });
}

const subscribed = (sandbox: Sandbox) => sandbox.subscribe({ label: "Ann's tablet" });
const statuses = async (sandbox: Sandbox) =>
  (await sandbox.listMessages()).map(({ body, status }) => `${body} ${status}`);

test('what the official library sends is verified, decrypted and on record', async () => {
  const sandbox = await network.open();
  const subscription = await subscribed(sandbox);
  expect(subscription).toMatchObject({
    simulated: true,
    endpoint: expect.stringMatching(/^https:\/\/push\.sandbox\.invalid\//),
  });
  const response = await push(sandbox, subscription, { urgency: 'high', topic: 'pills' });

  expect(response.status).toBe(201);
  const [message] = await sandbox.listMessages({ channel: 'push' });
  expect(message).toMatchObject({
    simulated: true,
    to: subscription.endpoint,
    from: vapid.subject,
    subject: 'Pills',
    body: 'Take pills — ថ្នាំ',
    payload,
    headers: { ttl: '60', urgency: 'high', topic: 'pills' },
    status: 'delivered',
    at: start,
  });
  expect(response.headers.get('location')).toBe(`https://push.sandbox.invalid/message/${message?.providerId}`);
  expect(await sandbox.listHandsets()).toMatchObject([{ channel: 'push', label: "Ann's tablet" }]);
});

test('who cannot identify itself, or is not whom the subscription is for, is refused without a record', async () => {
  const sandbox = await network.open();
  const any = await subscribed(sandbox);
  const own = await sandbox.subscribe({ label: 'Strict', applicationServerKey: vapid.publicKey });
  const stranger = { subject: vapid.subject, ...webpush.generateVAPIDKeys() };

  expect((await push(sandbox, any, {}, { authorization: 'vapid t=a.b.c, k=d' })).status).toBe(401);
  expect((await push(sandbox, own, { vapidDetails: stranger })).status).toBe(403);
  const elsewhere = { ...any, endpoint: 'https://push.example.com/1' };
  expect((await push(sandbox, elsewhere)).status).toBe(404);
  expect((await push(sandbox, any, {}, { 'x-belfry-original-url': `${any.endpoint}0` })).status).toBe(404);
  expect(await sandbox.listMessages()).toEqual([]);
  expect((await push(sandbox, own)).status).toBe(201);
});

test.each<[number, webpush.RequestOptions & { text?: string }, Record<string, string>]>([
  [413, { text: 'a'.repeat(4100) }, {}],
  [400, {}, { ttl: 'soon' }],
  [400, {}, { urgency: 'extreme' }],
  [400, {}, { topic: 'two words' }],
  [400, {}, { 'content-encoding': 'aesgcm' }],
])('%i for %o with %o', async (status, options, change) => {
  const sandbox = await network.open();
  expect((await push(sandbox, await subscribed(sandbox), options, change)).status).toBe(status);
  expect(await sandbox.listMessages()).toEqual([]);
});

test('a push that the browser cannot read is accepted, as a push service must, and on record as undelivered', async () => {
  const sandbox = await network.open();
  const subscription = await subscribed(sandbox);
  const { keys } = await subscribed(sandbox);
  expect((await push(sandbox, { ...subscription, keys })).status).toBe(201);
  expect(await sandbox.listMessages()).toMatchObject([{ status: 'undelivered', payload: null, body: '' }]);
});

test('a subscription that was given up is gone, and chaos refuses with 429 and Retry-After', async () => {
  const sandbox = await network.open();
  const subscription = await subscribed(sandbox);
  await sandbox.configure(subscription.endpoint, { persona: 'unsubscribed' });
  expect((await push(sandbox, subscription)).status).toBe(410);
  await sandbox.configure(subscription.endpoint, { persona: 'person', chaos: { tooManyRequests: 1 } });
  const limited = await push(sandbox, subscription);
  expect([limited.status, limited.headers.get('retry-after')]).toEqual([429, '30']);
  expect(await sandbox.listMessages()).toEqual([]);
});

test('a device that is off gets in the morning what its TTL lasts for, of each topic the latest', async () => {
  const sandbox = await network.open();
  const subscription = await subscribed(sandbox);
  await sandbox.configure(subscription.endpoint, {
    persona: { name: 'unreachable-at-night', from: '14:00', to: '15:00', zone: 'UTC' },
  });
  const send = (text: string, TTL: number, topic?: string) =>
    push(sandbox, subscription, { text, TTL, ...(topic ? { topic } : {}) });
  await send('short', 60);
  await send('old', 3600, 'news');
  await send('new', 3600, 'news');
  await send('other', 3600, 'weather');
  expect(await statuses(sandbox)).toEqual(['short queued', 'old replaced', 'new queued', 'other queued']);

  for (let next = await sandbox.nextInstant(start); next; next = await sandbox.nextInstant(next)) {
    network.clock.set(next);
    sandbox.wake();
    await settled(sandbox, network.clock);
  }
  expect(network.clock.now()).toEqual(Temporal.Instant.from('2027-01-15T15:00:00Z'));
  expect(await statuses(sandbox)).toEqual(['short expired', 'old replaced', 'new delivered', 'other delivered']);
});

test('a device that never comes back lets every push expire', async () => {
  const sandbox = await network.open();
  const subscription = await subscribed(sandbox);
  await sandbox.configure(subscription.endpoint, { persona: 'unreachable' });
  await push(sandbox, subscription, { text: 'lost', TTL: 0 });
  await settled(sandbox, network.clock);
  expect(await statuses(sandbox)).toEqual(['lost expired']);
});

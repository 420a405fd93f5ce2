import type { Clock } from '@belfry/kernel/clock';
import { eq } from 'drizzle-orm';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { delivery } from '../store/schema.ts';
import { openDb } from '../store/transaction.ts';
import { startStandIn, type Webhook } from '../test/belfry-stand-in.ts';
import { account, type Fixture, networkFixture, settled, start, twilioClient } from '../test/network-fixture.ts';

let network: Fixture;
beforeEach(async () => {
  network = await networkFixture();
});
afterEach(() => network.close());

const ann = '+12025550101';
const statuses = (webhooks: readonly Webhook[]) => webhooks.map(({ fields }) => fields.MessageStatus);
const sms = () => ({
  to: ann,
  from: account.phoneNumber,
  body: 'Take pills',
  statusCallback: `${network.standIn.url}/hooks/twilio/status/key?x=1`,
});

test('status callbacks arrive in order, signed, in the fields of Twilio, while the clock stands still', async () => {
  const sandbox = await network.open();
  const { sid } = await twilioClient(sandbox).messages.create(sms());
  const webhooks = await network.standIn.haveArrived(2);

  expect(webhooks.map(({ path, isSigned }) => [path, isSigned])).toEqual([
    ['/hooks/twilio/status/key?x=1', true],
    ['/hooks/twilio/status/key?x=1', true],
  ]);
  const common = { MessageSid: sid, SmsSid: sid, AccountSid: account.accountSid, ApiVersion: '2010-04-01' };
  const ends = { From: account.phoneNumber, To: ann };
  expect(webhooks.map(({ fields }) => fields)).toEqual([
    { ...common, ...ends, MessageStatus: 'sent', SmsStatus: 'sent' },
    { ...common, ...ends, MessageStatus: 'delivered', SmsStatus: 'delivered' },
  ]);
  await settled(sandbox, network.clock);
  expect(network.changes).toEqual([ann, ann, ann]);
});

test('with delays each step waits for its instant of the clock', async () => {
  const sandbox = await network.open({ delays: { toSentMs: 1_000, toDeliveredMs: 30_000 } });
  await twilioClient(sandbox).messages.create(sms());
  const sentAt = start.add({ seconds: 1 });
  const deliveredAt = start.add({ seconds: 31 });

  expect(await sandbox.pending(start)).toEqual([]);
  expect(await sandbox.nextInstant(start)).toEqual(sentAt);
  network.clock.set(sentAt);
  expect(await sandbox.pending(sentAt)).toEqual([
    expect.stringMatching(/^sandbox: progress sent of SM\w+, due 2027-01-15T14:30:01Z$/),
  ]);
  sandbox.wake();
  await settled(sandbox, network.clock);
  expect(statuses(network.standIn.received)).toEqual(['sent']);

  expect(await sandbox.nextInstant(sentAt)).toEqual(deliveredAt);
  network.clock.set(deliveredAt.add({ hours: 1 }));
  sandbox.wake();
  await settled(sandbox, network.clock);
  expect(statuses(network.standIn.received)).toEqual(['sent', 'delivered']);
  expect(await sandbox.nextInstant(sentAt)).toBeNull();
  const [message] = await twilioClient(sandbox).messages.list({ to: ann });
  expect(message?.dateUpdated).toEqual(new Date(deliveredAt.epochMilliseconds));
});

test('a receiver in trouble is asked again, and later callbacks wait for the earlier one', async () => {
  const sandbox = await network.open({ retryDelaysMs: [1, 1, 1] });
  const answers = [500, 429, 503];
  network.standIn.answerWith(() => ({ status: answers.shift() ?? 200 }));
  await twilioClient(sandbox).messages.create(sms());

  expect(statuses(await network.standIn.haveArrived(5))).toEqual(['sent', 'sent', 'sent', 'sent', 'delivered']);
  await settled(sandbox, network.clock);
  expect(network.errors).toEqual([]);
});

test('a receiver that is away is asked until it is back', async () => {
  const away = await startStandIn(account.authToken);
  const port = Number(new URL(away.url).port);
  await away.close();
  const sandbox = await network.open({ retryDelaysMs: Array.from({ length: 1000 }, () => 5) });
  const { sid } = await twilioClient(sandbox).messages.create({ ...sms(), statusCallback: `${away.url}/status` });
  await expect
    .poll(() => sandbox.pending(start))
    .toContainEqual(expect.stringMatching(/sent of .* after \d+ attempts: ECONNREFUSED/));

  const back = await startStandIn(account.authToken, port);
  const webhooks = await back.haveArrived(2);
  await back.close();
  expect(statuses(webhooks)).toEqual(['sent', 'delivered']);
  expect(webhooks.map(({ fields, isSigned }) => [fields.MessageSid, isSigned])).toEqual([
    [sid, true],
    [sid, true],
  ]);
});

test('after the last attempt a callback is given up and recorded as such', async () => {
  const sandbox = await network.open({ retryDelaysMs: [1, 1] });
  network.standIn.answerWith(({ fields }) => ({ status: fields.MessageStatus === 'sent' ? 500 : 200 }));
  await twilioClient(sandbox).messages.create(sms());
  await settled(sandbox, network.clock);

  expect(statuses(network.standIn.received)).toEqual(['sent', 'sent', 'sent', 'delivered']);
  const rows = await openDb(network.pool).select().from(delivery).where(eq(delivery.kind, 'status-callback'));
  expect(rows).toMatchObject([
    { status: 'sent', attempts: 3, outcome: 'given-up', lastError: 'HTTP 500' },
    { status: 'delivered', attempts: 1, outcome: 'done', lastError: null },
  ]);
  await expect.poll(() => network.errors).toMatchObject([{ code: 'sandbox.webhook-given-up' }]);
});

test('a receiver that does not want a callback is not asked again', async () => {
  const sandbox = await network.open();
  network.standIn.answerWith(() => ({ status: 403 }));
  await twilioClient(sandbox).messages.create(sms());
  await settled(sandbox, network.clock);

  expect(statuses(network.standIn.received)).toEqual(['sent', 'delivered']);
  await expect
    .poll(() => network.errors)
    .toMatchObject([{ code: 'sandbox.webhook-refused' }, { code: 'sandbox.webhook-refused' }]);
});

test('closing interrupts a call that is not answered; the next start makes it again', async () => {
  const first = await network.open();
  network.standIn.answerWith(() => 'never');
  const { sid } = await twilioClient(first).messages.create(sms());
  await network.standIn.haveArrived(1);
  await first.close();
  expect(await openDb(network.pool).select().from(delivery).where(eq(delivery.kind, 'status-callback'))).toMatchObject([
    { status: 'sent', attempts: 0, doneAt: null },
  ]);

  network.standIn.answerWith(() => ({}));
  await network.open();
  const webhooks = await network.standIn.haveArrived(3);
  expect(webhooks.map(({ fields }) => [fields.MessageSid, fields.MessageStatus])).toEqual([
    [sid, 'sent'],
    [sid, 'sent'],
    [sid, 'delivered'],
  ]);
});

test('on the system clock each step comes by itself', async () => {
  const clock: Clock = { mode: 'system', now: () => Temporal.Now.instant() };
  const sandbox = await network.open({ clock, delays: { toSentMs: 20, toDeliveredMs: 20 } });
  await twilioClient(sandbox).messages.create(sms());
  expect(statuses(await network.standIn.haveArrived(2))).toEqual(['sent', 'delivered']);
});

test('processes that share a database share the work without doing any of it twice', async () => {
  const sandboxes = [await network.open(), await network.open(), await network.open()];
  const sids: string[] = [];
  for (const sandbox of sandboxes) {
    const created = Array.from({ length: 10 }, () => twilioClient(sandbox).messages.create(sms()));
    sids.push(...(await Promise.all(created)).map(({ sid }) => sid));
  }
  for (const sandbox of sandboxes) await settled(sandbox, network.clock);

  const received = network.standIn.received.map(({ fields }) => `${fields.MessageSid} ${fields.MessageStatus}`);
  expect(received.toSorted()).toEqual(sids.flatMap((sid) => [`${sid} delivered`, `${sid} sent`]).toSorted());
  for (const sid of sids) expect(received.indexOf(`${sid} sent`)).toBeLessThan(received.indexOf(`${sid} delivered`));
});

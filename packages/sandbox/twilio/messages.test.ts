import { once } from 'node:events';
import { connect } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { account, type Fixture, networkFixture, settled, start, twilioClient } from '../test/network-fixture.ts';

let network: Fixture;
beforeEach(async () => {
  network = await networkFixture();
});
afterEach(() => network.close());

const ann = '+12025550101';
const bob = '+12025550102';
const sms = { to: ann, from: account.phoneNumber, body: 'Take pills' };

test('the official client creates, fetches and lists a message', async () => {
  const sandbox = await network.open();
  const client = twilioClient(sandbox);

  const created = await client.messages.create(sms);
  expect(created).toMatchObject({
    ...sms,
    status: 'queued',
    direction: 'outbound-api',
    numSegments: '1',
    errorCode: null,
  });
  expect(created.sid).toMatch(/^SM[0-9a-f]{32}$/);
  expect(created.dateCreated).toEqual(new Date('2027-01-15T14:30:00Z'));
  expect(created.dateSent).toBeNull();

  await settled(sandbox, network.clock);
  const fetched = await client.messages(created.sid).fetch();
  expect(fetched).toMatchObject({ sid: created.sid, status: 'delivered', dateSent: new Date('2027-01-15T14:30:00Z') });
  const listed = await client.messages.list({ to: ann, from: account.phoneNumber, limit: 5 });
  expect(listed.map(({ sid, status }) => [sid, status])).toEqual([[created.sid, 'delivered']]);
});

test('a lost attempt is found by its recipient and the second it cannot be older than', async () => {
  const sandbox = await network.open();
  const client = twilioClient(sandbox);
  await client.messages.create(sms);
  network.clock.set(start.add({ milliseconds: 90_700 }));
  const { sid } = await client.messages.create({ ...sms, body: 'Again' });
  await client.messages.create({ ...sms, to: bob });

  const since = new Date(network.clock.now().epochMilliseconds);
  const found = await client.messages.list({ to: ann, dateSentAfter: since });
  expect(found.map((message) => message.sid)).toEqual([sid]);
  expect(await client.messages.list({ to: ann, dateSentAfter: new Date(since.getTime() + 1000) })).toEqual([]);
  expect(await client.messages.list({ to: ann, dateSentBefore: new Date(since.getTime() - 1000) })).toHaveLength(1);
  expect(await client.messages.list({ to: ann, dateSent: since })).toHaveLength(1);
});

test('a client that follows the pages sees every message once, newest first', async () => {
  const client = twilioClient(await network.open());
  for (const body of ['1', '2', '3', '4', '5']) await client.messages.create({ ...sms, body });

  const pages = await client.messages.list({ to: ann, pageSize: 2 });
  expect(pages.map(({ body }) => body)).toEqual(['5', '4', '3', '2', '1']);
});

test('wrong credentials, foreign accounts and unknown messages are refused as Twilio does', async () => {
  const sandbox = await network.open();
  const client = twilioClient(sandbox);

  const unauthenticated = { status: 401, code: 20003, moreInfo: 'https://www.twilio.com/docs/errors/20003' };
  await expect(twilioClient(sandbox, 'wrong').messages.create(sms)).rejects.toMatchObject(unauthenticated);
  await expect(client.messages(`SM${'0'.repeat(32)}`).fetch()).rejects.toMatchObject({ status: 404, code: 20404 });
  const elsewhere = client.api.v2010.accounts(`AC${'1'.repeat(32)}`).messages;
  await expect(elsewhere.create(sms)).rejects.toMatchObject({ status: 404, code: 20404 });
  expect(await sandbox.listMessages()).toEqual([]);
});

test('a message with a mistake is refused with its number and leaves no record', async () => {
  const sandbox = await network.open();
  const { messages } = twilioClient(sandbox);

  await expect(messages.create({ ...sms, to: 'Ann' })).rejects.toMatchObject({ status: 400, code: 21211 });
  await expect(messages.create({ ...sms, from: bob })).rejects.toMatchObject({ status: 400, code: 21606 });
  await expect(messages.create({ ...sms, body: '' })).rejects.toMatchObject({ status: 400, code: 21602 });
  await expect(messages.create({ ...sms, mediaUrl: ['http://a/b'] })).rejects.toMatchObject({
    status: 400,
    code: 20001,
  });
  expect(await sandbox.listMessages()).toEqual([]);
  expect(network.errors).toEqual([]);
});

test('a messaging service takes the text before it has chosen the sender, and is named in the callbacks', async () => {
  const sandbox = await network.open();
  const client = twilioClient(sandbox);
  const messagingServiceSid = `MG${'a'.repeat(32)}`;
  const statusCallback = `${network.standIn.url}/status`;
  const created = await client.messages.create({ to: ann, body: sms.body, messagingServiceSid, statusCallback });
  expect(created).toMatchObject({ status: 'accepted', from: null, messagingServiceSid });
  const webhooks = await network.standIn.haveArrived(2);
  expect(webhooks.map(({ fields }) => [fields.MessageStatus, fields.From, fields.MessagingServiceSid])).toEqual([
    ['sent', account.phoneNumber, messagingServiceSid],
    ['delivered', account.phoneNumber, messagingServiceSid],
  ]);
  const fetched = await client.messages(created.sid).fetch();
  expect(fetched).toMatchObject({ status: 'delivered', from: account.phoneNumber });
});

test('with acceptThenHang the sender learns nothing, and the record has the message all the same', async () => {
  const sandbox = await network.open();
  await sandbox.configure(ann, { chaos: { acceptThenHang: 1 } });
  const statusCallback = `${network.standIn.url}/status`;

  const impatient = twilioClient(sandbox, account.authToken, 200);
  await expect(impatient.messages.create({ ...sms, statusCallback })).rejects.toThrow(/timeout/);
  await settled(sandbox, network.clock);
  expect(network.standIn.received).toEqual([]);
  const [lost] = await twilioClient(sandbox).messages.list({ to: ann });
  expect(lost).toMatchObject({ body: sms.body, status: 'delivered' });

  await twilioClient(sandbox).messages.create({ ...sms, statusCallback });
  expect(await network.standIn.haveArrived(2)).toHaveLength(2);
  expect(await sandbox.listHandsets()).toMatchObject([{ address: ann, chaos: { acceptThenHang: 0 }, simulated: true }]);
});

test('a trouble of our own is a 500 that can be told from a refusal, and is reported', async () => {
  const sandbox = await network.open({
    fault: () => {
      throw new Error('no more');
    },
  });
  await expect(twilioClient(sandbox).messages.create(sms)).rejects.toMatchObject({ status: 500, code: 20500 });
  expect(network.errors).toMatchObject([{ message: 'no more' }]);
  expect(await sandbox.listMessages()).toHaveLength(1);
});

test('closing ends idle connections and those held without an answer', async () => {
  const sandbox = await network.open();
  await sandbox.configure(ann, { chaos: { acceptThenHang: 1 } });
  const { hostname, port } = new URL(sandbox.twilioBaseUrl);
  const idle = connect(Number(port), hostname);
  idle.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n');
  await once(idle, 'data');
  const idleEnd = once(idle, 'close');
  const held = twilioClient(sandbox).messages.create(sms);
  const heldEnd = expect(held).rejects.toThrow(/socket hang up/);
  await expect.poll(() => sandbox.listMessages()).toHaveLength(1);

  await sandbox.close();
  await idleEnd;
  await heldEnd;
});

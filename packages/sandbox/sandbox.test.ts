import { afterEach, beforeEach, expect, test } from 'vitest';
import { account, type Fixture, networkFixture, settled, start, twilioClient } from './test/network-fixture.ts';

let network: Fixture;
beforeEach(async () => {
  network = await networkFixture();
});
afterEach(() => network.close());

const ann = '+12025550101';
const sms = { to: ann, from: account.phoneNumber, body: 'Take pills' };
const twiml = (text: string) => ({ body: `<Response><Message>${text}</Message></Response>` });

test('a reply reaches the inbound webhook, and what Belfry answers reaches the handset', async () => {
  const sandbox = await network.open();
  await twilioClient(sandbox).messages.create(sms);
  network.standIn.answerWith(() => twiml('Well done &amp; noted'));
  const reply = await sandbox.reply(ann, 'done ✓');
  await settled(sandbox, network.clock);

  expect(network.standIn.received).toMatchObject([
    {
      path: '/hooks/twilio/inbound',
      isSigned: true,
      fields: {
        MessageSid: reply.providerId,
        SmsSid: reply.providerId,
        SmsMessageSid: reply.providerId,
        SmsStatus: 'received',
        AccountSid: account.accountSid,
        ApiVersion: '2010-04-01',
        From: ann,
        To: account.phoneNumber,
        Body: 'done ✓',
        NumMedia: '0',
        NumSegments: '1',
      },
    },
  ]);
  const [sent, answer, ...more] = await sandbox.listMessages({ to: ann });
  expect(more).toEqual([]);
  expect(sent).toMatchObject({ simulated: true, body: 'Take pills', inReplyTo: null, at: start, status: 'delivered' });
  expect(answer).toMatchObject({ simulated: true, body: 'Well done & noted', inReplyTo: reply.id, at: start, to: ann });
});

test('an empty answer is silence', async () => {
  const sandbox = await network.open();
  network.standIn.answerWith(() => ({ body: '<?xml version="1.0" encoding="UTF-8"?><Response/>' }));
  await sandbox.reply(ann, 'hello');
  await settled(sandbox, network.clock);
  expect(network.standIn.received).toHaveLength(1);
  expect(await sandbox.listMessages()).toEqual([]);
});

test('an answer that is no TwiML is reported and says nothing to the handset', async () => {
  const sandbox = await network.open();
  network.standIn.answerWith(() => ({ body: '<Response><Message>half' }));
  await sandbox.reply(ann, 'hello');
  await settled(sandbox, network.clock);
  expect(await sandbox.listMessages()).toEqual([]);
  await expect
    .poll(() => network.errors)
    .toMatchObject([{ message: expect.stringContaining('unusable TwiML: not well-formed XML') }]);
});

test('a reply whose webhook was answered but not settled is handed over again with its sid, and answered once', async () => {
  let faults = 0;
  const sandbox = await network.open({
    fault: (point) => {
      if (point === 'sandbox.callback-delivered' && ++faults === 1) throw new Error('ended here');
    },
  });
  network.standIn.answerWith(() => twiml('Noted'));
  const { providerId } = await sandbox.reply(ann, 'done');
  const webhooks = await network.standIn.haveArrived(2);
  await settled(sandbox, network.clock);

  expect(webhooks.map(({ fields }) => fields.MessageSid)).toEqual([providerId, providerId]);
  expect((await sandbox.listMessages()).map(({ body }) => body)).toEqual(['Noted']);
  expect(network.errors).toMatchObject([{ message: 'ended here' }]);
});

test('the record is what Belfry sent, oldest first; a handset also shows what it sent itself', async () => {
  const sandbox = await network.open();
  const { messages } = twilioClient(sandbox);
  await messages.create({ ...sms, body: 'one' });
  network.clock.set(start.add({ minutes: 1 }));
  await sandbox.reply(ann, 'two');
  await messages.create({ ...sms, body: 'three' });
  await messages.create({ ...sms, to: '+12025550102', body: 'four' });
  const bodies = async (query?: Parameters<typeof sandbox.listMessages>[0]) =>
    (await sandbox.listMessages(query)).map(({ body }) => body);

  expect(await bodies()).toEqual(['one', 'three', 'four']);
  expect(await bodies({ to: ann })).toEqual(['one', 'three']);
  expect(await bodies({ to: ann, direction: 'all' })).toEqual(['one', 'two', 'three']);
  expect(await bodies({ since: start.add({ minutes: 1 }) })).toEqual(['three', 'four']);
  expect(await bodies({ limit: 2 })).toEqual(['three', 'four']);
  expect(await bodies({ channel: 'email' })).toEqual([]);
});

test('a handset exists from its first message on, the busiest lately first', async () => {
  const sandbox = await network.open();
  expect(await sandbox.listHandsets()).toEqual([]);
  await sandbox.reply('+12025550102', 'START');
  network.clock.set(start.add({ minutes: 1 }));
  await twilioClient(sandbox).messages.create(sms);
  await sandbox.configure('eve@example.com', { persona: 'person' });

  const usual = { label: null, personaSettings: {}, chaos: {}, isOptedOut: false, hasSecret: false };
  const handset = { simulated: true, persona: 'person', ...usual };
  expect(await sandbox.listHandsets()).toEqual([
    { ...handset, address: ann, channel: 'sms', lastMessageAt: start.add({ minutes: 1 }) },
    { ...handset, address: '+12025550102', channel: 'sms', lastMessageAt: start },
    { ...handset, address: 'eve@example.com', channel: 'email', lastMessageAt: null },
  ]);
});

test('configuring changes what it names and nothing else', async () => {
  const sandbox = await network.open();
  await sandbox.configure(ann, { chaos: { acceptThenHang: 3 } });
  expect(await sandbox.configure(ann, { persona: 'person' })).toMatchObject({ chaos: { acceptThenHang: 3 } });
  expect(await sandbox.configure(ann, {})).toMatchObject({ chaos: { acceptThenHang: 3 } });
  expect(await sandbox.configure(ann, { chaos: {} })).toMatchObject({ chaos: {} });
  await expect(sandbox.configure(ann, { chaos: { explode: 1 } })).rejects.toMatchObject({ kind: 'validation' });
  await expect(sandbox.configure('nobody', {})).rejects.toMatchObject({ issues: [{ path: 'address' }] });
});

test.each([
  ['rule', 'address', 'ann@example.com', 'done'],
  ['rule', 'address', 'https://example.com/hook', 'done'],
  ['validation', 'address', '2025550101', 'done'],
  ['validation', 'text', ann, ' '],
  ['validation', 'text', ann, 'a'.repeat(1601)],
  ['validation', 'text', ann, 'a\0b'],
])('a reply that cannot be is a %s error on %s and leaves no record', async (kind, path, address, text) => {
  const sandbox = await network.open();
  await expect(sandbox.reply(address, text)).rejects.toMatchObject({ kind, issues: [{ path }] });
  expect(await sandbox.listMessages({ direction: 'all' })).toEqual([]);
});

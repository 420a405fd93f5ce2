import nodemailer from 'nodemailer';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Sandbox } from './sandbox.ts';
import { account, advance, type Fixture, networkFixture, start, twilioClient } from './test/network-fixture.ts';

let network: Fixture;
beforeEach(async () => {
  network = await networkFixture();
});
afterEach(() => network.close());

const ann = '+12025550101';
const annsMailbox = 'ann@example.com';
const send = (sandbox: Sandbox, body = 'Take pills') =>
  twilioClient(sandbox).messages.create({
    to: ann,
    from: account.phoneNumber,
    body,
    statusCallback: `${network.standIn.url}/status`,
  });
const email = (sandbox: Sandbox, text: string) =>
  nodemailer.createTransport(sandbox.smtpUrl).sendMail({ from: 'belfry@example.com', to: annsMailbox, text });
const after = (minutes: number) => start.add({ minutes });
const goTo = (sandbox: Sandbox, minutes: number) => advance(sandbox, network.clock, after(minutes));
const thread = async (sandbox: Sandbox) =>
  (await sandbox.listMessages({ direction: 'all' })).map(
    ({ body, direction, at }) => `${direction} ${body} ${at.since(start).total('minutes')}`,
  );
const told = () =>
  network.standIn.received.map(({ fields }) => [fields.MessageStatus, fields.ErrorCode].join(' ').trim());

test('one who answers does so once for each message, so long after it has arrived', async () => {
  const sandbox = await network.open({ delays: { toSentMs: 0, toDeliveredMs: 60_000 } });
  await sandbox.configure(ann, { persona: { name: 'answers', after: 'PT2M', text: 'OK' } });
  network.standIn.answerWith(({ fields }) =>
    fields.Body ? { body: '<Response><Message>Seen</Message></Response>' } : {},
  );
  await send(sandbox);
  await goTo(sandbox, 0);
  expect(await sandbox.nextInstant(start)).toEqual(after(1));
  await goTo(sandbox, 10);
  expect(await thread(sandbox)).toEqual(['outbound Take pills 0', 'inbound OK 3', 'answer Seen 3']);
  expect(await sandbox.nextInstant(network.clock.now())).toBeNull();
});

test('a machine answers even what answers it, until it is not answered any more', async () => {
  const sandbox = await network.open();
  await sandbox.configure(ann, { persona: { name: 'auto-replies', after: 'PT1M', text: 'Away' } });
  let answers = 0;
  network.standIn.answerWith(({ fields }) =>
    fields.Body && ++answers <= 3 ? { body: '<Response><Message>What?</Message></Response>' } : {},
  );
  await send(sandbox);
  await goTo(sandbox, 60);
  expect((await thread(sandbox)).slice(1)).toEqual([
    'inbound Away 1',
    'answer What? 1',
    'inbound Away 2',
    'answer What? 2',
    'inbound Away 3',
    'answer What? 3',
    'inbound Away 4',
  ]);
});

test.each([
  ['ignores', ['sent', 'delivered']],
  ['unreachable', ['sent', 'undelivered 30003']],
  [{ name: 'unreachable', errorCode: 30007, status: 'failed' }, ['sent', 'failed 30007']],
  [{ name: 'unreachable-at-night', from: '14:00', to: '15:00', zone: 'UTC' }, ['sent', 'undelivered 30003']],
  [{ name: 'unreachable-at-night', from: '14:00', to: '15:00', zone: 'Asia/Tokyo' }, ['sent', 'delivered']],
])('of %o the network tells %j, and nothing comes back', async (persona, expected) => {
  const sandbox = await network.open();
  await sandbox.configure(ann, { persona });
  const { sid } = await send(sandbox);
  await goTo(sandbox, 600);
  expect(told()).toEqual(expected);
  expect(await thread(sandbox)).toHaveLength(1);
  const [status, code] = expected.at(-1)!.split(' ');
  const known = { sid, status, errorCode: code === undefined ? null : Number(code) };
  const { messages } = twilioClient(sandbox);
  expect(await messages(sid).fetch()).toMatchObject(known);
  expect(await messages.list({ to: ann })).toMatchObject([known]);
});

test('a late receipt comes after an hour', async () => {
  const sandbox = await network.open();
  await sandbox.configure(ann, { persona: 'late-receipts' });
  await send(sandbox);
  await goTo(sandbox, 59);
  expect(told()).toEqual(['sent']);
  await goTo(sandbox, 60);
  expect(told()).toEqual(['sent', 'delivered']);
});

test('Twilio does not send texts to a landline', async () => {
  const sandbox = await network.open();
  await sandbox.configure(ann, { persona: 'landline' });
  await expect(send(sandbox)).rejects.toMatchObject({ status: 400, code: 21614 });
  expect(await thread(sandbox)).toEqual([]);
});

const page =
  '<form method="post"><button name="action" value="complete">Done</button><button name="action" value="acknowledge">Seen</button></form>';

test('one who answers by the link opens it and presses the button, and no link but Belfry’s', async () => {
  const sandbox = await network.open();
  await sandbox.configure(annsMailbox, { persona: { name: 'answers-by-link', after: 'PT5M', button: 'seen' } });
  network.standIn.answerWith(() => ({ body: page }));
  await email(sandbox, `Do it: ${network.standIn.url}/a/t0ken or http://127.0.0.1:1/a/other`);
  await goTo(sandbox, 60);
  expect(network.standIn.received.map(({ path, fields }) => [path, fields])).toEqual([
    ['/a/t0ken', {}],
    ['/a/t0ken', { action: 'acknowledge' }],
  ]);
  expect(network.errors).toEqual([]);
});

test('a scanner opens every link and presses nothing', async () => {
  const sandbox = await network.open();
  await sandbox.configure(annsMailbox, { persona: 'scans-links' });
  network.standIn.answerWith(() => ({ body: page }));
  await email(sandbox, `${network.standIn.url}/a/t0ken ${network.standIn.url}/u/t0ken http://127.0.0.1:1/a/x`);
  await goTo(sandbox, 60);
  expect(network.standIn.received.map(({ path, fields }) => [path, fields])).toEqual([
    ['/a/t0ken', {}],
    ['/u/t0ken', {}],
  ]);
});

test('who comes too late for the button is nobody’s trouble', async () => {
  const sandbox = await network.open();
  await sandbox.configure(annsMailbox, { persona: 'answers-by-link' });
  await email(sandbox, `${network.standIn.url}/a/1`);
  network.standIn.answerWith(() => ({ status: 410 }));
  await goTo(sandbox, 60);
  expect(network.standIn.received).toHaveLength(1);
  expect(network.errors).toEqual([]);
});

test('another persona does nothing of what the one before had in mind', async () => {
  const sandbox = await network.open();
  await sandbox.configure(ann, { persona: 'answers' });
  await send(sandbox);
  await goTo(sandbox, 1);
  expect(await sandbox.nextInstant(after(1))).toEqual(after(2));
  await sandbox.configure(ann, { persona: 'ignores' });
  expect(await sandbox.nextInstant(after(1))).toBeNull();
  await goTo(sandbox, 60);
  expect(await thread(sandbox)).toHaveLength(1);
});

test('a handset that is reset is a person again', async () => {
  const sandbox = await network.open();
  await sandbox.configure(ann, { persona: 'landline', chaos: { refuse: 1 } });
  expect(await sandbox.reset(ann)).toMatchObject({ persona: 'person', personaSettings: {}, chaos: {}, channel: 'sms' });
  await send(sandbox);
});

test('several processes let a persona answer once', async () => {
  const sandboxes = [await network.open(), await network.open(), await network.open()];
  const [first] = sandboxes as [Sandbox];
  await first.configure(ann, { persona: { name: 'answers', after: 'PT1M', text: 'OK' } });
  for (let i = 0; i < 10; i++) await send(first);
  network.clock.set(after(1));
  for (const sandbox of sandboxes) sandbox.wake();
  await goTo(first, 2);
  expect((await thread(first)).filter((line) => line === 'inbound OK 1')).toHaveLength(10);
});

test('STOP keeps texts away until START, and Belfry hears of both', async () => {
  const sandbox = await network.open();
  const heard = () => network.standIn.received.map(({ fields }) => [fields.Body, fields.OptOutType]);
  network.standIn.answerWith(({ fields }) =>
    fields.Body ? { body: `<Response><Message>To ${fields.Body}</Message></Response>` } : {},
  );
  await sandbox.reply(ann, ' stop ');
  await expect(send(sandbox)).rejects.toMatchObject({ status: 400, code: 21610 });
  await goTo(sandbox, 1);
  await sandbox.reply(ann, 'hello?');
  await goTo(sandbox, 2);
  expect(await sandbox.listHandsets()).toMatchObject([{ address: ann, isOptedOut: true }]);
  expect(network.errors).toMatchObject([{ code: 'sandbox.answer-blocked' }]);

  await sandbox.reply(ann, 'UNSTOP');
  await goTo(sandbox, 3);
  expect(heard()).toEqual([
    [' stop ', 'STOP'],
    ['hello?', undefined],
    ['UNSTOP', 'START'],
  ]);
  await send(sandbox);
  expect((await sandbox.listMessages()).map(({ body }) => body)).toEqual(
    ['To  stop ', 'To UNSTOP', 'Take pills'].map((text) => text.trim()),
  );
  expect(await sandbox.listHandsets()).toMatchObject([{ isOptedOut: false }]);
});

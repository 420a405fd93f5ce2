import { once } from 'node:events';
import { connect } from 'node:net';
import nodemailer from 'nodemailer';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Sandbox } from '../sandbox.ts';
import { type Fixture, networkFixture, start } from '../test/network-fixture.ts';

let network: Fixture;
beforeEach(async () => {
  network = await networkFixture();
});
afterEach(() => network.close());

const email = {
  from: 'Belfry <belfry@example.com>',
  to: 'ann@example.com',
  subject: 'Take pills — ថ្នាំ',
  text: 'Please reply.\n\nបាទ',
  html: '<p>Please reply.</p>',
  messageId: '<attempt-1@example.com>',
};
const send = (sandbox: Sandbox, change = {}) =>
  nodemailer.createTransport(sandbox.smtpUrl).sendMail({ ...email, ...change });

test('an email lands with all that was in it', async () => {
  const sandbox = await network.open();
  const unsubscribe = '<https://belfry.example/u/1>';
  const { response, messageId } = await send(sandbox, { headers: { 'List-Unsubscribe': unsubscribe } });

  expect(response).toMatch(/^250 .*SIMULATED/);
  expect(await sandbox.listMessages()).toEqual([
    {
      simulated: true,
      id: expect.any(String),
      channel: 'email',
      direction: 'outbound',
      from: 'belfry@example.com',
      to: 'ann@example.com',
      subject: email.subject,
      body: email.text,
      html: expect.stringContaining(email.html),
      headers: expect.objectContaining({ 'list-unsubscribe': unsubscribe, 'message-id': messageId }),
      method: null,
      payload: null,
      at: start,
      inReplyTo: null,
      providerId: messageId,
      status: 'delivered',
      errorCode: null,
      optOutType: null,
      faults: [],
      statusCallback: null,
    },
  ]);
  expect(network.changes).toEqual(['ann@example.com']);
});

test('every recipient of the envelope has a mailbox, a blind copy too', async () => {
  const sandbox = await network.open();
  await send(sandbox, { to: ['zoe@example.com', 'ann@example.com'], cc: 'ann@example.com', bcc: 'bob@example.com' });
  const messages = await sandbox.listMessages({ channel: 'email' });
  expect(messages.map(({ to, providerId }) => [to, providerId])).toEqual([
    ['ann@example.com', email.messageId],
    ['bob@example.com', email.messageId],
    ['zoe@example.com', email.messageId],
  ]);
});

test('who signs in is let in as well', async () => {
  const sandbox = await network.open();
  const url = new URL(sandbox.smtpUrl);
  const transport = nodemailer.createTransport({
    host: url.hostname,
    port: Number(url.port),
    auth: { user: 'a', pass: 'b' },
  });
  await transport.sendMail(email);
  expect(await sandbox.listMessages()).toHaveLength(1);
});

test('an email too large is refused for good and leaves no record', async () => {
  const sandbox = await network.open();
  const tooLarge = { text: 'a'.repeat(11 * 1024 * 1024) };
  await expect(send(sandbox, tooLarge)).rejects.toMatchObject({ responseCode: 552 });
  expect(await sandbox.listMessages()).toEqual([]);
  expect(network.errors).toEqual([]);
});

test('it is on record before the 250, and trouble in between tells the sender nothing, for a refusal would be a lie', async () => {
  const sandbox = await network.open({
    fault: (point) => {
      if (point === 'sandbox.email-recorded') throw new Error('ended here');
    },
  });
  await expect(send(sandbox)).rejects.toMatchObject({ code: expect.stringMatching(/ECONNECTION|ESOCKET/) });
  expect(await sandbox.listMessages()).toHaveLength(1);
  expect(network.errors).toMatchObject([{ message: 'ended here' }]);
});

test('with acceptThenHang the 250 never comes', async () => {
  const sandbox = await network.open();
  await sandbox.configure('ann@example.com', { chaos: { acceptThenHang: 1 } });
  const impatient = nodemailer.createTransport(`${sandbox.smtpUrl}?socketTimeout=200`);
  await expect(impatient.sendMail(email)).rejects.toMatchObject({ code: 'ETIMEDOUT' });
  expect(await sandbox.listMessages()).toHaveLength(1);
});

test.each([
  ['full-mailbox', 452],
  ['unreachable', 451],
])('a mailbox that is %s puts an email off by %i, without a record', async (persona, responseCode) => {
  const sandbox = await network.open();
  await sandbox.configure('ann@example.com', { persona });
  await expect(send(sandbox)).rejects.toMatchObject({ responseCode });
  expect(await sandbox.listMessages()).toEqual([]);
});

test.each([
  ['tooManyRequests', 450],
  ['serverError', 451],
  ['refuse', 550],
  ['refuseInBody', 550],
])('%s refuses the next email by %i, and leaves no record of it', async (fault, responseCode) => {
  const sandbox = await network.open();
  await sandbox.configure('ann@example.com', { chaos: { [fault]: 1 } });
  await expect(send(sandbox)).rejects.toMatchObject({ responseCode });
  expect(await sandbox.listMessages()).toEqual([]);
  await send(sandbox);
  expect(await sandbox.listMessages()).toMatchObject([{ faults: [] }]);
  expect(network.errors).toEqual([]);
});

test('a connection that breaks in the body leaves no record, one that breaks after it leaves one', async () => {
  const sandbox = await network.open();
  const gone = { code: expect.stringMatching(/ECONNECTION|ESOCKET/) };
  await sandbox.configure('ann@example.com', { chaos: { reset: 1 } });
  await expect(send(sandbox, { text: 'a'.repeat(1024 * 1024) })).rejects.toMatchObject(gone);
  expect(await sandbox.listMessages()).toEqual([]);
  await sandbox.configure('ann@example.com', { chaos: { acceptThenReset: 1 } });
  await expect(send(sandbox)).rejects.toMatchObject(gone);
  expect(await sandbox.listMessages()).toMatchObject([{ body: email.text, faults: ['acceptThenReset'] }]);
});

test('an email can be on record although its sender was told to try again', async () => {
  const sandbox = await network.open();
  await sandbox.configure('ann@example.com', { chaos: { acceptThenServerError: 1 } });
  await expect(send(sandbox)).rejects.toMatchObject({ responseCode: 451 });
  await send(sandbox);
  expect((await sandbox.listMessages()).map(({ providerId }) => providerId)).toEqual([
    email.messageId,
    email.messageId,
  ]);
});

test('closing cuts a conversation that does not go on', async () => {
  const sandbox = await network.open();
  const { hostname, port } = new URL(sandbox.smtpUrl);
  const socket = connect(Number(port), hostname);
  await once(socket, 'data');
  socket.write('EHLO a\r\n');
  await once(socket, 'data');
  socket.write('MAIL FROM:<a@example.com>\r\nRCPT TO:<b@example.com>\r\nDATA\r\n');
  await once(socket, 'data');
  socket.write('Subject: half of it\r\n');

  const cut = once(socket, 'close');
  await sandbox.close();
  await cut;
  expect(await network.pool.query('SELECT 1 FROM sandbox.message')).toMatchObject({ rowCount: 0 });
  expect(network.errors).toEqual([]);
});

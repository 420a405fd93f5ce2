import { describe, expect, test } from 'vitest';
import { aMessage } from '../test/a-message.ts';
import { smtpError, startScriptedMailServer } from '../test/scripted-mail-server.ts';
import { startSmtpEmail } from '../test/start-channels.ts';
import { createSmtpEmail } from './smtp-email.ts';

const noSignal = new AbortController().signal;
const patient = { timeoutMs: 20_000 };

const message = aMessage({
  to: 'ann@example.com',
  subject: 'Take pills – ថ្នាំ',
  text: 'Take pills.\n\nថ្នាំ 💊\n.\nEnd.',
  messageId: 'occurrence.1@belfry.example',
});

describe('an email', () => {
  test('arrives as it was written, from the configured sender, under its own Message-ID', async () => {
    await using under = await startSmtpEmail(patient);
    const result = await under.channel.send(message, noSignal);
    expect(result).toEqual({ status: 'accepted', providerId: message.messageId });
    expect(under.provider.emails[0]).toMatchObject({
      from: { name: 'Belfry', address: 'belfry@example.com' },
      to: [{ address: 'ann@example.com' }],
      subject: message.subject,
      text: `${message.text}\n`,
      messageId: '<occurrence.1@belfry.example>',
    });
  });

  test('has an HTML part that says the same, and one click to receive no more', async () => {
    await using under = await startSmtpEmail(patient);
    const unsubscribeUrl = 'https://belfry.example/u/token';
    const link = 'https://belfry.example/a/token';
    await under.channel.send({ ...message, link, unsubscribeUrl }, noSignal);
    const [email] = under.provider.emails;
    expect(email?.html).toContain('ថ្នាំ 💊');
    expect(email?.html).toContain(`href="${link}"`);
    expect(email?.text).toBe(`${message.text}\n`);
    const headers = Object.fromEntries(email!.headers.map(({ key, value }) => [key, value]));
    expect(headers).toMatchObject({
      'list-unsubscribe': `<${unsubscribeUrl}>`,
      'list-unsubscribe-post': 'List-Unsubscribe=One-Click',
      'auto-submitted': 'auto-generated',
    });
  });

  test('carries the same Message-ID when the same step is repeated', async () => {
    await using under = await startSmtpEmail(patient);
    await under.channel.send(message, noSignal);
    await under.channel.send(message, noSignal);
    const ids = under.provider.emails.map(({ messageId }) => messageId);
    expect(ids).toEqual(['<occurrence.1@belfry.example>', '<occurrence.1@belfry.example>']);
  });

  test('says that a program wrote it, so that no absence notice comes back', async () => {
    await using under = await startSmtpEmail(patient);
    await under.channel.send(message, noSignal);
    const headers = under.provider.emails[0]?.headers.map(({ key, value }) => `${key}: ${value}`);
    expect(headers).toContain('auto-submitted: auto-generated');
  });

  test('goes to one address only, and gains no header from its subject', async () => {
    await using under = await startSmtpEmail(patient);
    const subject = 'Hello\r\nBcc: eve@example.com';
    await under.channel.send({ ...message, subject }, noSignal);
    expect(under.provider.taken).toHaveLength(1);
    expect(under.provider.emails[0]).toMatchObject({
      to: [{ address: 'ann@example.com' }],
      subject: expect.any(String),
    });
    expect(under.provider.emails[0]?.bcc).toBeUndefined();

    const two = await under.channel.send({ ...message, to: 'ann@example.com, eve@example.com' }, noSignal);
    expect(two).toMatchObject({ status: 'failed', retryable: false });
    expect(under.provider.taken).toHaveLength(1);
  });

  test('uses one connection for messages that follow each other', async () => {
    await using under = await startSmtpEmail(patient);
    for (let sent = 0; sent < 4; sent++) await under.channel.send(message, noSignal);
    expect(under.provider.connections).toBe(1);
  });
});

describe('the server’s reply decides', () => {
  test.each([
    [554, 'as the server says', 'onData', false, false],
    [554, '5.3.0 as the server says', 'onData', false, false],
    [452, 'as the server says', 'onData', true, false],
    [452, '4.3.1 as the server says', 'onMailFrom', true, true],
    [550, 'as the server says', 'onMailFrom', false, false],
    [421, 'as the server says', 'onMailFrom', true, true],
    [450, '4.2.1 as the server says', 'onRcptTo', true, false],
    [451, '4.3.0 as the server says', 'onRcptTo', true, true],
  ] as const)(
    '%i %s at %s: to be tried again is %s, an outage %s',
    async (responseCode, text, stage, retryable, isOutage) => {
      await using under = await startSmtpEmail(patient);
      under.provider.nextAt(stage, (_session, reply) => reply(smtpError(responseCode, text)));
      expect(await under.channel.send(message, noSignal)).toEqual({
        status: 'failed',
        retryable,
        ...(isOutage && { isOutage }),
        code: `smtp.${responseCode}`,
        reason: expect.stringContaining('as the server says'),
      });
    },
  );

  test('a wrong password fails for good', async () => {
    const server = await startScriptedMailServer({
      authOptional: false,
      allowInsecureAuth: true,
      onAuth: (_auth, _session, reply) => reply(smtpError(535, 'wrong password')),
    });
    const email = createSmtpEmail({ url: server.url.replace('//', '//ann:guess@'), from: 'b@example.com', ...patient });
    const result = await email.channel.send(message, noSignal);
    await email.close();
    await server.stop();
    expect(result).toMatchObject({ status: 'failed', retryable: false, code: 'smtp.535' });
  });
});

describe('without a reply it matters how far the message got', () => {
  test.each(['onConnect', 'onMailFrom', 'onRcptTo'] as const)(
    'a connection lost at %s took nothing along',
    async (stage) => {
      await using under = await startSmtpEmail(patient);
      under.provider.nextAt(stage, under.provider.cut);
      under.provider.nextAt(stage, under.provider.cut);
      expect(await under.channel.send(message, noSignal)).toMatchObject({
        status: 'failed',
        retryable: true,
        code: 'channel.not-reached',
      });
      expect(under.provider.taken).toEqual([]);
    },
  );

  test('a time-out before DATA took nothing along', async () => {
    await using under = await startSmtpEmail({ timeoutMs: 500 });
    under.provider.nextAt('onRcptTo', () => {});
    expect(await under.channel.send(message, noSignal)).toMatchObject({
      status: 'failed',
      retryable: true,
      code: 'channel.not-reached',
      reason: expect.stringContaining('in time'),
    });
  });

  test('what no connection was free for was not begun, and is no silence of the server', async () => {
    await using under = await startSmtpEmail({ timeoutMs: 2000 });
    for (let i = 0; i < 5; i++) under.provider.nextAt('onRcptTo', () => {});
    const ends = await Promise.all(Array.from({ length: 8 }, () => under.channel.send(message, noSignal)));
    const codes = ends.map((end) => (end.status === 'failed' ? end.code : end.status)).toSorted();
    expect(codes).toEqual([...Array(3).fill('channel.busy'), ...Array(5).fill('channel.not-reached')]);
    expect(await under.channel.send(message, noSignal)).toMatchObject({ status: 'accepted' });
    expect(under.provider.taken).toHaveLength(1);
  });

  test('a connection lost in the middle of the body is unknown', async () => {
    const server = await startScriptedMailServer({
      onData: (stream, session, reply) => {
        stream.once('data', () => server.cut(session, reply));
      },
    });
    const email = createSmtpEmail({ url: server.url, from: 'b@example.com', ...patient });
    const result = await email.channel.send({ ...message, text: 'A long story. '.repeat(500_000) }, noSignal);
    await email.close();
    await server.stop();
    expect(result).toMatchObject({ status: 'unknown' });
  });

  test('a connection that the server closed while it was idle costs nothing', async () => {
    await using under = await startSmtpEmail(patient);
    await under.channel.send(message, noSignal);
    under.provider.nextAt('onMailFrom', under.provider.cut);
    expect(await under.channel.send(message, noSignal)).toMatchObject({ status: 'accepted' });
    expect(under.provider.taken).toHaveLength(2);
    expect(under.provider.connections).toBe(2);
  });

  test('what never comes as far as the server, because it cannot be sent, fails for good', async () => {
    await using under = await startSmtpEmail(patient);
    const nobody = await under.channel.send({ ...message, to: '' }, noSignal);
    expect(nobody).toMatchObject({ status: 'failed', retryable: false, code: 'smtp.envelope' });

    const server = await startScriptedMailServer({ authOptional: false, allowInsecureAuth: true });
    const email = createSmtpEmail({ url: server.url.replace('//', '//ann@'), from: 'b@example.com', ...patient });
    const noPassword = await email.channel.send(message, noSignal);
    await email.close();
    await server.stop();
    expect(noPassword).toMatchObject({ status: 'failed', retryable: false, code: 'smtp.auth' });
  });

  test('a channel that was closed sends nothing', async () => {
    await using under = await startSmtpEmail(patient);
    const email = createSmtpEmail({ url: under.provider.url, from: 'b@example.com', ...patient });
    await email.channel.send(message, noSignal);
    await email.close();
    const result = await email.channel.send(message, noSignal);
    expect(result).toMatchObject({ status: 'failed', code: 'channel.not-reached' });
    expect(under.provider.taken).toHaveLength(1);
  });
});

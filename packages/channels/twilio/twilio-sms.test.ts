import { type AddressInfo, createServer } from 'node:net';
import type { FastifyReply } from 'fastify';
import { describe, expect, test } from 'vitest';
import { aMessage } from '../test/a-message.ts';
import { account, startTwilioSms } from '../test/start-channels.ts';
import { createTwilioSms } from './twilio-sms.ts';

const noSignal = new AbortController().signal;
const patient = { timeoutMs: 20_000 };

const message = aMessage({
  subject: null,
  text: 'Take pills & drink = water; ថ្នាំ 💊\n+1',
  messageId: 'one@belfry.example',
  statusCallbackUrl: () => 'https://belfry.example/hooks/twilio/status/key',
});

describe('a text message', () => {
  test('reaches Twilio’s own path as the account, with everything that Twilio needs', async () => {
    await using under = await startTwilioSms(patient);
    const result = await under.channel.send(message, noSignal);
    expect(under.provider.requests).toEqual([
      {
        line: `POST /proxy/2010-04-01/Accounts/${account.accountSid}/Messages.json`,
        query: {},
        form: {
          To: message.to,
          From: account.phoneNumber,
          Body: message.text,
          StatusCallback: message.statusCallbackUrl(),
        },
        authorization: `Basic ${Buffer.from(`${account.accountSid}:${account.authToken}`).toString('base64')}`,
      },
    ]);
    expect(result).toEqual({ status: 'accepted', providerId: under.provider.rows[0]?.sid });
  });
});

test('a messaging service takes the place of the number, and is looked up without one', async () => {
  await using under = await startTwilioSms(patient);
  const messagingServiceSid = `MG${'0f'.repeat(16)}`;
  const sms = createTwilioSms({ ...account, ...patient, baseUrl: under.provider.baseUrl, messagingServiceSid });
  await sms.channel.send(message, noSignal);
  expect(under.provider.requests[0]?.form).toMatchObject({ MessagingServiceSid: messagingServiceSid });
  expect(under.provider.requests[0]?.form).not.toHaveProperty('From');
  const notBefore = Temporal.Instant.from('2027-01-15T14:30:00Z');
  await sms.channel.lookUp!({ attemptId: '1', to: message.to, text: message.text, notBefore });
  expect(under.provider.requests[1]?.query).toEqual({ To: message.to, PageSize: '1000' });
  sms.close();
});

describe('an answer that settles nothing is unknown', () => {
  const answers: [string, (reply: FastifyReply) => unknown][] = [
    ['500', (reply) => reply.code(500).send({ code: 20500, message: 'Internal Server Error', status: 500 })],
    ['503 of a gateway', (reply) => reply.code(503).header('retry-after', '1').type('text/html').send('<h1>Busy</h1>')],
    ['a redirect', (reply) => reply.code(307).header('location', '/proxy/elsewhere').send()],
    ['201 with HTML', (reply) => reply.code(201).type('text/html').send('<h1>Welcome to the hotel</h1>')],
    ['201 with half an object', (reply) => reply.code(201).type('application/json').send('{"sid": "SM')],
    ['201 with nothing', (reply) => reply.code(201).send()],
    ['201 with null', (reply) => reply.code(201).type('application/json').send('null')],
    ['201 without a sid', (reply) => reply.code(201).send({ status: 'queued' })],
  ];
  test.each(answers)('%s', async (name, answer) => {
    await using under = await startTwilioSms(patient);
    under.provider.answerNext((_request, reply) => answer(reply));
    const result = await under.channel.send(message, noSignal);
    expect(result).toEqual({
      status: 'unknown',
      isOutage: name.startsWith('50'),
      reason: expect.stringMatching(/^Twilio answered \d+/),
    });
    expect(under.provider.requests).toHaveLength(1);
  });

  test('one that breaks off in the middle', async () => {
    await using under = await startTwilioSms(patient);
    under.provider.answerNext((_request, reply) => {
      reply.hijack();
      reply.raw.writeHead(201, { 'content-length': 100 });
      reply.raw.write('{"sid":', () => reply.raw.destroy());
    });
    expect(await under.channel.send(message, noSignal)).toMatchObject({ status: 'unknown' });
  });

  test('one that stops in the middle', async () => {
    await using under = await startTwilioSms({ timeoutMs: 1_000 });
    under.provider.answerNext((_request, reply) => {
      reply.hijack();
      reply.raw.writeHead(201, { 'content-length': 100 });
      reply.raw.write('{"sid":');
    });
    const result = await under.channel.send(message, noSignal);
    expect(result).toEqual({ status: 'unknown', reason: expect.stringContaining('in time') });
  });
});

describe('a refusal', () => {
  test('carries our code, and Twilio’s number and words', async () => {
    await using under = await startTwilioSms(patient);
    under.provider.next('refuse');
    expect(await under.channel.send(message, noSignal)).toEqual({
      status: 'failed',
      retryable: false,
      code: 'sms.invalid-number',
      reason: "Twilio error 21211: Invalid 'To' Phone Number: not a valid recipient",
    });
  });

  test.each([
    [21408, 'sms.region-not-permitted', false],
    [21610, 'sms.opted-out', false],
    [21614, 'sms.not-a-mobile', false],
    [21611, 'sms.queue-full', true],
    [63038, 'sms.daily-limit', true],
    [99999, 'twilio.99999', false],
  ])('by Twilio’s error %i is %s, may pass: %s', async (code, ours, retryable) => {
    await using under = await startTwilioSms(patient);
    under.provider.answerNext((_request, reply) => reply.code(400).send({ code, message: 'No.', status: 400 }));
    expect(await under.channel.send(message, noSignal)).toMatchObject({ status: 'failed', code: ours, retryable });
  });

  test('is read from an RFC 9457 answer, too', async () => {
    await using under = await startTwilioSms(patient);
    under.provider.answerNext((_request, reply) =>
      reply.code(403).send({ type: 'about:blank', title: 'Not permitted', status: 403, code: 20003 }),
    );
    const result = await under.channel.send(message, noSignal);
    expect(result).toMatchObject({ status: 'failed', retryable: false, code: 'sms.account-refused' });
  });

  test('without Twilio’s words is known by its HTTP status', async () => {
    await using under = await startTwilioSms(patient);
    under.provider.answerNext((_request, reply) => reply.code(404).type('text/html').send('<h1>Nothing here</h1>'));
    expect(await under.channel.send(message, noSignal)).toEqual({
      status: 'failed',
      retryable: false,
      code: 'twilio.http-404',
      reason: 'Twilio answered 404.',
    });
  });

  test('for too many requests says how long to wait, if Twilio did', async () => {
    await using under = await startTwilioSms(patient);
    under.provider.next('defer');
    under.provider.answerNext((_request, reply) => reply.code(429).send({ code: 20429, message: 'Too Many Requests' }));
    const told = await under.channel.send(message, noSignal);
    expect(told).toMatchObject({
      status: 'failed',
      retryable: true,
      code: 'sms.too-many-requests',
      retryAfterMs: 3000,
    });
    expect(await under.channel.send(message, noSignal)).not.toHaveProperty('retryAfterMs');
  });
});

describe('a call that never left is failed and may be repeated', () => {
  test('because the name does not resolve', async () => {
    const sms = createTwilioSms({ ...account, baseUrl: 'http://twilio.invalid', timeoutMs: 20_000 });
    expect(await sms.channel.send(message, noSignal)).toMatchObject({
      status: 'failed',
      retryable: true,
      code: 'channel.not-reached',
    });
  });

  test('because the other side does not speak TLS', async () => {
    await using under = await startTwilioSms(patient);
    const sms = createTwilioSms({ ...account, ...patient, baseUrl: under.provider.baseUrl.replace('http:', 'https:') });
    const result = await sms.channel.send(message, noSignal);
    sms.close();
    expect(result).toMatchObject({ status: 'failed', retryable: true, code: 'channel.not-reached' });
  });

  test('because the TLS handshake was never answered', async () => {
    const silent = createServer((socket) => socket.on('error', () => {}));
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const baseUrl = `https://127.0.0.1:${(silent.address() as AddressInfo).port}`;
    const sms = createTwilioSms({ ...account, baseUrl, timeoutMs: 300 });
    const result = await sms.channel.send(message, noSignal);
    sms.close();
    silent.close();
    expect(result).toMatchObject({ status: 'failed', retryable: true, code: 'channel.not-reached' });
  });
});

describe('a look-up', () => {
  const query = {
    attemptId: message.attemptId,
    to: message.to,
    text: message.text,
    notBefore: Temporal.Instant.from('2027-01-15T14:30:00.500Z'),
  };
  const lookUp = (under: Awaited<ReturnType<typeof startTwilioSms>>) => under.channel.lookUp!(query);

  test('finds the message whose answer was lost', async () => {
    await using under = await startTwilioSms(patient);
    under.provider.next('cut');
    expect(await under.channel.send(message, noSignal)).toMatchObject({ status: 'unknown' });
    expect(await lookUp(under)).toEqual({
      candidates: [
        {
          providerId: under.provider.rows[0]?.sid,
          status: 'accepted',
          failure: null,
          at: Temporal.Instant.from('2027-01-15T14:30:00Z'),
        },
      ],
      isExact: false,
    });
  });

  test('tells why it did not arrive, in our words', async () => {
    await using under = await startTwilioSms(patient);
    await under.channel.send(message, noSignal);
    Object.assign(under.provider.rows[0]!, { status: 'undelivered', error_code: 30003 });
    const failure = { code: 'sms.unreachable', retryable: true };
    expect(await lookUp(under)).toMatchObject({ candidates: [{ status: 'undelivered', failure }] });
  });

  test('finds nothing when the message never arrived', async () => {
    await using under = await startTwilioSms(patient);
    await under.channel.send({ ...message, text: 'Another text' }, noSignal);
    expect(await lookUp(under)).toEqual({ candidates: [], isExact: false });
  });

  test('reads every page, and leaves it to no date filter of Twilio’s to hide messages that wait in its queue', async () => {
    await using under = await startTwilioSms(patient);
    under.provider.pageSize = 2;
    for (let sent = 0; sent < 5; sent++) await under.channel.send(message, noSignal);
    under.provider.requests.length = 0;
    expect((await lookUp(under)).candidates).toHaveLength(5);
    expect(under.provider.requests).toHaveLength(3);
    expect(under.provider.requests[0]?.query).toEqual({
      To: message.to,
      From: account.phoneNumber,
      PageSize: '1000',
    });
  });

  test('reads no further than to what is too old to be the one, however much was ever sent to the number', async () => {
    await using under = await startTwilioSms(patient);
    under.provider.pageSize = 2;
    for (let sent = 0; sent < 9; sent++) await under.channel.send(message, noSignal);
    const long = 'Wed, 13 Jan 2027 09:00:00 +0000';
    for (const row of under.provider.rows.slice(3)) Object.assign(row, { date_created: long, date_sent: long });
    // It waited in Twilio's queue for two days, and was sent after the others.
    Object.assign(under.provider.rows[1]!, { date_created: long, date_sent: 'Fri, 15 Jan 2027 14:31:00 +0000' });
    under.provider.requests.length = 0;
    expect((await lookUp(under)).candidates).toHaveLength(2);
    expect(under.provider.requests).toHaveLength(2);
  });

  test('that cannot be made is not the same as one that finds nothing', async () => {
    await using under = await startTwilioSms(patient);
    const failure = { name: 'AppError', code: 'channel.look-up-failed', retryable: true };
    under.provider.answerNext((_request, reply) => reply.code(500).send({ code: 20500, message: 'no' }));
    await expect(lookUp(under)).rejects.toMatchObject(failure);
    under.provider.answerNext((_request, reply) => reply.type('text/html').send('<h1>Welcome</h1>'));
    await expect(lookUp(under)).rejects.toMatchObject(failure);
    await under.provider.stop();
    await expect(lookUp(under)).rejects.toMatchObject(failure);
  });
});

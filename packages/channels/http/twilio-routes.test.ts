import { createHttpServer, type HttpServer } from '@belfry/platform/http/server';
import { createLogger } from '@belfry/platform/logger';
import { createMetrics } from '@belfry/platform/metrics';
import twilio from 'twilio';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { InboundMessage, StatusCallback } from '../contract.ts';
import { signAttemptKey } from '../domain/attempt-key.ts';
import { createTwilioRoutes } from './twilio-routes.ts';

const authToken = 'the account’s token';
const attemptKeySecret = 'a secret of this installation';
const publicUrl = 'https://belfry.example/reach';
const attemptKey = signAttemptKey(attemptKeySecret, '2027-01-15/0190d2a7-4f5e-8b7c-9d3e-2f1a6b5c4d3e/12/3');

let app: HttpServer;
let statuses: StatusCallback[];
let inbounds: InboundMessage[];
let answer: string | null;

beforeEach(() => {
  statuses = [];
  inbounds = [];
  answer = null;
});

beforeAll(async () => {
  app = await createHttpServer({
    logger: createLogger({ level: 'silent' }),
    authenticate: async () => null,
    publicUrl,
    metrics: createMetrics(),
    healthChecks: [],
  });
  await app.register(
    createTwilioRoutes({
      authToken,
      publicUrl: `${publicUrl}/`,
      attemptKeySecret,
      onStatus: async (callback) => void statuses.push(callback),
      onInbound: async (message) => {
        inbounds.push(message);
        return answer;
      },
    }),
  );
});

afterAll(() => app.close());

type Form = Record<string, string>;

/** A webhook as Twilio sends it, signed for an address. */
function call(path: string, form: Form, options: { signature?: string | null; headers?: Form; body?: string } = {}) {
  const { signature = signatureOf(`${publicUrl}${path}`, form), headers = {}, body } = options;
  return app.inject({
    method: 'POST',
    url: path,
    headers: {
      'content-type': 'application/x-www-form-urlencoded; charset=UTF-8',
      ...(signature === null ? {} : { 'x-twilio-signature': signature }),
      ...headers,
    },
    payload: body ?? new URLSearchParams(form).toString(),
  });
}

function signatureOf(url: string, form: Form, token = authToken): string {
  return twilio.getExpectedTwilioSignature(token, url, form);
}

const statusPath = `/hooks/twilio/status/${attemptKey}`;
const delivered: Form = { MessageSid: 'SM1', MessageStatus: 'delivered', AccountSid: 'AC1', ApiVersion: '2010-04-01' };
const reply: Form = { MessageSid: 'SM2', From: '+12025550101', To: '+12025550199', Body: 'DONE ✓ & <ok>' };

describe('the signature', () => {
  test('of Twilio for our public address is believed, with and without a query', async () => {
    expect((await call(statusPath, delivered)).statusCode).toBe(204);
    expect((await call(`${statusPath}?foo=b%20r&x=1`, delivered)).statusCode).toBe(204);
    expect((await call('/hooks/twilio/inbound', reply)).statusCode).toBe(200);
    expect(statuses).toHaveLength(2);
    expect(inbounds).toHaveLength(1);
  });

  const forged: [string, Parameters<typeof call>][] = [
    ['missing', [statusPath, delivered, { signature: null }]],
    ['empty', [statusPath, delivered, { signature: '' }]],
    ['made up', [statusPath, delivered, { signature: 'AAAAAAAAAAAAAAAAAAAAAAAAAAA=' }]],
    ['with another token', [statusPath, delivered, { signature: signatureOf(publicUrl + statusPath, delivered, 'x') }]],
    [
      'of another form',
      [
        statusPath,
        { ...delivered, MessageStatus: 'failed' },
        { signature: signatureOf(publicUrl + statusPath, delivered) },
      ],
    ],
    [
      'of another address',
      [statusPath, delivered, { signature: signatureOf(`${publicUrl}/hooks/twilio/inbound`, delivered) }],
    ],
    [
      'without the query',
      [`${statusPath}?to=me`, delivered, { signature: signatureOf(publicUrl + statusPath, delivered) }],
    ],
    [
      'for a host that the caller names',
      [
        statusPath,
        delivered,
        {
          signature: signatureOf(`https://evil.example${statusPath}`, delivered),
          headers: { host: 'evil.example', 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'https' },
        },
      ],
    ],
    [
      'over a form that came as JSON',
      [
        statusPath,
        delivered,
        {
          signature: signatureOf(publicUrl + statusPath, {}),
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(delivered),
        },
      ],
    ],
  ];
  test.each(forged)('%s is refused', async (_name, given) => {
    const response = await call(...given);
    expect(response.statusCode).toBe(403);
    expect(response.headers['content-type']).toContain('application/problem+json');
    expect(response.json()).toMatchObject({ code: 'webhook.signature-invalid' });
    expect(statuses).toEqual([]);
  });

  test('is asked for by the inbound route, too', async () => {
    expect((await call('/hooks/twilio/inbound', reply, { signature: 'no' })).statusCode).toBe(403);
    expect(inbounds).toEqual([]);
  });
});

describe('a status callback', () => {
  test('tells the status in our words, for the attempt whose key it carries', async () => {
    await call(statusPath, delivered);
    expect(statuses).toEqual([{ attemptKey, providerId: 'SM1', status: 'delivered', failure: null, reason: null }]);
  });

  test('gives Twilio’s reason for a failure', async () => {
    const undelivered = { ...delivered, MessageStatus: 'undelivered', ErrorCode: '30003' };
    await call(statusPath, undelivered);
    await call(statusPath, { ...undelivered, ErrorMessage: 'Unreachable destination handset' });
    const failure = { code: 'sms.unreachable', retryable: true };
    expect(statuses.map(({ status, failure, reason }) => ({ status, failure, reason }))).toEqual([
      { status: 'undelivered', failure, reason: 'Twilio error 30003' },
      { status: 'undelivered', failure, reason: 'Twilio error 30003: Unreachable destination handset' },
    ]);
  });

  test('with a word we do not know changes nothing and is not complained about', async () => {
    const response = await call(statusPath, { ...delivered, MessageStatus: 'teleported' });
    expect(response.statusCode).toBe(204);
    expect(statuses).toEqual([]);
  });

  test('for an attempt that we did not sign is not found', async () => {
    const path = `/hooks/twilio/status/${signAttemptKey('another secret', 'payload')}`;
    const response = await call(path, delivered);
    expect(response.statusCode).toBe(404);
    expect(response.json()).toMatchObject({ code: 'attempt.not-found' });
    expect(statuses).toEqual([]);
  });

  test('that lacks what it should say is refused, field by field', async () => {
    const response = await call(statusPath, { MessageStatus: 'sent' });
    expect(response.statusCode).toBe(400);
    expect(response.json()).toMatchObject({ errors: [{ path: 'MessageSid' }] });
  });
});

describe('a message from a person', () => {
  const twimlFor = async (text: string | null) => {
    answer = text;
    const response = await call('/hooks/twilio/inbound', reply);
    expect(response.statusCode).toBe(200);
    expect(response.headers['content-type']).toBe('text/xml; charset=utf-8');
    return response.body;
  };

  test('is passed on as it was written', async () => {
    await call('/hooks/twilio/inbound', reply);
    expect(inbounds).toEqual([
      {
        provider: 'twilio',
        providerId: 'SM2',
        channel: 'sms',
        from: '+12025550101',
        to: '+12025550199',
        text: 'DONE ✓ & <ok>',
      },
    ]);
  });

  test('without words, such as a picture, is passed on as empty', async () => {
    const { Body: _, ...picture } = reply;
    await call('/hooks/twilio/inbound', picture);
    expect(inbounds[0]?.text).toBe('');
  });

  test('is answered in TwiML', async () => {
    expect(await twimlFor('Well done.')).toMatch(/<Response><Message>Well done\.<\/Message><\/Response>$/);
  });

  test('is answered with an empty response when there is nothing to say', async () => {
    expect(await twimlFor(null)).toMatch(/<Response\/>$/);
  });

  test('is answered with the text and nothing that a text could turn into', async () => {
    const twiml = await twimlFor('</Message><Redirect>http://evil.example</Redirect> & \u0007bell \ud83d 💊');
    expect(twiml).toMatch(
      /<Message>&lt;\/Message&gt;&lt;Redirect&gt;http:\/\/evil\.example&lt;\/Redirect&gt; &amp; bell {2}💊<\/Message>/,
    );
  });
});

test('the webhooks are not part of the API document', () => {
  expect(JSON.stringify(app.swagger())).not.toContain('/hooks/');
});

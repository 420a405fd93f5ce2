import { generateKeyPairSync, sign } from 'node:crypto';
import { createHttpServer, type HttpServer } from '@belfry/platform/http/server';
import { createLogger } from '@belfry/platform/logger';
import { createMetrics } from '@belfry/platform/metrics';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Complaint, StatusCallback } from '../contract.ts';
import { signAttemptKey } from '../domain/attempt-key.ts';
import { createSendGridRoutes } from './sendgrid-routes.ts';

const attemptKeySecret = 'a secret of this installation';
const attemptKey = signAttemptKey(attemptKeySecret, '2027-01-15/0190d2a7-4f5e-8b7c-9d3e-2f1a6b5c4d3e/12/3');
const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const another = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;

let app: HttpServer;
let statuses: StatusCallback[];
let complaints: Complaint[];
let failure: { on: string; error: Error } | null;

beforeEach(() => {
  statuses = [];
  complaints = [];
  failure = null;
});

beforeAll(async () => {
  app = await createHttpServer({
    logger: createLogger({ level: 'silent' }),
    authenticate: async () => null,
    publicUrl: 'https://belfry.example',
    metrics: createMetrics(),
    healthChecks: [],
  });
  await app.register(
    createSendGridRoutes({
      publicKey: publicKey.export({ type: 'spki', format: 'der' }).toString('base64'),
      attemptKeySecret,
      onStatus: async (callback) => {
        if (callback.status === failure?.on) throw failure.error;
        statuses.push(callback);
      },
      onComplaint: async (complaint) => void complaints.push(complaint),
    }),
  );
});

afterAll(() => app.close());

const told = (event: string, more: object = {}) => ({
  ...{ email: 'ann@example.com', timestamp: 1_800_000_000, event, sg_event_id: 'e1', sg_message_id: 'm1.recvd-7f' },
  ...{ belfry_attempt: attemptKey, ...more },
});

function call(events: unknown, { key = privateKey, timestamp = '1800000000', headers = {} as object, sent = '' } = {}) {
  const body = typeof events === 'string' ? events : JSON.stringify(events, null, 1);
  return app.inject({
    method: 'POST',
    url: '/hooks/sendgrid/events',
    headers: {
      'content-type': 'application/json',
      'x-twilio-email-event-webhook-timestamp': timestamp,
      'x-twilio-email-event-webhook-signature': sign('sha256', Buffer.from(timestamp + body), key).toString('base64'),
      ...headers,
    },
    payload: sent || body,
  });
}

test('what SendGrid tells is what becomes of the attempt', async () => {
  const events = [
    told('processed'),
    told('deferred', { response: '400 later' }),
    told('delivered'),
    told('bounce', { type: 'bounce', reason: '550 no such user' }),
    told('bounce', { type: 'blocked', reason: '421 too many' }),
    told('dropped', { reason: 'Bounced Address' }),
    told('open'),
  ];
  expect((await call(events)).statusCode).toBe(204);
  const common = { attemptKey, providerId: 'm1' };
  expect(statuses).toEqual([
    { ...common, status: 'accepted', reason: null },
    { ...common, status: 'delivered', reason: null },
    {
      ...{ ...common, status: 'undelivered', failure: { code: 'sendgrid.bounced', retryable: false } },
      reason: 'SendGrid: 550 no such user',
    },
    {
      ...{ ...common, status: 'undelivered', failure: { code: 'sendgrid.blocked', retryable: true } },
      reason: 'SendGrid: 421 too many',
    },
    {
      ...{ ...common, status: 'failed', failure: { code: 'sendgrid.dropped', retryable: false } },
      reason: 'SendGrid dropped it: Bounced Address',
    },
  ]);
});

test('a reason that PostgreSQL would refuse is taken without what it refuses', async () => {
  expect((await call([told('bounce', { reason: '550 no\0such \ud800user' })])).statusCode).toBe(204);
  expect(statuses).toMatchObject([{ reason: 'SendGrid: 550 no\uFFFDsuch \uFFFDuser' }]);
});

test.each([
  ['can never be taken is passed over', new TypeError('no date'), 204],
  ['cannot be taken now is asked for again', new Error('Connection terminated'), 503],
])('an event that %s, and those behind it are taken all the same', async (_, error, statusCode) => {
  failure = { on: 'accepted', error };
  expect((await call([told('processed'), told('delivered')])).statusCode).toBe(statusCode);
  expect(statuses.map(({ status }) => status)).toEqual(['delivered']);
});

test('whoever reports it as spam or unsubscribes by its own link is told of, and nothing else is made of that', async () => {
  const forged = told('spamreport', { belfry_attempt: `${attemptKey}x` });
  const events = [told('spamreport', { email: ' Ann@Example.com' }), told('unsubscribe'), told('open'), forged];
  expect((await call(events)).statusCode).toBe(204);
  const common = { attemptKey, address: 'ann@example.com' };
  expect(complaints).toEqual([
    { ...common, evidence: 'Reported as spam, SendGrid says.' },
    { ...common, evidence: 'Unsubscribed by SendGrid’s link.' },
  ]);
  expect(statuses).toEqual([]);
});

test('events of other mail, and of keys that are not ours, are passed over', async () => {
  const forged = `${attemptKey.slice(0, -1)}${attemptKey.endsWith('A') ? 'B' : 'A'}`;
  const { belfry_attempt: _, ...others } = told('delivered');
  expect((await call([others, told('delivered', { belfry_attempt: forged }), 7, null])).statusCode).toBe(204);
  expect(statuses).toEqual([]);
});

test.each([
  ['by another key', { key: another }],
  ['at another time', { headers: { 'x-twilio-email-event-webhook-timestamp': '1800000001' } }],
  ['of other bytes', { sent: JSON.stringify([told('delivered'), told('open')]) }],
  ['by nobody', { headers: { 'x-twilio-email-event-webhook-signature': '' } }],
  ['by gibberish', { headers: { 'x-twilio-email-event-webhook-signature': 'AAAA' } }],
])('what is signed %s is refused, and nothing of it believed', async (_, options) => {
  const answer = await call([told('delivered')], options);
  expect([answer.statusCode, answer.json().code]).toEqual([403, 'webhook.signature-invalid']);
  expect(statuses).toEqual([]);
});

test.each(['{}', 'not JSON', ''])('%j is no list of events', async (body) => {
  const answer = await call(body);
  expect([400, 403]).toContain(answer.statusCode);
  expect(statuses).toEqual([]);
});

import { createPublicKey, verify } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { OutgoingMessage } from '../contract.ts';
import { aMessage } from '../test/a-message.ts';
import { startWebPush, vapid } from '../test/start-receivers.ts';

const noSignal = new AbortController().signal;
const patient = { timeoutMs: 20_000 };
type Under = Awaited<ReturnType<typeof startWebPush>>;

const messageTo = (under: Under, given: Partial<OutgoingMessage> = {}) =>
  aMessage({ to: under.address.to, settings: under.address.settings, ...given });

describe('a push', () => {
  test('is encrypted for the browser alone, with title, text and link', async () => {
    await using under = await startWebPush(patient);
    const link = 'https://belfry.example/a/token';
    expect(await under.channel.send(messageTo(under, { link }), noSignal)).toMatchObject({ status: 'accepted' });
    const [request] = under.provider.requests;
    expect(request?.headers['content-encoding']).toBe('aes128gcm');
    expect(request?.body.toString('latin1')).not.toContain('pills');
    expect(under.browser.decrypt(request!.body)).toEqual({
      title: 'Belfry',
      body: 'Take your pills',
      link,
      occurrenceId: 'occ_20270115_1',
      importance: 'medium',
    });
  });

  test('says who sends it, by a token that the public key verifies', async () => {
    await using under = await startWebPush(patient);
    await under.channel.send(messageTo(under), noSignal);
    const [, token = '', key = ''] = /^vapid t=([^,]+), ?k=(.+)$/.exec(
      under.provider.requests[0]!.headers.authorization!,
    )!;
    expect(key).toBe(vapid.publicKey);
    const [head = '', claims = '', signature = ''] = token.split('.');
    const point = Buffer.from(key, 'base64url');
    const jwk = { kty: 'EC', crv: 'P-256', x: encode(point.subarray(1, 33)), y: encode(point.subarray(33)) };
    const publicKey = createPublicKey({ key: jwk, format: 'jwk' });
    const signed = Buffer.from(`${head}.${claims}`);
    const bytes = Buffer.from(signature, 'base64url');
    expect(verify('sha256', signed, { key: publicKey, dsaEncoding: 'ieee-p1363' }, bytes)).toBe(true);
    expect(JSON.parse(Buffer.from(claims, 'base64url').toString())).toMatchObject({
      aud: new URL(under.address.to).origin,
      sub: 'mailto:operator@example.com',
    });
  });

  test.each([
    ['low', 'low'],
    ['medium', 'normal'],
    ['high', 'high'],
    ['critical', 'high'],
  ] as const)('of importance %s is of urgency %s', async (importance, urgency) => {
    await using under = await startWebPush(patient);
    await under.channel.send(messageTo(under, { importance }), noSignal);
    expect(under.provider.requests[0]?.headers).toMatchObject({ urgency, ttl: '14400' });
  });

  test('takes the place of an older one of the same occurrence, and of no other', async () => {
    await using under = await startWebPush(patient);
    for (const occurrenceId of ['one', 'one', 'two']) {
      await under.channel.send(messageTo(under, { occurrenceId }), noSignal);
    }
    const topics = under.provider.requests.map(({ headers }) => headers.topic);
    expect(topics[0]).toMatch(/^[\w-]{32}$/);
    expect(topics).toEqual([topics[0], topics[0], expect.not.stringMatching(topics[0] as string)]);
  });

  test('of any length fits', async () => {
    await using under = await startWebPush(patient);
    const long = { subject: '薬'.repeat(200), text: '薬💊'.repeat(800), link: `https://x.example/${'a'.repeat(400)}` };
    await under.channel.send(messageTo(under, long), noSignal);
    expect(under.provider.requests[0]?.body.length).toBeLessThanOrEqual(4096);
  });
});

describe('an answer', () => {
  test.each([
    [404, { retryable: false, code: 'push.subscription-gone' }],
    [410, { retryable: false, code: 'push.subscription-gone' }],
    [403, { retryable: false, code: 'push.http-403' }],
    [413, { retryable: false, code: 'push.http-413' }],
    [307, { retryable: false, code: 'push.http-307' }],
    [429, { retryable: true, isOutage: false, code: 'push.http-429', retryAfterMs: 9000 }],
    [502, { retryable: true, isOutage: true, code: 'push.http-502' }],
  ])('of %i', async (status, result) => {
    await using under = await startWebPush(patient);
    under.provider.answer = (response) =>
      response.writeHead(status, status === 429 ? { 'retry-after': '9' } : { location: '/x' }).end();
    expect(await under.channel.send(messageTo(under), noSignal)).toMatchObject({ status: 'failed', ...result });
  });
});

test.each([null, { p256dh: 'AAAA', auth: 'AAAA' }, { p256dh: 7 }])(
  'what no browser can have made is failed for good: %j',
  async (settings) => {
    await using under = await startWebPush(patient);
    expect(await under.channel.send(messageTo(under, { settings }), noSignal)).toMatchObject({
      status: 'failed',
      retryable: false,
      code: 'push.subscription-invalid',
    });
    expect(under.provider.requests).toEqual([]);
  },
);

function encode(bytes: Buffer): string {
  return bytes.toString('base64url');
}

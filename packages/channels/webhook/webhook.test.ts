import { isPublicAddress } from '@belfry/people';
import { Webhook } from 'standardwebhooks';
import { describe, expect, test } from 'vitest';
import { webhookSecret } from '../domain/webhook-secret.ts';
import { aMessage } from '../test/a-message.ts';
import { installationSecret, startWebhook } from '../test/start-receivers.ts';

const noSignal = new AbortController().signal;
const patient = { timeoutMs: 20_000 };

function messageTo(under: Awaited<ReturnType<typeof startWebhook>>, given: Parameters<typeof aMessage>[0] = {}) {
  return aMessage({ to: under.address.to, link: 'https://belfry.example/a/token', ...given });
}

describe('a webhook', () => {
  test('tells the receiver what is due, signed by Standard Webhooks', async () => {
    await using under = await startWebhook(patient);
    const message = messageTo(under);
    expect(await under.channel.send(message, noSignal)).toMatchObject({ status: 'delivered' });
    const [request] = under.provider.requests;
    expect(request?.method).toBe('POST');
    const verifier = new Webhook(webhookSecret(installationSecret, message.tenantId));
    expect(verifier.verify(request!.body.toString(), request!.headers as Record<string, string>)).toEqual({
      type: 'reminder.due',
      occurrenceId: message.occurrenceId,
      title: 'Belfry',
      text: message.text,
      link: message.link,
      person: { id: message.personId, name: 'Ann Archer' },
      importance: 'medium',
      at: '2027-01-15T14:30:00Z',
    });
  });

  test('carries the same id at every try of one step, and another for another', async () => {
    await using under = await startWebhook(patient);
    const message = messageTo(under);
    await under.channel.send(message, noSignal);
    await under.channel.send({ ...message, attemptId: 'a second try' }, noSignal);
    await under.channel.send({ ...message, messageId: 'another.step@belfry.example' }, noSignal);
    const ids = under.provider.requests.map(({ headers }) => headers['webhook-id']);
    expect(ids[0]).toBe(ids[1]);
    expect(ids[2]).not.toBe(ids[0]);
    expect(ids[0]).toMatch(/^msg_[\w-]+$/);
  });

  test.each([
    ['bearer', { type: 'bearer', token: 't' }, { authorization: 'Bearer t' }],
    ['basic', { type: 'basic', username: 'u', password: 'p' }, { authorization: 'Basic dTpw' }],
    ['a header of its own', { type: 'header', name: 'X-Api-Key', value: 'k' }, { 'x-api-key': 'k' }],
  ])('shows its credentials as %s', async (_, auth, header) => {
    await using under = await startWebhook(patient);
    await under.channel.send(messageTo(under, { settings: { method: 'PUT', timeoutMs: 5000, auth } }), noSignal);
    expect(under.provider.requests[0]).toMatchObject({ method: 'PUT', headers: header });
  });

  test.each([
    'Content-Length',
    'transfer-encoding',
    'Host',
    'content-type',
    'Webhook-Signature',
    'proxy-authorization',
  ])('is not called where its credentials would stand in %s, which is not its own', async (name) => {
    await using under = await startWebhook(patient);
    const settings = { auth: { type: 'header', name, value: '5' } };
    const result = await under.channel.send(messageTo(under, { settings }), noSignal);
    expect(result).toMatchObject({ status: 'failed', retryable: false, code: 'webhook.misconfigured' });
    expect(under.provider.requests).toEqual([]);
  });

  test('keeps our own headers, whatever its credentials are called', async () => {
    await using under = await startWebhook(patient);
    const settings = { auth: { type: 'header', name: 'User-Agent', value: 'Mine' } };
    expect(await under.channel.send(messageTo(under, { settings }), noSignal)).toMatchObject({ status: 'delivered' });
    expect(under.provider.requests[0]?.headers['user-agent']).toBe('Belfry');
  });

  test('is refused over plain HTTP, and without settings that say how', async () => {
    await using under = await startWebhook(patient);
    const plain = messageTo(under, { to: under.address.to.replace('https:', 'http:') });
    expect(await under.channel.send(plain, noSignal)).toMatchObject({ code: 'webhook.not-https', retryable: false });
    const odd = messageTo(under, { settings: { method: 'DELETE' } });
    expect(await under.channel.send(odd, noSignal)).toMatchObject({ code: 'webhook.misconfigured', retryable: false });
    expect(under.provider.requests).toEqual([]);
  });

  test('wants no more than the status: an answer without an end is let go', async () => {
    await using under = await startWebhook(patient);
    under.provider.answer = (response) => {
      response.writeHead(200);
      const more = () => {
        while (response.write(Buffer.alloc(16_384)));
      };
      response.on('drain', more);
      more();
    };
    expect(await under.channel.send(messageTo(under), noSignal)).toMatchObject({ status: 'delivered' });
  });
});

describe('an answer', () => {
  test.each([
    [200, { status: 'delivered' }],
    [204, { status: 'delivered' }],
    [400, { status: 'failed', retryable: false, code: 'webhook.http-400' }],
    [401, { status: 'failed', retryable: false, code: 'webhook.http-401' }],
    [403, { status: 'failed', retryable: false, code: 'webhook.http-403' }],
    [404, { status: 'failed', retryable: false, code: 'webhook.http-404' }],
    [408, { status: 'failed', retryable: true, isOutage: false, code: 'webhook.http-408' }],
    [410, { status: 'failed', retryable: false, code: 'webhook.http-410' }],
    [422, { status: 'failed', retryable: false, code: 'webhook.http-422' }],
    [429, { status: 'failed', retryable: true, isOutage: false, code: 'webhook.http-429', retryAfterMs: 7000 }],
    [500, { status: 'failed', retryable: true, isOutage: true, code: 'webhook.http-500' }],
    [503, { status: 'failed', retryable: true, isOutage: true, code: 'webhook.http-503', retryAfterMs: 7000 }],
  ])('of %i', async (status, result) => {
    await using under = await startWebhook(patient);
    under.provider.answer = (response) =>
      response.writeHead(status, [429, 503].includes(status) ? { 'retry-after': '7' } : {}).end();
    expect(await under.channel.send(messageTo(under), noSignal)).toMatchObject(result);
  });
});

describe('a redirect', () => {
  const redirectTo = (location: string) => (response: import('node:http').ServerResponse) =>
    response.writeHead(307, { location }).end();

  test('is followed with method, words and signature, three times and no more', async () => {
    await using under = await startWebhook(patient);
    for (let hop = 0; hop < 3; hop++) under.provider.answerNext(redirectTo(`/hop/${hop}`));
    expect(await under.channel.send(messageTo(under), noSignal)).toMatchObject({ status: 'delivered' });
    expect(under.provider.requests.map(({ at }) => at)).toEqual([
      'hooks.example/belfry',
      'hooks.example/hop/0',
      'hooks.example/hop/1',
      'hooks.example/hop/2',
    ]);
    expect(new Set(under.provider.requests.map(({ body }) => body.toString())).size).toBe(1);
    under.provider.answer = redirectTo('/again');
    expect(await under.channel.send(messageTo(under), noSignal)).toMatchObject({
      status: 'failed',
      retryable: false,
      code: 'webhook.too-many-redirects',
    });
    expect(under.provider.requests).toHaveLength(8);
  });

  test('to another origin is not shown the credentials', async () => {
    await using under = await startWebhook(patient);
    under.provider.answerNext(redirectTo(`https://other.example:${under.provider.port}/x`));
    const auth = { type: 'bearer', token: 'secret' };
    await under.channel.send(messageTo(under, { settings: { auth } }), noSignal);
    expect(under.provider.requests.map(({ headers }) => headers.authorization)).toEqual(['Bearer secret', undefined]);
  });

  test.each(['http://hooks.example/', 'ftp://hooks.example/', 'file:///etc/passwd'])(
    'to %s is not followed',
    async (location) => {
      await using under = await startWebhook(patient);
      under.provider.answerNext(redirectTo(location));
      expect(await under.channel.send(messageTo(under), noSignal)).toMatchObject({ code: 'webhook.not-https' });
    },
  );
});

describe('an address of somebody’s own network', () => {
  const guarded = (addresses: string[]) =>
    startWebhook({
      ...patient,
      isAllowed: (address) => address === '127.0.0.1' || isPublicAddress(address),
      resolve: async (hostname) =>
        (hostname === 'other.example' ? addresses : ['127.0.0.1']).map((address) => ({ address, family: 4 })),
    });
  const refusal = { status: 'failed', retryable: false, code: 'webhook.address-refused' };

  test.each([['10.0.0.1'], ['169.254.169.254'], ['::ffff:192.168.0.1'], ['64:ff9b::a00:1'], []])(
    'is refused after DNS has told it: %s',
    async (...addresses) => {
      await using under = await guarded(addresses);
      const to = `https://other.example:${under.provider.port}/`;
      expect(await under.channel.send(messageTo(under, { to }), noSignal)).toMatchObject(refusal);
    },
  );

  test('refuses the name, though another of its addresses is public', async () => {
    await using under = await guarded(['127.0.0.1', '10.0.0.1']);
    const to = `https://other.example:${under.provider.port}/`;
    expect(await under.channel.send(messageTo(under, { to }), noSignal)).toMatchObject(refusal);
    expect(under.provider.requests).toEqual([]);
  });

  test.each([
    'https://10.0.0.1/',
    'https://[::1]/',
    'https://0x7f.2/',
    'https://[::ffff:a00:1]/',
    'https://2130706434/',
  ])('is refused where it stands in the URL itself: %s', async (to) => {
    await using under = await guarded([]);
    expect(await under.channel.send(messageTo(under, { to }), noSignal)).toMatchObject(refusal);
  });

  test('is refused at every redirect', async () => {
    await using under = await guarded(['10.0.0.1']);
    for (const location of ['https://other.example/', 'https://169.254.169.254/latest/meta-data']) {
      under.provider.answerNext((response) => response.writeHead(302, { location }).end());
      expect(await under.channel.send(messageTo(under), noSignal)).toMatchObject(refusal);
    }
  });

  test('is connected to as it was checked: what the name says next changes nothing', async () => {
    let asked = 0;
    await using under = await startWebhook({
      ...patient,
      isAllowed: (address) => address === '127.0.0.1',
      resolve: async () => [{ address: ++asked === 1 ? '127.0.0.1' : '10.0.0.1', family: 4 }],
    });
    expect(await under.channel.send(messageTo(under), noSignal)).toMatchObject({ status: 'delivered' });
    expect(asked).toBe(1);
  });
});

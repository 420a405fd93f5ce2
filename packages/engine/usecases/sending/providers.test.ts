import type { SendResult } from '@belfry/channels';
import { ManualClock } from '@belfry/kernel/clock';
import { newId, type TenantId } from '@belfry/kernel/ids';
import { beforeEach, describe, expect, test } from 'vitest';
import { aMessageTo } from '../../test/a-message-to.ts';
import { RecordingChannel } from '../../test/recording-channel.ts';
import { Providers } from './providers.ts';

const signal = new AbortController().signal;
const busy = { status: 'failed', retryable: true, code: 'channel.busy' };
let clock: ManualClock;
let providers: Providers;
let webhook: RecordingChannel & { providerOf(message: { to: string }): string };
let sms: RecordingChannel;

beforeEach(() => {
  clock = new ManualClock('2027-01-15T09:00:00Z');
  providers = new Providers(clock);
  webhook = Object.assign(new RecordingChannel('webhook'), {
    providerOf: ({ to }: { to: string }) => new URL(to).origin,
  });
  sms = new RecordingChannel('sms');
});

/** @returns those that ended at once: the others hang */
async function call(channel: RecordingChannel, tenantId: TenantId, addresses: string[]) {
  const ended: unknown[] = [];
  for (const to of addresses) {
    void providers.send(channel, aMessageTo(to, tenantId), signal).then((result) => ended.push(result));
  }
  await new Promise(setImmediate);
  return ended;
}

const times = (count: number, to: string) => Array.from({ length: count }, () => to);
const [one, other] = [newId<TenantId>(), newId<TenantId>()];

describe('a server that does not answer', () => {
  test('gets no more calls of the tenant than its share, and says so of the rest', async () => {
    const release = webhook.hold();
    const ended = await call(webhook, one, times(40, 'https://slow.example/'));
    expect(ended).toEqual(Array.from({ length: 8 }, () => expect.objectContaining(busy)));
    expect(webhook.sent).toHaveLength(32);
    release();
    await new Promise(setImmediate);
    expect(await call(webhook, one, ['https://slow.example/'])).toMatchObject([{ status: 'accepted' }]);
  });

  test('holds up neither the tenant’s other servers, nor other tenants’ calls to the same', async () => {
    webhook.hold();
    await call(webhook, one, times(40, 'https://slow.example/'));
    expect(await call(webhook, one, ['https://other.example/'])).toEqual([]);
    expect(await call(webhook, other, ['https://slow.example/'])).toEqual([]);
    expect(webhook.sent).toHaveLength(34);
  });

  test('is no way to take the calls of others, with however many servers', async () => {
    webhook.hold();
    const servers = Array.from({ length: 2000 }, (_, i) => `https://slow-${i}.example/`);
    expect(await call(webhook, one, servers)).toHaveLength(2000 - 128);
    expect(await call(webhook, other, ['https://quick.example/'])).toEqual([]);
  });
});

describe('one origin with the servers of many', () => {
  const shared = 'https://hooks.example/';
  test.each([
    [
      'asks one tenant for patience',
      { status: 'failed', retryable: true, code: 'webhook.http-429', retryAfterMs: 86_400_000 },
    ],
    ['is silent to one tenant', { status: 'unknown', reason: 'No answer came in time.' }],
  ] as const)('that %s is called for the others', async (_, result) => {
    webhook.answer = () => ({ ...result, reason: 'As the test says.' });
    await call(webhook, one, times(6, shared));
    webhook.answer = () => webhook.accept();
    const refused = { code: expect.stringMatching(/^channel\.(held-back|breaker-open)$/) };
    expect(await call(webhook, one, [shared])).toMatchObject([refused]);
    expect(await call(webhook, other, [shared])).toMatchObject([{ status: 'accepted' }]);
  });
});

test('of more silent servers than can be remembered the oldest is forgotten, and called again', async () => {
  webhook.answer = () => ({ status: 'unknown', reason: 'No answer came in time.' });
  const first = 'https://first.example/';
  await call(webhook, one, times(6, first));
  expect(await call(webhook, one, [first])).toMatchObject([{ code: 'channel.breaker-open' }]);
  for (let i = 0; i < 1000; i++) await call(webhook, one, [`https://other-${i}.example/`]);
  expect(await call(webhook, one, [first])).toMatchObject([{ status: 'unknown' }]);
});

test('a provider of ours may have more calls open than there are slots, but not without end', async () => {
  sms.hold();
  expect(await call(sms, one, times(100, '+12025550101'))).toEqual(
    Array.from({ length: 4 }, () => expect.objectContaining(busy)),
  );
});

describe('whether a provider is called', () => {
  const often = async (result: SendResult) => {
    sms.answer = async () => result;
    for (let i = 0; i < 12; i++) await providers.send(sms, aMessageTo('+12025550101', one), signal);
    return [sms.sent.length, providers.states().get('sms')];
  };
  const failed = { status: 'failed', retryable: true, code: 'sms.http-503', reason: 'Not now.' } as const;
  const unknown = { status: 'unknown', reason: 'Nobody knows.' } as const;

  test.each<[string, SendResult]>([
    ['an end in the dark', unknown],
    ['no connection', { ...failed, code: 'channel.not-reached' }],
    ['that it is out of order', { ...failed, isOutage: true }],
  ])('ends after five times %s', async (_, result) => expect(await often(result)).toEqual([5, 'open']));

  test.each<[string, SendResult]>([
    ['that it refuses this message', { ...failed, retryable: false }],
    ['that it wants patience', failed],
    ['what nobody can read', { ...unknown, isOutage: false }],
    ['that there was no connection for it', { ...failed, code: 'channel.busy' }],
  ])('goes on, however often it answers %s', async (_, result) => expect(await often(result)).toEqual([12, 'closed']));

  test('is told no longer than the breaker’s time, though nobody calls again', async () => {
    await often(unknown);
    clock.set('2027-01-15T09:00:04.999Z');
    expect(providers.states().get('sms')).toBe('open');
    clock.set('2027-01-15T09:00:05Z');
    expect(providers.states().get('sms')).toBe('closed');
  });

  test('is not told of servers whose addresses tenants gave', async () => {
    await often(unknown);
    webhook.answer = () => unknown;
    const gone = 'https://gone.example/';
    await call(webhook, one, times(6, gone));
    expect(await call(webhook, one, [gone])).toMatchObject([{ code: 'channel.breaker-open' }]);
    expect([...providers.states()]).toEqual([['sms', 'open']]);
  });
});

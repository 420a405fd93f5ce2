import type { TenantId } from '@belfry/kernel/ids';
import { describe, expect, test } from 'vitest';
import { limitsOn, spendTokens, tokensWanted } from './rates.ts';

const tenantId = '018f0000-0000-7000-8000-000000000001' as TenantId;

describe('the limits on a message', () => {
  test('are those of its provider and of its tenant, and none where nothing is set', () => {
    const call = { channel: 'sms', provider: undefined, tenantId };
    expect(limitsOn({ ...call, rates: {}, tenantRates: { email: 5 } })).toEqual([]);
    expect(limitsOn({ ...call, rates: { sms: 10 }, tenantRates: { sms: 3 } })).toEqual([
      { scope: 'sms', perSecond: 10 },
      { scope: `sms of ${tenantId}`, perSecond: 3 },
    ]);
  });

  test('are those of each server, where a channel has many', () => {
    const call = { channel: 'webhook', tenantId, rates: { webhook: 2 }, tenantRates: {} };
    expect(limitsOn({ ...call, provider: 'https://a.example' })).not.toEqual(
      limitsOn({ ...call, provider: 'https://b.example' }),
    );
  });
});

describe('tokens', () => {
  const claim = (name: string, ...scopes: string[]) => ({
    name,
    limits: scopes.map((scope) => ({ scope, perSecond: 10 })),
  });
  const names = (claims: { name: string }[]) => claims.map(({ name }) => name);

  test('are wanted once for each call, in one order', () => {
    expect(tokensWanted([claim('1', 'b', 'a'), claim('2', 'b')])).toEqual([
      { scope: 'a', count: 1, perSecond: 10 },
      { scope: 'b', count: 2, perSecond: 10 },
    ]);
  });

  test('go to what comes first, and what falls under no limit needs none', () => {
    const claims = [claim('1', 'sms'), claim('2', 'sms'), claim('3'), claim('4', 'email')];
    const { affordable, waiting } = spendTokens(
      claims,
      new Map([
        ['sms', 1],
        ['email', 1],
      ]),
    );
    expect(names(affordable)).toEqual(['1', '3', '4']);
    expect(names(waiting)).toEqual(['2']);
  });

  test('are not spent on what cannot leave whole', () => {
    const claims = [claim('both', 'sms', 'email'), claim('text', 'sms')];
    const { affordable, waiting } = spendTokens(
      claims,
      new Map([
        ['sms', 1],
        ['email', 0],
      ]),
    );
    expect(names(affordable)).toEqual(['text']);
    expect(names(waiting)).toEqual(['both']);
  });

  test('of a whole second are enough for a turn that makes more calls than that', () => {
    const limits = Array.from({ length: 5 }, () => ({ scope: 'sms', perSecond: 2 }));
    expect(tokensWanted([{ limits }])).toEqual([{ scope: 'sms', count: 2, perSecond: 2 }]);
    expect(spendTokens([{ limits }], new Map([['sms', 2]])).affordable).toHaveLength(1);
    expect(spendTokens([{ limits }], new Map([['sms', 1]])).affordable).toEqual([]);
  });
});

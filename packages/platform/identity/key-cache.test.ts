import { beforeEach, describe, expect, it } from 'vitest';
import { createKeyCache, type KeyCache } from './key-cache.ts';
import type { Principal } from './principal.ts';

const principal = (id: string) =>
  ({ tenantId: 'tenant', actor: { type: 'key', id, name: id }, via: 'key' }) as Principal;

describe('the cache of verified keys', () => {
  let nowMs = 0;
  let verifications = 0;
  let cache: KeyCache;

  const ask = (hash: string, answer: Principal | null = principal(hash)) =>
    cache.principalOf(hash, async () => {
      verifications += 1;
      return answer;
    });

  beforeEach(() => {
    nowMs = 0;
    verifications = 0;
    cache = createKeyCache({ ttlMs: 5_000, capacity: 2, now: () => nowMs });
  });

  it('verifies a key once for all requests of its time', async () => {
    await ask('a');
    nowMs = 4_999;
    expect(await ask('a')).toEqual(principal('a'));
    expect(verifications).toBe(1);
  });

  it('verifies again when the time is over', async () => {
    await ask('a');
    nowMs = 5_000;
    await ask('a');
    expect(verifications).toBe(2);
  });

  it('verifies once for requests that arrive together', async () => {
    const answers = await Promise.all([ask('a'), ask('a'), ask('a')]);
    expect(answers).toEqual([principal('a'), principal('a'), principal('a')]);
    expect(verifications).toBe(1);
  });

  it('asks again after a refusal', async () => {
    expect(await ask('a', null)).toBeNull();
    expect(await ask('a')).toEqual(principal('a'));
  });

  it('asks again after a failure', async () => {
    await expect(cache.principalOf('a', () => Promise.reject(new Error('down')))).rejects.toThrow('down');
    expect(await ask('a')).toEqual(principal('a'));
  });

  it('forgets a revoked key at once and keeps the others', async () => {
    await ask('a');
    await ask('b');
    cache.revoke('a');
    expect(await ask('a', null)).toBeNull();
    await ask('b');
    expect(verifications).toBe(3);
  });

  it('does not remember what was verified while a key was being revoked', async () => {
    const started = Promise.withResolvers<Principal | null>();
    const first = cache.principalOf('a', () => started.promise);
    cache.revoke('a');
    const second = ask('a', null);
    started.resolve(principal('a'));
    await first;
    expect(await second).toBeNull();
    expect(await ask('a', null)).toBeNull();
  });

  it('holds no more keys than it may', async () => {
    for (const hash of ['a', 'b', 'c']) await ask(hash);
    await ask('b');
    await ask('c');
    expect(verifications).toBe(3);
    await ask('a');
    expect(verifications).toBe(4);
  });
});

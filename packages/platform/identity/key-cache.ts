import type { Principal } from './principal.ts';

interface KeyCacheOptions {
  /** How long a key that was revoked by another process may still be accepted here. */
  ttlMs: number;
  /** How many keys are remembered; the one remembered longest makes room. */
  capacity: number;
  /** Real time in ms, monotonic. */
  now?: () => number;
}

export interface KeyCache {
  /** The principal of a key, by the key's hash; `verify` is asked once for all who wait for the same key. */
  principalOf(hash: string, verify: () => Promise<Principal | null>): Promise<Principal | null>;
  /** Takes effect at once: neither a remembered key nor a verification under way survives it. */
  revoke(keyId: string): void;
}

/**
 * Remembers verified keys for a moment, because Better Auth reads once and writes twice to verify one. Refusals are
 * not remembered: a key made a moment ago must work, and a stranger's guesses must not fill the memory.
 */
export function createKeyCache({ ttlMs, capacity, now = () => performance.now() }: KeyCacheOptions): KeyCache {
  const known = new Map<string, { principal: Principal; until: number }>();
  const underWay = new Map<string, Promise<Principal | null>>();
  let revocations = 0;

  async function load(hash: string, verify: () => Promise<Principal | null>): Promise<Principal | null> {
    const until = now() + ttlMs;
    const revocationsBefore = revocations;
    const principal = await verify();
    if (principal !== null && revocations === revocationsBefore) {
      const [oldest] = known.keys();
      if (known.size >= capacity && oldest !== undefined) known.delete(oldest);
      known.set(hash, { principal, until });
    }
    return principal;
  }

  return {
    principalOf(hash, verify) {
      const entry = known.get(hash);
      if (entry !== undefined && now() < entry.until) return Promise.resolve(entry.principal);
      known.delete(hash);
      const shared = underWay.get(hash);
      if (shared !== undefined) return shared;
      const loading: Promise<Principal | null> = load(hash, verify).finally(() => {
        if (underWay.get(hash) === loading) underWay.delete(hash);
      });
      underWay.set(hash, loading);
      return loading;
    },
    revoke(keyId) {
      revocations += 1;
      underWay.clear();
      for (const [hash, { principal }] of known) if (principal.actor.id === keyId) known.delete(hash);
    },
  };
}

import type { TenantId } from '@belfry/kernel/ids';
import type pg from 'pg';
import type { Notices } from './notices.ts';

/** The channel on which processes hear of changes. */
export const CHANGE_CHANNEL = 'belfry_change';

/** Something that somebody may be looking at has changed; a hint to read it again, no more. */
export interface Change {
  /** null: whatever the tenant. */
  tenantId: TenantId | null;
  topic: string;
  id?: string | undefined;
}

export interface ChangeFeed {
  publish(change: Change): void;
  subscribe(tenantId: TenantId, listener: (change: Change) => void): () => void;
  /** Everybody should read everything again. */
  announceGap(): void;
  /** Tells what it has gathered; what is published from then on is dropped. */
  close(): Promise<void>;
}

/** Something may have been missed. */
const gap: Change = { tenantId: null, topic: '*' };
const gatherMs = 50;
/** After it could not be told. */
const againMs = 1_000;
const mostAtOnce = 200;

/**
 * Carries changes to the readers of all processes. They are gathered for a moment and sent apart from the transactions
 * that made them: a NOTIFY in a transaction would make all commits of the database queue for one lock.
 */
export function createChangeFeed(pool: pg.Pool, notices: Notices, onError: (error: unknown) => void): ChangeFeed {
  const subscribers = new Set<{ tenantId: TenantId; listener: (change: Change) => void }>();
  const gathered = new Map<string, Change>();
  let timer: NodeJS.Timeout | undefined;
  let isClosed = false;

  notices.on(CHANGE_CHANNEL, (payload) => {
    // Whoever may connect may notify: what is not ours must not end the process.
    try {
      deliver(JSON.parse(payload) as Change);
    } catch (error) {
      onError(error);
    }
  });

  function deliver(change: Change): void {
    for (const { tenantId, listener } of subscribers) {
      if (change.tenantId === null || change.tenantId === tenantId) listener(change);
    }
  }

  function gather(change: Change): void {
    gathered.set(JSON.stringify(change), change);
  }

  async function flush(): Promise<void> {
    timer = undefined;
    const payloads = [...gathered.keys()];
    gathered.clear();
    try {
      await pool.query('SELECT pg_notify($1, payload) FROM unnest($2::text[]) AS payload', [CHANGE_CHANNEL, payloads]);
    } catch (error) {
      onError(error);
      // Whose they were is of no account by then: all read again, once it can be said.
      gather(gap);
      if (!isClosed) timer ??= setTimeout(flush, againMs);
    }
  }

  return {
    publish({ tenantId, topic, id }) {
      if (isClosed) return;
      // Under load readers are told the topic alone: they read their page again, not each row.
      const change = gathered.size < mostAtOnce ? { tenantId, topic, ...(id ? { id } : {}) } : { tenantId, topic };
      gather(change);
      timer ??= setTimeout(flush, gatherMs);
    },
    subscribe(tenantId, listener) {
      const subscriber = { tenantId, listener };
      subscribers.add(subscriber);
      return () => subscribers.delete(subscriber);
    },
    announceGap: () => deliver(gap),
    async close() {
      isClosed = true;
      if (timer === undefined) return;
      clearTimeout(timer);
      await flush();
    },
  };
}

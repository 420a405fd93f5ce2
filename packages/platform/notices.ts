import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';

/** Listens on a connection of its own, outside of every pool: NOTIFY does not pass a transaction pool. */
export interface Notices {
  on(channel: string, listener: (payload: string) => void): void;
  close(): Promise<void>;
}

interface NoticesOptions {
  /** A direct URL. */
  url: string;
  channels: readonly string[];
  /** After the connection was lost and restored: anything may have been missed. */
  onGap(): void;
  onError(error: unknown): void;
}

const reconnectMs = 500;

/**
 * Hears PostgreSQL's NOTIFY, and connects again for as long as it takes. Notices are hints: nothing may depend on one.
 * @throws where the first connection fails; nothing of it is left behind then
 */
export async function listenToNotices(options: NoticesOptions): Promise<Notices> {
  const listeners = new Map<string, ((payload: string) => void)[]>();
  const closing = new AbortController();

  /** @param onLost is called once, when a connection that did listen has ended */
  async function connect(onLost: () => void): Promise<pg.Client> {
    const client = new pg.Client({
      connectionString: options.url,
      application_name: 'belfry:notices',
      keepAlive: true,
    });
    client.on('error', () => {});
    client.on('notification', ({ channel, payload }) => {
      for (const listener of listeners.get(channel) ?? []) listener(payload ?? '');
    });
    try {
      await client.connect();
      for (const channel of options.channels) await client.query(`LISTEN ${pg.escapeIdentifier(channel)}`);
    } catch (error) {
      await client.end().catch(() => {});
      throw error;
    }
    client.once('end', onLost);
    return client;
  }

  /** The connection to close at the end; while there is none, the attempts to get one. */
  let current: Promise<pg.Client | null>;
  const reconnect = () => {
    if (!closing.signal.aborted) current = connectAgain();
  };

  async function connectAgain(): Promise<pg.Client | null> {
    while (!closing.signal.aborted) {
      await delay(reconnectMs, undefined, { signal: closing.signal }).catch(() => {});
      if (closing.signal.aborted) break;
      try {
        const client = await connect(reconnect);
        options.onGap();
        return client;
      } catch (error) {
        options.onError(error);
      }
    }
    return null;
  }

  current = Promise.resolve(await connect(reconnect));
  return {
    on(channel, listener) {
      listeners.set(channel, [...(listeners.get(channel) ?? []), listener]);
    },
    async close() {
      closing.abort();
      await (await current)?.end();
    },
  };
}

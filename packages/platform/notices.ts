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
  /** Real milliseconds. */
  askEveryMs?: number;
  answerWithinMs?: number;
}

const reconnectMs = 500;
/**
 * A connection over which nothing is asked can be dead for hours before anybody hears of it: a firewall has forgotten it,
 * or its server was cut off. So it is asked now and then, and one that does not answer in time is given up.
 */
const usual = { askEveryMs: 10_000, answerWithinMs: 5_000 };

/**
 * Hears PostgreSQL's NOTIFY, and connects again for as long as it takes. Notices are hints: nothing may depend on one.
 * @throws where the first connection fails; nothing of it is left behind then
 */
export async function listenToNotices(given: NoticesOptions): Promise<Notices> {
  const options = { ...usual, ...given };
  const listeners = new Map<string, ((payload: string) => void)[]>();
  const closing = new AbortController();

  /** @param onLost is called once, when a connection that did listen has ended */
  async function connect(onLost: () => void): Promise<pg.Client> {
    const client = new pg.Client({
      connectionString: options.url,
      application_name: 'belfry:notices',
      keepAlive: true,
      connectionTimeoutMillis: options.answerWithinMs,
      query_timeout: options.answerWithinMs,
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
    const asking = setInterval(() => {
      client.query('SELECT 1').catch(() => client.end());
    }, options.askEveryMs).unref();
    client.once('end', () => {
      clearInterval(asking);
      onLost();
    });
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

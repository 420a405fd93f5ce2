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

/** Hears PostgreSQL's NOTIFY, and connects again for as long as it takes. Notices are hints: nothing may depend on one. */
export async function listenToNotices(options: NoticesOptions): Promise<Notices> {
  const listeners = new Map<string, ((payload: string) => void)[]>();
  let client: pg.Client | null = null;
  let isClosed = false;
  let timer: NodeJS.Timeout | undefined;

  async function connect(): Promise<void> {
    const fresh = new pg.Client({ connectionString: options.url, application_name: 'belfry:notices', keepAlive: true });
    fresh.on('error', lost);
    fresh.on('end', lost);
    fresh.on('notification', ({ channel, payload }) => {
      for (const listener of listeners.get(channel) ?? []) listener(payload ?? '');
    });
    await fresh.connect();
    for (const channel of options.channels) await fresh.query(`LISTEN ${pg.escapeIdentifier(channel)}`);
    client = fresh;
  }

  function lost(): void {
    client = null;
    if (isClosed || timer) return;
    timer = setTimeout(() => {
      timer = undefined;
      connect().then(options.onGap, (error: unknown) => {
        options.onError(error);
        lost();
      });
    }, reconnectMs);
  }

  await connect();
  return {
    on(channel, listener) {
      listeners.set(channel, [...(listeners.get(channel) ?? []), listener]);
    },
    async close() {
      isClosed = true;
      clearTimeout(timer);
      await client?.end();
    },
  };
}

import { openDatabase } from '@belfry/platform/database';
import { testDatabase, throughPool } from '@belfry/testkit/test-database';
import { createInbox } from '../inbox/inbox.ts';
import type { ChannelUnderTest, Taken } from './describe-channel.ts';

/** The inbox on a database of its own; what "hangs" is a table that somebody else holds. */
export async function startInbox({ timeoutMs }: { timeoutMs: number }): Promise<ChannelUnderTest> {
  const template = await testDatabase();
  const database = openDatabase({ ...throughPool(template.url), poolMin: 0, poolMax: 20 });
  const pool = database.pools.engine;
  const observer = database.pools.app;
  const { channel } = createInbox({ pool, timeoutMs, onChange() {} });
  let release = async () => {};

  async function hold(): Promise<void> {
    const holder = await pool.connect();
    await holder.query('BEGIN');
    await holder.query('LOCK TABLE channels.inbox_message IN SHARE ROW EXCLUSIVE MODE');
    release = async () => {
      await holder.query('ROLLBACK');
      holder.release();
      release = async () => {};
    };
  }

  /** Statements that wait for the table. */
  async function waiting(): Promise<number> {
    const { rows } = await observer.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM pg_locks WHERE NOT granted AND relation = 'channels.inbox_message'::regclass`,
    );
    return rows[0]?.count ?? 0;
  }

  async function until(isSo: (count: number) => boolean): Promise<void> {
    while (!isSo(await waiting()));
  }

  let holding: Promise<void> = Promise.resolve();
  return {
    channel: {
      ...channel,
      async send(message, signal) {
        await holding;
        return channel.send(message, signal);
      },
    },
    address: { to: 'inbox', known: 'inbox' },
    provider: {
      next() {
        holding = hold();
      },
      async listTaken(): Promise<Taken[]> {
        await release();
        await until((count) => count === 0);
        const { rows } = await pool.query<{ text: string }>('SELECT text FROM channels.inbox_message ORDER BY text');
        return rows.map(({ text }) => ({ to: 'inbox', text }));
      },
      nextTaken: () => until((count) => count > 0),
      stop: () => template.close(),
    },
    async [Symbol.asyncDispose]() {
      await release();
      await database.close();
      await template.close();
    },
  };
}

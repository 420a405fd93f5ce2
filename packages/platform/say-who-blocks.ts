import { setTimeout as delay } from 'node:timers/promises';
import type pg from 'pg';

/** A transaction that is older than that holds others up, and more than for a moment. */
const long = '2s';
const lookEveryMs = 2000;

interface Watched {
  /** The process of the database that does the work. */
  pid: number;
  /**
   * A connection for the looks, whose transactions end with each of them: for one that stays open CREATE INDEX CONCURRENTLY might
   * come to wait itself.
   */
  connect(): Promise<pg.Client>;
  /** Called once at most, with what stands behind a colon. */
  say(who: string): void;
}

/** Does what may wait for others' transactions without an end, and says for whose as soon as it has waited for some seconds. */
export async function sayWhoBlocks<T>(watched: Watched, work: () => Promise<T>): Promise<T> {
  const over = new AbortController();
  // Whether somebody can be named is nothing that the work depends on.
  const watching = watch(watched, over.signal).catch(() => {});
  try {
    return await work();
  } finally {
    over.abort();
    await watching;
  }
}

async function watch({ pid, connect, say }: Watched, signal: AbortSignal): Promise<void> {
  await delay(lookEveryMs, undefined, { signal });
  const client = await connect();
  try {
    for (;;) {
      // When a transaction of another role began, not everybody is told.
      const isLong = `xact_start < clock_timestamp() - interval '${long}'`;
      const who = await oldest(client, `pid = ANY (pg_blocking_pids(${pid})) AND coalesce(${isLong}, true)`);
      if (who !== '') return say(who);
      await delay(lookEveryMs, undefined, { signal });
    }
  } finally {
    await client.end();
  }
}

/** Where a statement has given up waiting: who most likely stands in its way. */
export function longestTransaction(client: pg.Client): Promise<string> {
  const isOthers = `application_name <> 'belfry:migrate'`;
  return oldest(client, `xact_start < clock_timestamp() - interval '${long}' AND ${isOthers}`);
}

async function oldest(client: pg.Client, condition: string): Promise<string> {
  const { rows } = await client.query<{ pid: number; application_name: string; seconds: number | null }>(
    `SELECT pid, application_name, extract(epoch FROM clock_timestamp() - xact_start)::int AS seconds FROM pg_stat_activity
     WHERE datname = current_database() AND ${condition} ORDER BY xact_start LIMIT 1`,
  );
  const [found] = rows;
  if (!found) return '';
  const since = found.seconds === null ? 'open' : `open for ${found.seconds} s`;
  return `: process ${found.pid} of the database (${found.application_name || 'unnamed'}) has had its transaction ${since}`;
}

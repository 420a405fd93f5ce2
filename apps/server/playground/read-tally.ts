import { roleUrl } from '@belfry/platform/database';
import pg from 'pg';

export interface Tally {
  /** Texts that the phone network took from Belfry, by the network's own record. */
  messages: number;
  /** Of these, the second and further ones for the same attempt: nobody may be contacted twice for one turn. */
  twice: number;
  /** What the clock has passed without a fate: nobody took it, or nobody wrote down what became of it. */
  lost: number;
  /** Due or being sent at this very instant of the virtual clock, which waits for it. */
  underWay: number;
  /** Calls that told Belfry what became of a message. */
  callbacks: number;
  /** Of these, the second and further ones that told the same. */
  repeatedCallbacks: number;
}

interface NetworkBook {
  messages: number;
  twice: number;
  callbacks: number;
  repeated_callbacks: number;
  provider_ids: string[];
}

/** An attempt is known to the network by its callback address alone, which carries the attempt's key. */
const networkBook = `
  SELECT count(*)::int AS messages,
         (count(status_callback_url) - count(DISTINCT status_callback_url))::int AS twice,
         coalesce(array_agg(provider_id), '{}') AS provider_ids,
         (SELECT count(*)::int FROM sandbox.delivery WHERE kind = 'status-callback') AS callbacks,
         (SELECT (count(*) - count(DISTINCT (message_id, status)))::int
          FROM sandbox.delivery WHERE kind = 'status-callback') AS repeated_callbacks
  FROM sandbox.message WHERE direction = 'outbound' AND channel = 'sms'`;

interface EngineBook {
  lost: number;
  under_way: number;
  provider_ids: string[];
}

/**
 * Wake-ups that nobody has taken though their schedule wants them, and contacts of turns without an outcome. The clock
 * moves on only when all that is due has been handled, so whatever lies before it and is open has been lost.
 */
const engineBook = `
  WITH clock AS (SELECT now FROM platform.virtual_clock), open AS (
    SELECT w.due_at AS at FROM engine.wakeup w, clock
    WHERE w.due_at <= clock.now
      AND NOT EXISTS (SELECT FROM engine.turn t WHERE t.occ_id = w.occ_id AND t.seq >= w.seq)
      AND (w.seq > 0 OR EXISTS (
        SELECT FROM engine.schedule s
        WHERE s.id = w.schedule_id AND s.timing_rev = w.timing_rev
          AND s.paused_at IS NULL AND s.finished_at IS NULL AND s.deleted_at IS NULL))
    UNION ALL
    SELECT t.at FROM engine.turn t, jsonb_array_elements(t.contacts) AS c (contact)
    WHERE c.contact ->> 'address' IS NOT NULL AND NOT EXISTS (
      SELECT FROM engine.outcome o
      WHERE o.occ_id = t.occ_id AND o.seq = t.seq AND o.target = (c.contact ->> 'target')::smallint)
  )
  SELECT (count(*) FILTER (WHERE open.at < clock.now))::int AS lost,
         (count(*) FILTER (WHERE open.at >= clock.now))::int AS under_way,
         ARRAY(SELECT DISTINCT provider_id FROM engine.outcome
               WHERE status IN ('accepted', 'sent', 'delivered') AND provider_id LIKE 'SM%') AS provider_ids
  FROM clock LEFT JOIN open ON true`;

/**
 * Two books side by side that share no code: what the engine decided and wrote down, and what the phone network took.
 * What the engine calls sent and the network has never seen counts as lost as well.
 * @param databaseUrl of the owner; each book is read as the role it belongs to
 */
export async function readTally(databaseUrl: string): Promise<Tally> {
  const engine = await readBook<EngineBook>(databaseUrl, 'engine', engineBook);
  const network = await readBook<NetworkBook>(databaseUrl, 'sandbox', networkBook);
  const seen = new Set(network.provider_ids);
  return {
    messages: network.messages,
    twice: network.twice,
    lost: engine.lost + engine.provider_ids.filter((id) => !seen.has(id)).length,
    underWay: engine.under_way,
    callbacks: network.callbacks,
    repeatedCallbacks: network.repeated_callbacks,
  };
}

async function readBook<Book extends pg.QueryResultRow>(
  databaseUrl: string,
  role: 'sandbox' | 'engine',
  sql: string,
): Promise<Book> {
  const client = new pg.Client({ connectionString: roleUrl({ url: databaseUrl }, role) });
  await client.connect();
  try {
    const [book] = (await client.query<Book>(sql)).rows;
    if (!book) throw new Error(`The book of the ${role} has no row.`);
    return book;
  } finally {
    await client.end();
  }
}

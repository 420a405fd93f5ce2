import type { Tx } from '@belfry/platform/database';
import type pg from 'pg';

/** What is remembered of days longer ago may be wrong: partitions of wake-ups are dropped a week after their day. */
const memoryDays = 7;

/** Makes sure that rows have a partition to go to, and remembers which are made, so that asking costs nothing. */
export class Partitions {
  readonly #pool: pg.Pool;
  /** Days since 1970. */
  readonly #made = new Set<number>();
  /** By what is being made: who asks meanwhile waits for it, and does not ask PostgreSQL too. */
  readonly #making = new Map<string, Promise<unknown>>();

  constructor(pool: pg.Pool) {
    this.#pool = pool;
  }

  /**
   * Covers every day from `from` to `to` (UTC days), and one more to either side. Commits on a connection of its own
   * before it returns, so call it before the transaction that inserts.
   */
  async cover(from: Temporal.Instant, to: Temporal.Instant): Promise<void> {
    const last = utcDay(to);
    // Whoever asks asks to now and beyond.
    const rememberedFrom = last - memoryDays;
    const missing: number[] = [];
    for (let day = utcDay(from); day <= last; day++) {
      if (day < rememberedFrom || !this.#made.has(day)) missing.push(day);
    }
    const [start, end] = [missing[0], missing.at(-1)];
    if (start === undefined || end === undefined) return;
    await this.#ensure(dateOf(start), dateOf(end));
    for (const day of missing) this.#made.add(day);
  }

  #ensure(first: string, last: string): Promise<unknown> {
    const key = `${first} ${last}`;
    const making =
      this.#making.get(key) ??
      this.#pool
        .query('SELECT engine.ensure_partitions($1::date, $2::date)', [first, last])
        .finally(() => this.#making.delete(key));
    this.#making.set(key, making);
    return making;
  }

  /** What anything written at `now` can need: late rows of yesterday up to the horizon. */
  coverNow(now: Temporal.Instant): Promise<void> {
    return this.cover(now.subtract({ hours: 24 }), now.add({ hours: 72 }));
  }
}

/**
 * The same in a transaction that has found out only now that it needs them, which is after an outage alone: until it commits,
 * whoever else makes partitions waits.
 */
export async function coverDays(tx: Pick<Tx, 'query'>, from: Temporal.Instant, to: Temporal.Instant): Promise<void> {
  await tx.query('SELECT engine.ensure_partitions($1::date, $2::date)', [dateOf(utcDay(from)), dateOf(utcDay(to))]);
}

/**
 * Makes the months of turns and outcomes, and the years of the ledger, that local dates of these days can fall into.
 * Wake-ups need none: they wait in wakeup_far until two days before. Idempotent.
 */
export async function coverHistory(pool: pg.Pool, from: Temporal.Instant, to: Temporal.Instant): Promise<void> {
  await pool.query(
    'SELECT engine.ensure_history($1::date, $2::date)',
    [from, to].map((at) => dateOf(utcDay(at))),
  );
}

const dayMs = 86_400_000;
const epoch = new Temporal.PlainDate(1970, 1, 1);

function utcDay(instant: Temporal.Instant): number {
  return Math.floor(instant.epochMilliseconds / dayMs);
}

function dateOf(day: number): string {
  return epoch.add({ days: day }).toString();
}

import type pg from 'pg';

/** What is remembered of days longer ago may be wrong: partitions of wake-ups are dropped a week after their day. */
const memoryDays = 7;

/** Makes sure that rows have a partition to go to, and remembers which are made, so that asking costs nothing. */
export class Partitions {
  readonly #pool: pg.Pool;
  readonly #made = new Set<string>();

  constructor(pool: pg.Pool) {
    this.#pool = pool;
  }

  /**
   * Covers every day from `from` to `to` (UTC days), and one more to either side. Commits on a connection of its own
   * before it returns, so call it before the transaction that inserts.
   */
  async cover(from: Temporal.Instant, to: Temporal.Instant): Promise<void> {
    const first = utcDate(from);
    const last = utcDate(to);
    // Whoever asks asks to now and beyond.
    const rememberedFrom = last.subtract({ days: memoryDays }).toString();
    const missing = daysBetween(first, last).filter((day) => day < rememberedFrom || !this.#made.has(day));
    const [start, end] = [missing[0], missing.at(-1)];
    if (start === undefined || end === undefined) return;
    await this.#pool.query('SELECT engine.ensure_partitions($1::date, $2::date)', [start, end]);
    for (const day of missing) this.#made.add(day);
  }

  /** What anything written at `now` can need: late rows of yesterday up to the horizon. */
  coverNow(now: Temporal.Instant): Promise<void> {
    return this.cover(now.subtract({ hours: 24 }), now.add({ hours: 72 }));
  }
}

/**
 * Makes the months of turns and outcomes, and the years of the ledger, that local dates of these days can fall into.
 * Wake-ups need none: they wait in wakeup_far until two days before. Idempotent.
 */
export async function coverHistory(pool: pg.Pool, from: Temporal.Instant, to: Temporal.Instant): Promise<void> {
  await pool.query('SELECT engine.ensure_history($1::date, $2::date)', [utcDate(from), utcDate(to)].map(String));
}

function utcDate(instant: Temporal.Instant): Temporal.PlainDate {
  return instant.toZonedDateTimeISO('UTC').toPlainDate();
}

function daysBetween(first: Temporal.PlainDate, last: Temporal.PlainDate): string[] {
  const count = first.until(last, { largestUnit: 'day' }).days + 1;
  return Array.from({ length: Math.max(0, count) }, (_, index) => first.add({ days: index }).toString());
}

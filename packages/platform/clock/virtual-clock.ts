import { AppError } from '@belfry/kernel/app-error';
import { ManualClock } from '@belfry/kernel/clock';
import { compareInstants } from '@belfry/kernel/instants';
import { toMilliseconds } from '@belfry/kernel/time-zone';
import type pg from 'pg';

/** The channel on which processes hear that the shared virtual time moved. */
export const CLOCK_CHANNEL = 'belfry_clock';

/** A time that all processes share and that stands still until somebody moves it; it persists with the data. */
export class VirtualClock extends ManualClock {
  readonly #pool: pg.Pool;

  private constructor(pool: pg.Pool, now: Temporal.Instant) {
    super(now);
    this.#pool = pool;
  }

  /** The stored time, or, at the very first start, the real one. `pool` of the engine's role. */
  static async open(pool: pg.Pool): Promise<VirtualClock> {
    await pool.query(
      `INSERT INTO platform.virtual_clock (single, now) VALUES (true, date_trunc('milliseconds', clock_timestamp()))
       ON CONFLICT DO NOTHING`,
    );
    return new VirtualClock(pool, await readTime(pool));
  }

  /** Follows what another process did to it; never back, however late the answer comes. */
  async refresh(): Promise<void> {
    this.#follow(await readTime(this.#pool));
  }

  /**
   * Moves the time of all processes.
   * @throws AppError `clock.backwards` (409)
   */
  async moveTo(instant: Temporal.Instant): Promise<void> {
    const to = toMilliseconds(instant).toString();
    const { rowCount } = await this.#pool.query('UPDATE platform.virtual_clock SET now = $1 WHERE now <= $1', [to]);
    if (rowCount !== 1) {
      const message = `The virtual clock shows ${this.now().toString()} and does not go back.`;
      throw new AppError({ code: 'clock.backwards', kind: 'conflict', message });
    }
    this.#follow(Temporal.Instant.from(to));
    await this.#pool.query('SELECT pg_notify($1, $2)', [CLOCK_CHANNEL, to]);
  }

  #follow(now: Temporal.Instant): void {
    if (compareInstants(now, this.now()) > 0) this.set(now);
  }
}

/**
 * Data that has lived in a virtual future has plans and watermarks there: under the real clock nothing of it would fire
 * until the world has caught up, and nobody would be told.
 * @throws AppError `clock.virtual-future` (409)
 */
export async function requireNoVirtualFuture(pool: pg.Pool): Promise<void> {
  const { rows } = await pool.query<{ now: Temporal.Instant }>(
    `SELECT now FROM platform.virtual_clock WHERE now > clock_timestamp() + interval '1 minute'`,
  );
  if (!rows[0]) return;
  const message = `BELFRY_CLOCK is system, but this data has lived until ${rows[0].now.toString()} by the virtual clock: set BELFRY_CLOCK=virtual, or give the real clock data of its own by BELFRY_DATA or DATABASE_URL.`;
  throw new AppError({ code: 'clock.virtual-future', kind: 'conflict', message });
}

async function readTime(pool: pg.Pool): Promise<Temporal.Instant> {
  const { rows } = await pool.query<{ now: Temporal.Instant }>('SELECT now FROM platform.virtual_clock');
  if (!rows[0]) throw new Error('The virtual clock has no time.');
  return rows[0].now;
}

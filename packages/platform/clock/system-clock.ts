import type { Clock } from '@belfry/kernel/clock';
import type pg from 'pg';
import { inTransaction, type Tx } from '../database.ts';

const disciplineEveryMs = 30_000;
/** The database's instant lies anywhere within the round trip, so a reading may be wrong by half of it. */
const goodRoundTripMs = 100;
const tries = 4;

export interface RunningClock extends Clock {
  stop(): void;
}

export interface Reading {
  /** What to add to `performance.now()`. */
  offsetMs: number;
  roundTripMs: number;
}

/** The reading that counts, and how long the round trip of one that takes its place may be. */
export interface KeptReading extends Reading {
  believesMs: number;
}

/**
 * The time of the database, carried on by this process's monotonic clock: a process whose own clock is an hour off
 * decides nothing by it. The two are compared again every half minute; half the round trip is taken off.
 */
export async function startSystemClock(pool: pg.Pool, onError: (error: unknown) => void): Promise<RunningClock> {
  let kept = keep(await readDatabase(pool));
  const timer = setInterval(() => {
    readDatabase(pool).then((reading) => {
      kept = nextReading(kept, reading);
    }, onError);
  }, disciplineEveryMs).unref();
  const toInstant = millisecondInstants();
  return {
    mode: 'system',
    now: () => toInstant(performance.now() + kept.offsetMs),
    stop: () => clearInterval(timer),
  };
}

/** Each is made once: dozens are asked for in a millisecond, and to make one takes longer than to say which it is. */
export function millisecondInstants(): (epochMs: number) => Temporal.Instant {
  let last = Temporal.Instant.fromEpochMilliseconds(0);
  return (epochMs) => {
    const ms = Math.floor(epochMs);
    if (ms !== last.epochMilliseconds) last = Temporal.Instant.fromEpochMilliseconds(ms);
    return last;
  };
}

/**
 * What counts after another reading. One that took long, as under load, is passed over; but each that is passed over lets the
 * next take twice as long, for a database that is far away from now on must be followed too.
 */
export function nextReading(kept: KeptReading, reading: Reading): KeptReading {
  return reading.roundTripMs <= kept.believesMs ? keep(reading) : { ...kept, believesMs: kept.believesMs * 2 };
}

function keep(reading: Reading): KeptReading {
  return { ...reading, believesMs: Math.max(goodRoundTripMs, reading.roundTripMs) };
}

/**
 * The best of a few, or the first good one. In a transaction, which has its connection before the first is asked for: to wait
 * for one, at the pool or at PgBouncer, is no part of the round trip.
 */
function readDatabase(pool: pg.Pool): Promise<Reading> {
  return inTransaction(pool, async (tx) => {
    let best = await readOnce(tx);
    for (let i = 1; i < tries && best.roundTripMs > goodRoundTripMs; i++) {
      const reading = await readOnce(tx);
      if (reading.roundTripMs < best.roundTripMs) best = reading;
    }
    return best;
  });
}

async function readOnce(tx: Tx): Promise<Reading> {
  const startedAtMs = performance.now();
  const { rows } = await tx.query<{ ms: number }>('SELECT extract(epoch FROM clock_timestamp())::float8 * 1000 AS ms');
  const endedAtMs = performance.now();
  return {
    offsetMs: (rows[0]?.ms ?? Date.now()) - (startedAtMs + endedAtMs) / 2,
    roundTripMs: endedAtMs - startedAtMs,
  };
}

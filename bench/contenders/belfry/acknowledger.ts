import { randomInt } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { addEngineRoutes, callEndsWithinMs, formatOccurrenceId, Partitions } from '@belfry/engine/module';
import { ManualClock } from '@belfry/kernel/clock';
import { noFaults } from '@belfry/kernel/fault';
import type { TenantId } from '@belfry/kernel/ids';
import { openDatabase } from '@belfry/platform/database';
import { createHttpServer, type HttpServer } from '@belfry/platform/http/server';
import { createLogger } from '@belfry/platform/logger';
import { createMetrics } from '@belfry/platform/metrics';
import { Turns } from '@belfry/platform/turns';
import type pg from 'pg';
import { monotonicMs, type Worker } from '../../measure/contender.ts';
import { pieceOfUuid, tenantId } from './ids.ts';
import { allStepsDueAt } from './load-escalations.ts';

const publicUrl = 'https://belfry.example.com';
const providerTimeoutMs = 10_000;

interface Answer {
  piece: number;
  occurrenceId: string;
  /** Since the start. */
  atMs: number;
}

/**
 * A process of the role `api`: every second piece is acknowledged by its route, at an instant of `given.windowMs` drawn
 * by lot, or soon after it has fired where that is later. What it notes of each is when the 200 came and how long that took.
 */
export const worker: Worker = {
  async prepare({ databaseUrl, given: { windowMs = '' }, handled }) {
    const database = openDatabase({ url: databaseUrl, poolMin: 5, poolMax: 20 });
    const app = await serveActions(database.pools.app);
    const answers = drawAnswers(await readOccurrences(database.pools.engine), Number(windowMs));
    const turns = new Turns(mostAtOnce);
    const fired = new Fired(database.pools.engine);

    async function acknowledge({ piece, occurrenceId }: Answer): Promise<void> {
      await fired.seen(occurrenceId);
      for (;;) {
        const { statusCode, body, answeredAtMs, tookMs } = await turns.take(() => ask(occurrenceId));
        if (statusCode === 200) return note(piece, body, answeredAtMs, tookMs);
        if (statusCode !== 409) throw new Error(`An acknowledgement was answered ${statusCode}: ${body}`);
        await delay(lookEveryMs);
      }
    }

    async function ask(occurrenceId: string) {
      const askedAtMs = monotonicMs();
      const { statusCode, body } = await app.inject({
        method: 'POST',
        url: `/v1/occurrences/${occurrenceId}/acknowledge`,
        headers: { authorization: 'Bearer bench' },
      });
      const answeredAtMs = monotonicMs();
      return { statusCode, body, answeredAtMs, tookMs: answeredAtMs - askedAtMs };
    }

    function note(piece: number, body: string, answeredAtMs: number, tookMs: number): void {
      const { couldNotStop } = JSON.parse(body) as { couldNotStop: unknown[] };
      // What it names may leave: of this one nothing was promised.
      handled(piece, couldNotStop.length > 0 ? Number.POSITIVE_INFINITY : answeredAtMs, tookMs);
    }

    return {
      async go() {
        const beganAtMs = monotonicMs();
        const given: Promise<void>[] = [];
        // One timer at a time: 30,000 at once took as long as 3,000 answers.
        for (const answer of answers) {
          const earlyMs = beganAtMs + answer.atMs - monotonicMs();
          if (earlyMs >= 1) await delay(earlyMs);
          given.push(acknowledge(answer));
        }
        await Promise.all(given);
      },
      async stop() {
        fired.stop();
        await app.close();
        await database.close();
      },
    };
  },
};

/** People see what has reached them soon, and not at once. */
const lookEveryMs = 250;

/** Nobody answers what has not reached them: whose time has come is let go when it has fired, as one statement tells of all. */
class Fired {
  readonly #waiting = new Map<string, () => void>();
  readonly #pool: pg.Pool;
  readonly #timer: NodeJS.Timeout;
  #isLooking = false;

  constructor(pool: pg.Pool) {
    this.#pool = pool;
    this.#timer = setInterval(() => void this.#look(), lookEveryMs);
  }

  seen(occurrenceId: string): Promise<void> {
    return new Promise((resolve) => this.#waiting.set(occurrenceId.split('_').at(-1) ?? '', resolve));
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  async #look(): Promise<void> {
    if (this.#isLooking || this.#waiting.size === 0) return;
    this.#isLooking = true;
    const { rows } = await this.#pool.query<{ id: string }>(
      `SELECT replace(occ_id::text, '-', '') AS id FROM engine.open_occurrence WHERE occ_id = ANY($1::uuid[])`,
      [[...this.#waiting.keys()]],
    );
    for (const { id } of rows) {
      this.#waiting.get(id)?.();
      this.#waiting.delete(id);
    }
    this.#isLooking = false;
  }
}

/** As many as the pool has connections; more would only wait for one another. */
const mostAtOnce = 20;

async function readOccurrences(pool: pg.Pool): Promise<Omit<Answer, 'atMs'>[]> {
  const { rows } = await pool.query<{ day: string; occ_id: string; schedule_id: string }>(
    `SELECT day, occ_id, schedule_id FROM engine.wakeup WHERE seq = 0`,
  );
  return rows.map(({ day, occ_id, schedule_id }) => ({
    piece: pieceOfUuid(schedule_id),
    occurrenceId: formatOccurrenceId(day, occ_id as Parameters<typeof formatOccurrenceId>[1]),
  }));
}

function drawAnswers(occurrences: readonly Omit<Answer, 'atMs'>[], windowMs: number): Answer[] {
  return occurrences
    .filter(({ piece }) => isAnswered(piece))
    .map((occurrence) => ({ ...occurrence, atMs: randomInt(Math.max(1, Math.round(windowMs))) }))
    .sort((a, b) => a.atMs - b.atMs);
}

const isAnswered = (piece: number) => piece % 2 === 1;

async function serveActions(pool: pg.Pool): Promise<HttpServer> {
  const app = await createHttpServer({
    logger: createLogger({ level: 'error' }),
    authenticate: async () => ({
      tenantId: tenantId as TenantId,
      actor: { type: 'key', id: 'bench', name: 'Bench' },
      via: 'key',
    }),
    publicUrl,
    metrics: createMetrics(),
    healthChecks: [],
  });
  addEngineRoutes(app, {
    pool,
    clock: new ManualClock(allStepsDueAt),
    partitions: new Partitions(pool),
    fault: noFaults,
    drainWithinMs: callEndsWithinMs(providerTimeoutMs) + 500,
    onChange() {},
    canSend: () => true,
    onDue() {},
  });
  await app.ready();
  return app;
}

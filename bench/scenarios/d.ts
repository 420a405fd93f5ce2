import { setTimeout as delay } from 'node:timers/promises';
import type pg from 'pg';
import { loadPlans, planningAt } from '../contenders/belfry/load-plans.ts';
import type { Bench } from '../measure/bench.ts';
import type { Scenario } from '../measure/scenario.ts';
import { startWorkers } from '../measure/start-workers.ts';
import { spreadOf } from '../measure/statistics.ts';
import { copyIn, copyOut } from '../servers/copy-rows.ts';
import { withClient } from '../servers/with-client.ts';

const plans = { name: 'plans', loadedAs: 'plans', load: loadPlans };

/** The planner as the engine runs it, beside polls and audits that find nothing; then COPY of the very rows it made. */
export const d: Scenario = {
  name: 'D',
  title: 'planning 1,000,000 daily and annual schedules in 400 zones for 48 h, beside COPY of the same rows',
  target: 0.3,
  unit: 'rows/s',
  async run(bench) {
    const count = bench.sizeOf(10_000, 1_000_000);
    const planned: number[] = [];
    const copied: number[] = [];
    let made = 0;
    for (let run = 0; run < bench.runs; run++) {
      await using database = await bench.databases.copy(plans, count);
      const { url } = database;
      await withClient(url, async (client) => {
        const seconds = await plan(bench, client, url, count);
        made = await requireEachPlanned(client, count);
        planned.push(made / seconds);
        copied.push(made / (await copySame(client)));
      });
      bench.say(
        `run ${run + 1}: ${made} rows, planned ${planned.at(-1)?.toFixed(0)}/s, copied ${copied.at(-1)?.toFixed(0)}/s`,
      );
    }
    await bench.databases.forget(plans, count);
    return {
      ours: { name: 'belfry', isDurable: true, rate: spreadOf(planned) },
      others: [{ name: 'COPY', isDurable: true, rate: spreadOf(copied) }],
      notes: [`${made.toLocaleString('en')} wake-ups of ${count.toLocaleString('en')} schedules, half of them annual.`],
      demands: [],
    };
  },
};

/** @returns seconds, from idle processes until the last shard is planned */
async function plan({ processes }: Bench, client: pg.Client, databaseUrl: string, count: number): Promise<number> {
  using workers = await startWorkers({
    workerModule: import.meta.resolve('../contenders/belfry/worker.ts'),
    databaseUrl,
    given: { channel: 'no-op', clock: `at ${planningAt}` },
    processes,
    count,
  });
  const began = performance.now();
  workers.go();
  while (await hasShardToPlan(client)) {
    workers.handled();
    await delay(10);
  }
  const seconds = (performance.now() - began) / 1000;
  await workers.stop();
  return seconds;
}

async function hasShardToPlan(client: pg.Client): Promise<boolean> {
  const { rowCount } = await client.query(
    `SELECT FROM engine.shard WHERE planned_until < $1::timestamptz + interval '48 h' LIMIT 1`,
    [planningAt],
  );
  return rowCount !== 0;
}

/**
 * Every daily schedule on two days; clocks that change may make it one or three. And each birthday that is near, once.
 * @returns how many wake-ups there are
 */
async function requireEachPlanned(client: pg.Client, count: number): Promise<number> {
  const { rows } = await client.query<Planned>(
    `WITH planned AS (
       SELECT s.id, s.kind, count(*)::int AS n FROM engine.wakeup w JOIN engine.schedule s ON s.id = w.schedule_id
       GROUP BY s.id, s.kind)
     SELECT sum(n)::int AS made, count(*) FILTER (WHERE kind = 'reminder')::int AS daily,
       min(n) FILTER (WHERE kind = 'reminder') AS least, max(n) FILTER (WHERE kind = 'reminder') AS most,
       count(*) FILTER (WHERE kind = 'birthday' AND n > 1)::int AS doubled,
       (SELECT count(*)::int FROM (${birthdaysNear}) near
         WHERE NOT EXISTS (SELECT FROM planned WHERE planned.id = near.id)) AS forgotten
     FROM planned`,
    [planningAt],
  );
  const [found] = rows;
  const isComplete = found?.daily === Math.ceil(count / 2) && found.least >= 1 && found.most <= 3;
  if (isComplete && found.doubled === 0 && found.forgotten === 0) return found.made;
  throw new Error(`Of ${count} schedules were planned: ${JSON.stringify(found)}.`);
}

interface Planned {
  made: number;
  /** Schedules with any, and how many of each. */
  daily: number;
  least: number;
  most: number;
  /** Birthdays. */
  doubled: number;
  forgotten: number;
}

/** In PostgreSQL's arithmetic, which is not the planner's. */
const birthdaysNear = `SELECT s.id FROM engine.schedule s JOIN people.person p ON p.id = s.person_id,
    generate_series(0, 1) AS years,
    LATERAL (SELECT (p.birth_date + (extract(year FROM $1::timestamptz)::int - extract(year FROM p.birth_date)::int + years)
      * interval '1 year' + s.local_time::time) AT TIME ZONE p.time_zone AS due_at) d
  WHERE s.kind = 'birthday' AND due_at > $1::timestamptz AND due_at <= $1::timestamptz + interval '48 h'`;

const columns =
  'shard, lane, due_at, occ_id, seq, timing_rev, tenant_id, schedule_id, person_id, slot, day, kind, inserted_xid';

/** In the order in which they stand, into partitions and indexes like theirs. */
async function copySame(client: pg.Client): Promise<number> {
  await client.query(`CREATE TABLE ceiling (LIKE engine.wakeup INCLUDING ALL) PARTITION BY RANGE (due_at)`);
  for (let day = -2; day <= 4; day++) {
    await client.query(
      `DO $$ DECLARE day timestamptz := '${planningAt.slice(0, 10)}Z'::timestamptz + ${day} * interval '1 day'; BEGIN
         EXECUTE format('CREATE TABLE %I PARTITION OF ceiling FOR VALUES FROM (%L) TO (%L)',
           'ceiling_' || ${day + 2}, day, day + interval '1 day'); END $$`,
    );
  }
  await using rows = await copyOut(client, `SELECT ${columns} FROM engine.wakeup`);
  return await copyIn(client, `ceiling (${columns})`, rows);
}

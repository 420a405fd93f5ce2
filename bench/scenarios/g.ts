import type { TenantId } from '@belfry/kernel/ids';
import { inTenant, openDatabase } from '@belfry/platform/database';
import type pg from 'pg';
import { tenantId } from '../contenders/belfry/ids.ts';
import { intoMigrated } from '../contenders/belfry/load-reminders.ts';
import type { Bench } from '../measure/bench.ts';
import type { Scenario } from '../measure/scenario.ts';
import { percentile, spreadOf } from '../measure/statistics.ts';
import { copyIn } from '../servers/copy-rows.ts';
import { withClient } from '../servers/with-client.ts';

const batchSize = 10_000;
const traces = 1000;
const payload = { field: 'phone', value: '+15550100', confidence: 0.93 };
const migrated = { name: 'migrated', loadedAs: 'migrated', load: (url: string) => intoMigrated(url, async () => {}) };

/** By the functions that any program may call in SQL, in the application's role, a commit for each batch and each emit. */
export const g: Scenario = {
  name: 'G',
  title: 'event log: batches of 10,000 beside COPY; single emits on 1,000 traces beside INSERT and COMMIT',
  target: 0.5,
  unit: 'events/s',
  async run(bench) {
    const batches = bench.isFull ? 100 : 3;
    const [ours, copied]: [number[], number[]] = [[], []];
    const emits: Singles = { ours: [], bare: [] };
    for (let run = 0; run < bench.runs; run++) {
      await using database = await bench.databases.copy(migrated, 1);
      const one = await measure(bench, database.url, batches);
      ours.push(one.ours);
      copied.push(one.copied);
      emits.ours.push(...one.emits.ours);
      emits.bare.push(...one.emits.bare);
    }
    return {
      ours: { name: 'belfry, batches', isDurable: true, rate: spreadOf(ours) },
      others: [{ name: 'COPY', isDurable: true, rate: spreadOf(copied) }],
      notes: [describe('A single emit', emits.ours), describe('A bare INSERT and COMMIT', emits.bare)],
      demands: [],
    };
  },
};

interface Singles {
  ours: number[];
  bare: number[];
}

async function measure(bench: Bench, url: string, batches: number) {
  const database = openDatabase({ url, poolMin: 0, poolMax: 4 });
  const { app } = database.pools;
  try {
    return await withClient(url, async (client) => {
      await makeTwin(client);
      const ours = (batches * batchSize) / (await timed(batches, (n) => appendBatch(app, n)));
      await requireGapless(client, batches);
      let seconds = 0;
      for (let n = 0; n < batches; n++) seconds += await copyIn(client, `twin (${twinColumns})`, rowsOf(n));
      const copied = (batches * batchSize) / seconds;
      bench.say(`appended ${ours.toFixed(0)}/s, copied ${copied.toFixed(0)}/s`);
      return { ours, copied, emits: await measureSingles(app, client) };
    });
  } finally {
    await database.close();
  }
}

/** @returns seconds */
async function timed(times: number, body: (n: number) => Promise<unknown>): Promise<number> {
  const began = performance.now();
  for (let n = 0; n < times; n++) await body(n);
  return (performance.now() - began) / 1000;
}

const traceOf = (i: number) => `call-${i % traces}`;
const inOurs = <T>(pool: pg.Pool, body: Parameters<typeof inTenant<T>>[2]) =>
  inTenant(pool, tenantId as TenantId, body);

/** Events of a thousand calls mixed, as they come out of a queue; with ids, so that a batch may be sent again. */
function appendBatch(pool: pg.Pool, n: number): Promise<unknown> {
  const each = Array.from({ length: batchSize }, (_, i) => i);
  return inOurs(pool, (tx) =>
    tx.query({
      name: 'append',
      text: 'SELECT count(*) FROM eventlog.append_events($1, $2, $3, $4)',
      values: [
        each.map(traceOf),
        each.map(() => 'objective.captured'),
        JSON.stringify(each.map(() => payload)),
        each.map((i) => `event-${n}-${i}`),
      ],
    }),
  );
}

async function requireGapless(client: pg.Client, batches: number): Promise<void> {
  const { rows } = await client.query<{ traces: number; events: number; gapless: boolean }>(
    `SELECT count(*)::int AS traces, sum(n)::int AS events, bool_and(n = last AND first = 1) AS gapless
     FROM (SELECT count(*) AS n, max(sequence) AS last, min(sequence) AS first FROM eventlog.event GROUP BY trace_id) t`,
  );
  const [found] = rows;
  if (found?.traces === traces && found.events === batches * batchSize && found.gapless) return;
  throw new Error(`The log holds ${JSON.stringify(found)}.`);
}

/** A table with the log's columns, keys and indexes, and none of its promises. */
async function makeTwin(client: pg.Client): Promise<void> {
  await client.query('CREATE TABLE twin (LIKE eventlog.event INCLUDING ALL) PARTITION BY RANGE (month)');
  await client.query(
    `DO $$ DECLARE first date := date_trunc('month', now()); BEGIN
       EXECUTE format('CREATE TABLE twin_now PARTITION OF twin FOR VALUES FROM (%L) TO (%L)', first, first + interval '1 month');
     END $$`,
  );
}

const twinColumns = 'tenant_id, trace_id, sequence, month, id, type, version, at, payload';

/** In COPY's text form. */
function rowsOf(n: number): string {
  const at = new Date().toISOString();
  const month = `${at.slice(0, 7)}-01`;
  const rows = Array.from({ length: batchSize }, (_, i) => {
    const sequence = n * (batchSize / traces) + Math.floor(i / traces) + 1;
    const columns = [tenantId, traceOf(i), sequence, month, `event-${n}-${i}`, 'objective.captured', 1, at];
    return `${columns.join('\t')}\t${JSON.stringify(payload)}\n`;
  });
  return rows.join('');
}

/** In turn, one after the other, so that whatever the disk does meets both. */
async function measureSingles(app: pg.Pool, client: pg.Client): Promise<Singles> {
  const singles: Singles = { ours: [], bare: [] };
  for (let i = 0; i < traces; i++) {
    singles.ours.push(1000 * (await timed(1, () => emit(app, i))));
    singles.bare.push(1000 * (await timed(1, () => insert(client, i))));
  }
  return singles;
}

function emit(pool: pg.Pool, i: number): Promise<unknown> {
  const text = `SELECT eventlog.emit_event($1, 'objective.captured', $2)`;
  return inOurs(pool, (tx) => tx.query({ name: 'emit', text, values: [traceOf(i), JSON.stringify(payload)] }));
}

async function insert(client: pg.Client, i: number): Promise<void> {
  await client.query('BEGIN');
  await client.query({
    name: 'insert',
    text: `INSERT INTO twin (${twinColumns})
      VALUES ($1, $2, 1000000, date_trunc('month', now()), gen_random_uuid()::text, 'objective.captured', 1, now(), $3)`,
    values: [tenantId, traceOf(i), JSON.stringify(payload)],
  });
  await client.query('COMMIT');
}

function describe(what: string, samples: readonly number[]): string {
  const [p50, p95] = [50, 95].map((percent) => percentile(samples, percent).toFixed(2));
  return `${what}: p50 ${p50}, p95 ${p95} ms over ${samples.length.toLocaleString('en')}.`;
}

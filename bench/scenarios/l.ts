import { startBelfry } from '@belfry/testkit/belfry-process';
import { Pool } from 'undici';
import { startBareRoute } from '../contenders/api/start-bare-route.ts';
import { intoMigrated } from '../contenders/belfry/load-reminders.ts';
import type { Bench } from '../measure/bench.ts';
import type { Measured, Scenario } from '../measure/scenario.ts';
import { percentile, spreadOf } from '../measure/statistics.ts';

const atOnce = 64;
/** What the system before this one created on two cores (systems/greetings.md). */
const predecessorPerSecond = 578;
const migrated = { name: 'migrated', loadedAs: 'migrated', load: (url: string) => intoMigrated(url, async () => {}) };

/** People created by POST /v1/people of the whole program, beside a route that inserts a row and does nothing else. */
export const l: Scenario = {
  name: 'L',
  title: `people created over the API, ${atOnce} at once, beside a bare route that inserts a row`,
  target: 0.3,
  unit: 'rows/s',
  async run(bench) {
    const count = bench.sizeOf(2000, 20_000);
    const sides: Side[] = [
      { name: 'belfry', measure: (url) => ofBelfry(url, count, false), rates: [], tookMs: [] },
      { name: 'belfry, with greetings', measure: (url) => ofBelfry(url, count, true), rates: [], tookMs: [] },
      { name: 'a bare route', measure: (url) => ofBareRoute(url, count), rates: [], tookMs: [] },
    ];
    for (let run = 0; run < bench.runs; run++) {
      for (const side of run % 2 === 0 ? sides : sides.toReversed()) await measure(bench, side, run);
    }
    const [ours, greeted, bare] = sides.map(measuredOf);
    if (!ours || !greeted || !bare) throw new Error('There are three sides.');
    const times = (one: Measured) => (one.rate.median / predecessorPerSecond).toFixed(1);
    return {
      ours,
      others: [bare],
      notes: [
        ...sides.map(({ name, tookMs }) => `${name}: p50 ${at(tookMs, 50)}, p95 ${at(tookMs, 95)} ms.`),
        `${times(ours)} × the ${predecessorPerSecond}/s of the system before; with greetings ${times(greeted)} × (${Math.round(greeted.rate.median)}/s).`,
      ],
      demands: [],
    };
  },
};

interface Side {
  name: string;
  measure(databaseUrl: string): Promise<Driven>;
  rates: number[];
  tookMs: number[];
}

interface Driven {
  perSecond: number;
  tookMs: number[];
}

async function measure({ databases, say }: Bench, side: Side, run: number): Promise<void> {
  await using database = await databases.copy(migrated, 1);
  const { perSecond, tookMs } = await side.measure(database.url);
  side.rates.push(perSecond);
  side.tookMs.push(...tookMs);
  say(`run ${run + 1}, ${side.name}: ${perSecond.toFixed(0)}/s, p95 ${at(tookMs, 95)} ms`);
}

const measuredOf = ({ name, rates }: Side): Measured => ({ name, isDurable: true, rate: spreadOf(rates) });
const at = (samples: readonly number[], percent: number) => percentile(samples, percent).toFixed(1);

async function ofBelfry(databaseUrl: string, count: number, isGreeted: boolean): Promise<Driven> {
  await using belfry = await startBelfry({ databaseUrl, clock: 'system', env: { DB_POOL_MAX: '10' } });
  if (isGreeted) await belfry.must('PUT', '/v1/greetings/settings', {});
  return await drive(belfry.base, belfry.key, count);
}

async function ofBareRoute(databaseUrl: string, count: number): Promise<Driven> {
  await using route = await startBareRoute(databaseUrl);
  return await drive(route.base, 'none', count);
}

/** The first tenth warms both up and is not counted. */
async function drive(base: string, key: string, count: number): Promise<Driven> {
  const pool = new Pool(base, { connections: atOnce });
  try {
    await send(pool, key, { from: 0, to: Math.ceil(count / 10) });
    const began = performance.now();
    const tookMs = await send(pool, key, { from: Math.ceil(count / 10), to: count + Math.ceil(count / 10) });
    return { perSecond: (count * 1000) / (performance.now() - began), tookMs };
  } finally {
    await pool.close();
  }
}

async function send(pool: Pool, key: string, { from, to }: { from: number; to: number }): Promise<number[]> {
  const tookMs: number[] = [];
  let next = from;
  const one = async () => {
    while (next < to) {
      const n = next++;
      const began = performance.now();
      const { statusCode, body } = await pool.request({
        ...{ method: 'POST', path: '/v1/people', body: JSON.stringify(personOf(n)) },
        headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      });
      const text = await body.text();
      if (statusCode !== 201) throw new Error(`Person ${n} was answered ${statusCode}: ${text}`);
      tookMs.push(performance.now() - began);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, one));
  return tookMs;
}

function personOf(n: number) {
  return {
    name: `Person ${n}`,
    timeZone: ['Asia/Phnom_Penh', 'Europe/London', 'America/New_York', 'Asia/Kolkata'][n % 4],
    birthDate: `19${60 + (n % 40)}-${String(1 + (n % 12)).padStart(2, '0')}-${String(1 + (n % 28)).padStart(2, '0')}`,
    contactPoints: [{ channel: 'email', address: `person${n}@example.com` }],
  };
}

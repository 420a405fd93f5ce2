import { setTimeout as delay } from 'node:timers/promises';
import { planNow } from '@belfry/engine/test/plan-now';
import { ManualClock } from '@belfry/kernel/clock';
import { openDatabase } from '@belfry/platform/database';
import type pg from 'pg';
import { channels } from '../contenders/belfry/channels.ts';
import { engineDeps } from '../contenders/belfry/engine-deps.ts';
import { loadYear } from '../contenders/belfry/load-year.ts';
import type { Bench } from '../measure/bench.ts';
import type { Measured, Scenario } from '../measure/scenario.ts';
import { spreadOf } from '../measure/statistics.ts';
import { withClient } from '../servers/with-client.ts';

/** The engine plans twice a day. */
const planningsAt = ['2027-03-01T00:00:00Z', '2027-03-01T12:00:00Z'];
/** Each is looked at from the day before its date on, half a day apart: three to five times, by how far its zone is from UTC. */
const mostReads = 6;

/** What is counted does not vary from run to run, so there is one. */
export const n: Scenario = {
  name: 'N',
  title: 'what a day of planning reads where 10,000,000 people are stored, beside a tenth of them',
  target: 0.8,
  unit: 'pages',
  async run(bench) {
    const count = bench.sizeOf(20_000, 10_000_000);
    const tenth = await planDay(bench, Math.ceil(count / 10));
    const all = await planDay(bench, count);
    return {
      ours: sideOf(all),
      others: [sideOf(tenth)],
      notes: [tenth, all].map(
        ({ stored, planned, pages, people, schedules, seconds }) =>
          `Of ${figure(stored)}, ${figure(planned)} were planned: ${figure(people)} people and ${figure(schedules)} schedules read, ${figure(pages)} pages of 8 kB, ${seconds.toFixed(1)} s.`,
      ),
      demands: [
        {
          says: `of ${figure(all.stored)} people no more than ${mostReads} × the day's ${figure(all.planned)} are read, and no table of theirs from end to end`,
          isMet: all.people <= mostReads * all.planned && all.scanned === 0,
        },
      ],
    };
  },
};

const figure = (value: number) => value.toLocaleString('en');

interface Day {
  stored: number;
  /** Whose birthday it is. */
  planned: number;
  /** Rows read, by way of an index. */
  people: number;
  schedules: number;
  /** Tables of people and schedules that were read from end to end. */
  scanned: number;
  pages: number;
  seconds: number;
}

/** A day's pages for each whom it concerns. */
const sideOf = ({ stored, planned, pages }: Day): Measured => ({
  name: `${figure(stored)} stored, pages for each greeting`,
  isDurable: true,
  rate: spreadOf([pages / planned]),
});

async function planDay({ databases, say }: Bench, stored: number): Promise<Day> {
  await using database = await databases.empty();
  await loadYear(database.url, stored, planningsAt[0] ?? '');
  say(`${figure(stored)} people loaded`);
  const before = await readCounts(database.url);
  const began = performance.now();
  for (const at of planningsAt) await planAt(database.url, at);
  const seconds = (performance.now() - began) / 1000;
  const after = await readCounts(database.url);
  const difference = (name: keyof Counts) => after[name] - before[name];
  return {
    stored,
    seconds,
    planned: difference('planned'),
    people: difference('people'),
    schedules: difference('schedules'),
    scanned: difference('scanned'),
    pages: difference('pages'),
  };
}

async function planAt(url: string, at: string): Promise<void> {
  const database = openDatabase({ url, poolMin: 0, poolMax: 5 });
  const channel = channels['no-op'];
  if (!channel) throw new Error('There is no channel no-op.');
  const clock = new ManualClock(at);
  try {
    await planNow(engineDeps({ database, clock, sms: channel({ given: {}, handled() {}, clock }) }));
  } finally {
    await database.close();
  }
}

interface Counts {
  planned: number;
  people: number;
  schedules: number;
  scanned: number;
  pages: number;
}

/** When all others have gone, for a connection tells what it has read when it ends. */
async function readCounts(url: string): Promise<Counts> {
  return await withClient(url, async (client) => {
    while (await hasOthers(client)) await delay(50);
    const { rows } = await client.query<Counts>(counts);
    if (!rows[0]) throw new Error('There are no counts.');
    return rows[0];
  });
}

async function hasOthers(client: pg.Client): Promise<boolean> {
  const { rowCount } = await client.query(
    `SELECT FROM pg_stat_activity
     WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend' LIMIT 1`,
  );
  return rowCount !== 0;
}

const counts = `SELECT (SELECT count(*)::int FROM engine.wakeup) AS planned,
    sum(idx_tup_fetch) FILTER (WHERE relname = 'person')::int AS people,
    sum(idx_tup_fetch) FILTER (WHERE relname = 'schedule')::int AS schedules,
    sum(seq_scan) FILTER (WHERE relname IN ('person', 'schedule'))::int AS scanned,
    (SELECT sum(heap_blks_read + heap_blks_hit + idx_blks_read + idx_blks_hit)::float8 FROM pg_statio_user_tables
      WHERE schemaname IN ('engine', 'people')) AS pages
  FROM pg_stat_user_tables WHERE schemaname IN ('engine', 'people')`;

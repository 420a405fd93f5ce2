import { newId } from '@belfry/kernel/ids';
import type { Tx } from '@belfry/platform/database';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { OccId } from '../domain/occurrence-id.ts';
import { unseenBy } from '../domain/unseen.ts';
import { endOf, startOf } from '../domain/wakeup-key.ts';
import { EngineFixture } from '../test/engine-fixture.ts';
import { endsBeforeEach, lastOutcome } from './chain/pg-outcomes.ts';
import { readAnswered, readChains, readHead } from './chain/pg-turns.ts';
import { readFired, readOccurrence } from './occurrences/pg-occurrences.ts';
import { readStillUnderWay, readUnderWay } from './stopping/pg-under-way.ts';
import { readUnderWayWidely } from './stopping/pg-under-way-widely.ts';
import { audit } from './wakeups/pg-audit.ts';
import { readDue } from './wakeups/pg-read-due.ts';

let belfry: EngineFixture;
let client: pg.PoolClient;
let ofTenant: pg.PoolClient;

beforeAll(async () => {
  belfry = await EngineFixture.open('2027-01-15T09:00:00Z');
  // As whoever looks after the database may do at any time: what is known to be empty is cheap to scan.
  const owner = new pg.Client({ connectionString: belfry.url });
  await owner.connect();
  await owner.query('VACUUM ANALYZE');
  await owner.end();
  client = await belfry.deps.pool.connect();
  ofTenant = await belfry.database.pools.app.connect();
});

afterAll(async () => {
  client.release();
  ofTenant.release();
  await belfry[Symbol.asyncDispose]();
});

const key = { day: '2027-01-15', occId: newId<OccId>(), seq: 1, target: 0 };
const now = Temporal.Instant.from('2027-01-15T09:00:00Z');

const unseen = unseenBy('10:20:10');
const cursor = { shard: 1, lane: 0, ...startOf(now), unseen };
const range = { shard: 1, lane: 0, from: startOf(now), to: endOf(now), unseen };

const reads: Record<string, (tx: Tx) => Promise<unknown>> = {
  'the head of a chain': (tx) => readHead(tx, key),
  chains: (tx) => readChains(tx, [key]),
  'who has been answered': (tx) => readAnswered(tx as never, [key]),
  'how attempts ended': (tx) => endsBeforeEach(tx, [key]),
  'the newest of an attempt': (tx) => lastOutcome(tx, key),
  'what is under way of an occurrence': (tx) => readUnderWay(tx, [key]),
  'what is still under way': (tx) => readStillUnderWay(tx, [key]),
  'what is under way of a person': (tx) =>
    readUnderWayWidely(tx, { tenantId: belfry.tenantId, fact: { personId: newId() }, shards: null, now }),
  'a poll': (tx) => readDue(tx as never, [{ cursor, most: 10 }], { now, mostLate: 10 }),
  'an audit': (tx) => audit(tx as never, [range], 10),
};

/** One plan for all values, as PostgreSQL may choose it from the sixth use on. */
async function planOf(client: Tx, text: string, count: number): Promise<string> {
  const values = Array.from({ length: count }, () => 'NULL').join(', ');
  // In one transaction, and so by one connection, behind a pool too.
  await client.query(`BEGIN; SET LOCAL plan_cache_mode = force_generic_plan; PREPARE one AS ${text}`);
  try {
    const { rows } = await client.query<{ 'QUERY PLAN': string }>(`EXPLAIN EXECUTE one(${values})`);
    return rows.map((row) => row['QUERY PLAN']).join('\n');
  } finally {
    await client.query('DEALLOCATE one; COMMIT');
  }
}

test.each(Object.entries(reads))('a plan that is made while nothing is stored goes by index: %s', async (_, read) => {
  const asked: { text: string; count: number }[] = [];
  const listening = {
    query(text: string, values: unknown[]) {
      asked.push({ text, count: values.length });
      return client.query(text, values);
    },
  };
  await read(listening as never);
  expect(asked.length).toBeGreaterThan(0);
  for (const { text, count } of asked) {
    const plan = await planOf(client, text, count);
    const scanned = plan.match(/Seq Scan on (turn|outcome|wakeup)\w*/g) ?? [];
    expect(scanned, plan).toEqual([]);
  }
});

const lookUps: typeof reads = {
  'an occurrence': (tx) => readOccurrence(tx, key, now),
  'those that have fired': (tx) => readFired(tx, [key], { state: undefined, limit: 1 }),
};

test.each(Object.entries(lookUps))(
  'nor does one pass through a list of its tenant to find one turn: %s',
  async (_, read) => {
    const asked: { text: string; count: number }[] = [];
    const listening = {
      query(text: string, values: unknown[]) {
        asked.push({ text, count: values.length });
        return ofTenant.query(text, values);
      },
    };
    await read(listening as never);
    for (const { text, count } of asked) {
      expect(await planOf(ofTenant, text, count)).not.toMatch(/turn_\w+_due_at_occ_id_idx/);
    }
  },
);

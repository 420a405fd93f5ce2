import pg from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { lanes } from '../../domain/lane.ts';
import { type Unseen, unseenFrom } from '../../domain/unseen.ts';
import { endOf, startOf } from '../../domain/wakeup-key.ts';
import { EngineFixture } from '../../test/engine-fixture.ts';
import { buffersOf, measureQueries } from '../../test/measure-queries.ts';
import { audit } from './pg-audit.ts';
import { type Cursor, readDue } from './pg-read-due.ts';
import { insertWakeups } from './pg-wakeups.ts';

const now = Temporal.Instant.from('2027-01-15T09:00:00Z');
const passed = Temporal.Instant.from('2027-01-15T09:00:30Z');
let belfry: EngineFixture;
let writer: pg.Client;

beforeEach(async () => {
  belfry = await EngineFixture.open(now.toString());
  writer = new pg.Client({ connectionString: belfry.url });
  await writer.connect();
});

afterEach(async () => {
  await writer.end();
  await belfry[Symbol.asyncDispose]();
});

const cursors = (unseen: Unseen): Cursor[] =>
  Array.from({ length: 64 }, (_, shard) => lanes.map((lane) => ({ shard, lane, ...startOf(passed), unseen }))).flat();
const queries = (unseen: Unseen) => cursors(unseen).map((cursor) => ({ cursor, most: 10 }));
const ranges = (unseen: Unseen) =>
  cursors(unseen).map(({ shard, lane }) => ({ shard, lane, from: startOf(passed), to: endOf(passed), unseen }));
const poll = (unseen: Unseen) => readDue(belfry.deps.pool, queries(unseen), { now, mostLate: 1000 });
const lateOccurrences = async (unseen: Unseen) => (await poll(unseen)).late.map(({ occId }) => occId);

/** What a poll and an audit look at, in pages of 8 kB. */
async function pages(unseen: Unseen): Promise<number> {
  const { pool, measured } = measureQueries(belfry.deps.pool);
  await readDue(pool, queries(unseen), { now, mostLate: 1000 });
  await audit(pool, ranges(unseen), 1000);
  return buffersOf(measured);
}

/** First wake-ups of a schedule that there is not: nothing wants them, and each has to be asked for. */
const insertMany = (client: pg.Client, count: number) =>
  client.query(
    `INSERT INTO engine.wakeup (shard, lane, due_at, occ_id, seq, timing_rev, tenant_id, schedule_id, person_id, slot, day, kind)
     SELECT i % 64, 0, timestamptz '2027-01-15 09:00:00Z', gen_random_uuid(), 0, 0, gen_random_uuid(), gen_random_uuid(),
       gen_random_uuid(), '2027-01-15#1', '2027-01-15', 'fire' FROM generate_series(1, $1::int) i`,
    [count],
  );

test('while an import is under way, what others insert is read once, and what it has inserted not before it ends', async () => {
  const { unseen: before } = await poll(unseenFrom(1n));
  const idle = await pages(before);
  await writer.query('BEGIN');
  await insertMany(writer, 5000);
  const others = new pg.Client({ connectionString: belfry.url });
  await others.connect();
  await insertMany(others, 5000);
  await others.end();
  expect(await pages(before)).toBeGreaterThan(idle + 5000);

  const { unseen } = await poll(before);
  const { rows } = await writer.query<{ xid: string }>('SELECT pg_current_xact_id()::text AS xid');
  expect(unseen.underWay).toContain(BigInt(rows[0]!.xid));
  // The control: from the oldest that is under way on, as one number says it.
  expect(await pages(unseenFrom(BigInt(rows[0]!.xid)))).toBeGreaterThan(idle + 5000);
  // Some, for whoever has ended since in another database of the server.
  expect(await pages(unseen)).toBeLessThan(idle + 1000);
  await writer.query('COMMIT');
  expect(await pages(unseen)).toBeGreaterThan(idle + 5000);
});

test('what a transaction inserted before a savepoint, within it and after it is found when it commits, and is then not again', async () => {
  await belfry.addSchedule(await belfry.addPerson({ sms: '+12025550101' }));
  const [sample] = await belfry.wakeups();
  const another = async (client: pg.Client) => {
    const occId = crypto.randomUUID();
    await insertWakeups(client, [{ ...sample!, occId: occId as never, seq: 1, kind: 'step' }], now);
    return occId;
  };
  await writer.query('BEGIN');
  const first = await another(writer);
  await writer.query('SAVEPOINT kept');
  const inner = await another(writer);
  const { unseen } = await poll(unseenFrom(1n));
  await writer.query('RELEASE SAVEPOINT kept');
  const last = await another(writer);
  await writer.query('SAVEPOINT undone');
  await another(writer);
  await writer.query('ROLLBACK TO SAVEPOINT undone');
  expect(await lateOccurrences(unseen)).toEqual([]);
  await writer.query('COMMIT');
  const found = await poll(unseen);
  expect(found.late.map(({ occId }) => occId).toSorted()).toEqual([first, inner, last].toSorted());
  expect(await lateOccurrences(found.unseen)).toEqual([]);
  // Whoever looks with several snapshots finds what any of them has not shown.
  const [old, young] = [cursors(unseen), cursors(found.unseen)].map((all) =>
    all.map((cursor) => ({ cursor, most: 10 })),
  );
  const mixed = old!.map((query, place) => (query.cursor.shard === sample!.shard ? query : young![place]!));
  expect((await readDue(belfry.deps.pool, mixed, { now, mostLate: 1000 })).late).toHaveLength(3);
});

test('whoever commits in whatever order while others poll, each row turns up once', async () => {
  await belfry.addSchedule(await belfry.addPerson({ sms: '+12025550101' }));
  const [sample] = await belfry.wakeups();
  const writers = await Promise.all(
    Array.from({ length: 6 }, async () => {
      const client = new pg.Client({ connectionString: belfry.url });
      await client.connect();
      return client;
    }),
  );
  let { unseen } = await poll(unseenFrom(1n));
  const inserted: string[] = [];
  const found: string[] = [];
  const look = async () => {
    const read = await poll(unseen);
    found.push(...read.late.map(({ occId }) => occId));
    unseen = read.unseen;
  };
  // Each begins one behind the other, and ends in another order.
  for (let round = 0; round < 36; round++) {
    const client = writers[(round * 5) % writers.length]!;
    const isOpen = (
      await client.query<{ open: boolean }>('SELECT pg_current_xact_id_if_assigned() IS NOT NULL AS open')
    ).rows[0]!;
    if (isOpen.open && round % 3 > 0) await client.query('COMMIT');
    else {
      if (!isOpen.open) await client.query('BEGIN');
      const occId = crypto.randomUUID();
      await insertWakeups(client, [{ ...sample!, occId: occId as never, seq: 1, kind: 'step' }], now);
      inserted.push(occId);
    }
    if (round % 2 === 0) await look();
  }
  for (const client of writers) await client.query('COMMIT');
  await look();
  await Promise.all(writers.map((client) => client.end()));
  expect(found.toSorted()).toEqual(inserted.toSorted());
});

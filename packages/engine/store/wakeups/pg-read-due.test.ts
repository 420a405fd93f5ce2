import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { lanes } from '../../domain/lane.ts';
import { type Unseen, unseenFrom } from '../../domain/unseen.ts';
import { afterKey, compareKeys, endOf, startOf } from '../../domain/wakeup-key.ts';
import { EngineFixture } from '../../test/engine-fixture.ts';
import { measureQueries } from '../../test/measure-queries.ts';
import { claimTurns } from '../../usecases/claiming/claim-turns.ts';
import { audit } from './pg-audit.ts';
import { rangesUntil } from './pg-pending.ts';
import { type Cursor, readDue } from './pg-read-due.ts';
import { insertWakeups } from './pg-wakeups.ts';

const now = '2027-01-15T09:00:00Z';
const instant = (text: string) => Temporal.Instant.from(text);
/** Other databases of the same server have transactions of their own under way. */
const afterAllTransactions = 1n << 60n;
let belfry: EngineFixture;

beforeAll(async () => {
  belfry = await EngineFixture.open(now);
});

afterAll(() => belfry[Symbol.asyncDispose]());

const allShards = Array.from({ length: 64 }, (_, shard) => shard);

function cursorsAt(dueAt: string, sinceXid: bigint): Cursor[] {
  return allShards.flatMap((shard) =>
    lanes.map((lane) => ({ shard, lane, ...startOf(instant(dueAt)), unseen: unseenFrom(sinceXid) })),
  );
}

/** So many of each lane. */
const queriesOf = (cursors: Cursor[], most: number) => cursors.map((cursor) => ({ cursor, most }));
const read = (cursors: Cursor[], most = 1000) =>
  readDue(belfry.deps.pool, queriesOf(cursors, most), { now: instant(now), mostLate: 1000 });

/** As the engine does it: to the last row read, and on from the snapshot. */
function advance(cursors: Cursor[], { due, unseen }: Awaited<ReturnType<typeof readDue>>): Cursor[] {
  return cursors.map((cursor) => {
    const last = due.findLast(({ shard, lane }) => shard === cursor.shard && lane === cursor.lane) ?? cursor;
    return { ...cursor, dueAt: last.dueAt, occId: last.occId, seq: last.seq, unseen };
  });
}

describe('a poll', () => {
  beforeEach(async () => {
    const ann = await belfry.addPerson({ sms: '+12025550101' });
    for (const at of ['2027-01-15T08:59:30Z', '2027-01-15T08:59:40Z', '2027-01-15T09:00:00Z', '2027-01-15T09:00:01Z'])
      await belfry.addSchedule(ann, { rule: { type: 'once', at } });
  });

  test('reads what is due behind its cursors, oldest first, and no more than it has room for', async () => {
    const cursors = cursorsAt('1970-01-01T00:00:00Z', 0n);
    const all = await read(cursors);
    const dueAts = all.due.map(({ dueAt }) => dueAt.toString());
    expect(dueAts).toEqual(dueAts.toSorted());
    expect(dueAts.at(-1)).toBe(now);
    const first = await read(cursors, 1);
    expect(new Set(first.due.map(({ shard }) => shard)).size).toBe(first.due.length);
    const rest = await read(advance(cursors, first));
    expect([...first.due, ...rest.due].toSorted(compareKeys)).toEqual(all.due);
    expect((await read(advance(cursors, all))).due).toEqual([]);
  });

  /** Inserts a wake-up, lets the cursors pass it, and commits it only then. */
  async function commitLate(): Promise<{ cursors: Cursor[]; occId: string }> {
    const [sample] = await belfry.wakeups();
    const occId = crypto.randomUUID();
    const client = new pg.Client({ connectionString: belfry.url });
    await client.connect();
    // The owner is bound by no policy; whose transaction it is makes no difference here.
    await client.query('BEGIN');
    await insertWakeups(client, [{ ...sample!, occId: occId as never, seq: 1, kind: 'step' }], instant(now));
    const before = cursorsAt('1970-01-01T00:00:00Z', 0n);
    const cursors = advance(before, await read(before));
    expect((await read(cursors)).late).not.toContainEqual(expect.objectContaining({ occId }));
    await client.query('COMMIT');
    await client.end();
    return { cursors, occId };
  }

  test('finds a row that committed after its cursor had passed it', async () => {
    const { cursors, occId } = await commitLate();
    const { due, late } = await read(cursors);
    expect(due).toEqual([]);
    // Others may be among them, as long as anybody on this server has an older transaction under way.
    expect(late).toContainEqual(expect.objectContaining({ occId }));
  });

  test('would not find it without the transaction that it looks on from', async () => {
    const { cursors } = await commitLate();
    const ignorant = cursors.map((cursor) => ({ ...cursor, unseen: unseenFrom(afterAllTransactions) }));
    expect(await read(ignorant)).toMatchObject({ late: [] });
  });
});

test('what committed late is not read again once it has a turn or is wanted no more', async () => {
  await using other = await EngineFixture.open(now);
  const ann = await other.addPerson({ sms: '+12025550101' });
  const [paused, wanted] = [await other.addSchedule(ann), await other.addSchedule(ann)];
  await other.asTenant((tx) => tx.query('UPDATE engine.schedule SET paused_at = now() WHERE id = $1', [paused.id]));
  const passed = cursorsAt('2027-01-15T09:00:30Z', 0n);
  const late = async () => {
    const found = await readDue(other.deps.pool, queriesOf(passed, 10), { now: instant(now), mostLate: 10 });
    return found.late.map(({ scheduleId }) => scheduleId);
  };
  expect(await late()).toEqual([wanted.id]);
  await other.claimDue();
  expect(await late()).toEqual([]);
});

describe('with 200,000 wake-ups stored', () => {
  beforeAll(async () => {
    const owner = new pg.Client({ connectionString: belfry.url });
    await owner.connect();
    // Past days too, whose partitions nobody has dropped yet; and behind the planned ones, the record of many turns.
    await owner.query(`SELECT engine.ensure_partitions('2026-12-01', '2027-01-18')`);
    await owner.query(
      `INSERT INTO engine.wakeup (shard, lane, due_at, occ_id, seq, timing_rev, tenant_id, schedule_id, person_id, slot, day, kind)
       SELECT i % 64, 0, timestamptz '2027-01-15 09:00:00Z' + i * interval '0.85 s', gen_random_uuid(), 0, 0,
         gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), '2027-01-15#1', '2027-01-15', 'fire'
       FROM generate_series(1, 200000) i`,
    );
    await owner.query(
      `INSERT INTO engine.turn (day, occ_id, seq, tenant_id, schedule_id, person_id, slot, kind, state, at, due_at,
         base_at, steps_taken, attempt, awaits_answer, contacts)
       SELECT date '2026-12-01' + i % 45, gen_random_uuid(), 0, gen_random_uuid(), gen_random_uuid(), gen_random_uuid(),
         '', 'fired', 'open', now(), now(), now(), 1, 0, false, '[]' FROM generate_series(1, 50000) i`,
    );
    await owner.query(
      `INSERT INTO engine.wakeup (shard, lane, due_at, occ_id, seq, timing_rev, tenant_id, schedule_id, person_id, slot, day, kind)
       SELECT i % 63, 0, timestamptz '2026-12-01 00:00:00Z' + i * interval '10 min', gen_random_uuid(), 0, 0,
         gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), '2026-12-01#1', '2026-12-01', 'fire'
       FROM generate_series(1, 6400) i`,
    );
    await owner.query(
      `INSERT INTO engine.schedule (id, tenant_id, shard, person_id, kind, title, rule, recurring, time_zone, importance,
         late_limit, created_at)
       SELECT gen_random_uuid(), gen_random_uuid(), i % 64, gen_random_uuid(), 'dose', 'Pills', '{}', true, 'UTC', 'low',
         'PT24H', now() FROM generate_series(1, 20000) i`,
    );
    await owner.query(
      `INSERT INTO engine.slot_ledger (year, schedule_id, slot)
       SELECT 2027, gen_random_uuid(), '2027-01-01#1' FROM generate_series(1, 50000) i`,
    );
    // Statistics as autovacuum leaves them; the next test but one has none.
    await owner.query('ANALYZE');
    await owner.end();
  }, 60_000);

  const xid = async () =>
    BigInt((await belfry.deps.pool.query('SELECT pg_snapshot_xmax(pg_current_snapshot())::text AS xmax')).rows[0].xmax);

  /** As if the transactions that came after all that is stored had been under way: few have inserted much before them. */
  const unseenLately = async (): Promise<Unseen> => {
    const from = await xid();
    return { underWay: [from - 1n, from - 2n], from };
  };

  test('a poll looks at a few pages for each lane of a shard, whatever else there is', async () => {
    const { pool, measured } = measureQueries(belfry.deps.pool);
    const unseen = await unseenLately();
    const cursors = cursorsAt('2027-01-15T08:59:00Z', unseen.from).map((cursor) => ({ ...cursor, unseen }));
    await readDue(pool, queriesOf(cursors, 64), { now: instant('2027-01-15T09:01:00Z'), mostLate: 64 });
    expect(measured).toMatchObject([{ seqScans: [] }]);
    expect(measured[0]!.buffers).toBeLessThan(cursors.length * 8);
  });

  test('so does the audit, for what is due and not for what is stored', async () => {
    const { pool, measured } = measureQueries(belfry.deps.pool);
    const unseen = await unseenLately();
    const [from, to] = [instant('2027-01-15T08:59:00Z'), instant('2027-01-15T09:01:00Z')];
    await audit(
      pool,
      allShards.flatMap((shard) => lanes.map((lane) => ({ shard, lane, from: startOf(from), to: endOf(to), unseen }))),
      1000,
    );
    // 71 are due, and none of them has a turn: look-ups in turn, ledger and schedule for each.
    expect(measured).toMatchObject([{ seqScans: [] }]);
    expect(measured[0]!.buffers).toBeLessThan(64 * 10 + 71 * 20);
  });

  test('a shard that has been idle costs what it costs to pass its past, unless its cursor moves on', async () => {
    const { pool, measured } = measureQueries(belfry.deps.pool);
    const sinceXid = await xid();
    for (const dueAt of ['2026-11-30T00:00:00Z', '2027-01-14T12:00:00Z']) {
      const idle = cursorsAt(dueAt, sinceXid).filter(({ shard }) => shard === 63);
      // As far as the latest cursor everybody looks for late rows.
      idle.push(...cursorsAt('2027-01-14T12:00:00Z', sinceXid).filter(({ shard }) => shard === 62));
      await readDue(pool, queriesOf(idle, 64), { now: instant(now), mostLate: 64 });
    }
    const [fromTheBeginning, fromTheWatermark] = measured;
    expect(fromTheBeginning!.buffers).toBeGreaterThan(fromTheWatermark!.buffers + 45);
  });
});

test('a poll passes each past day once, and not for each lane, also where nothing is known of its partition yet', async () => {
  await using other = await EngineFixture.open(now);
  const owner = new pg.Client({ connectionString: other.url });
  await owner.connect();
  await owner.query(`SELECT engine.ensure_partitions('2026-12-08', '2027-01-18')`);
  await owner.query(
    `INSERT INTO engine.wakeup (shard, lane, due_at, occ_id, seq, timing_rev, tenant_id, schedule_id, person_id, slot, day, kind)
     SELECT i % 64, 0, timestamptz '2026-12-08 00:00:00Z' + i * interval '72 min', gen_random_uuid(), 0, 0,
       gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), '2026-12-08#1', '2026-12-08', 'fire'
     FROM generate_series(1, 750) i`,
  );
  const { rows } = await owner.query('SELECT pg_snapshot_xmax(pg_current_snapshot())::text AS xmax');
  await owner.end();
  const { pool, measured } = measureQueries(other.deps.pool);
  const cursors = cursorsAt('2027-01-15T08:59:00Z', BigInt(rows[0].xmax));
  const [days, pagesPerDay, pagesPerLane] = [40, 5, 4];
  await readDue(pool, queriesOf(cursors, 64), { now: instant(now), mostLate: 64 });
  await audit(
    pool,
    cursors.map(({ shard, lane, dueAt, unseen }) => ({
      shard,
      lane,
      from: startOf(dueAt),
      to: endOf(instant(now)),
      unseen,
    })),
    1000,
  );
  expect(measured).toHaveLength(2);
  for (const { buffers } of measured) expect(buffers).toBeLessThan(days * pagesPerDay + cursors.length * pagesPerLane);
});

test('the audit sees what committed behind a watermark, claimed or not, and nothing else there', async () => {
  await using other = await EngineFixture.open(now);
  const { pool } = other.deps;
  const ann = await other.addPerson({ sms: '+12025550101' });
  await other.addSchedule(ann);
  await other.claimDue();
  const [{ shard, dueAt }] = (await other.wakeups()) as [Awaited<ReturnType<typeof other.wakeups>>[number]];
  const passed = (await rangesUntil(pool, dueAt.add({ minutes: 5 }))).map((range) => ({
    ...range,
    from: startOf(dueAt.add({ minutes: 1 })),
  }));
  expect((await audit(pool, passed, 10)).unsettled).toMatchObject([{ wakeup: { shard } }]);
  await other.addSchedule(ann);
  expect((await audit(pool, passed, 10)).unclaimed).toMatchObject([{ shard, seq: 0 }]);
  const sinceThen = passed.map((range) => ({ ...range, unseen: unseenFrom(afterAllTransactions) }));
  expect(await audit(pool, sinceThen, 10)).toMatchObject({ unclaimed: [], unsettled: [] });
});

test('of what is due at one instant the audit looks only at what stands behind its key', async () => {
  await using other = await EngineFixture.open(now);
  const { pool } = other.deps;
  const ann = await other.addPerson({ sms: '+12025550101' });
  for (let i = 0; i < 5; i++) await other.addSchedule(ann, { rule: { type: 'once', at: now } });
  const rows = await other.wakeups();
  const { shard, lane } = rows[0]!;
  const unclaimedFrom = async (from: (typeof rows)[number]) => {
    const range = {
      shard,
      lane,
      from: afterKey(from),
      to: endOf(instant(now)),
      unseen: unseenFrom(afterAllTransactions),
    };
    return (await audit(pool, [range], 10)).unclaimed.map(({ occId }) => occId);
  };
  expect(await unclaimedFrom(rows[1]!)).toEqual(rows.slice(2).map(({ occId }) => occId));
  expect(await unclaimedFrom(rows[4]!)).toEqual([]);
});

test('much that stands unclaimed hides nothing from the audit that has no end', async () => {
  await using other = await EngineFixture.open('2027-01-15T08:00:00Z');
  const ann = await other.addPerson({ sms: '+12025550101' });
  const dueAts = ['2027-01-15T08:10:00Z', '2027-01-15T08:20:00Z', '2027-01-15T08:30:00Z'];
  for (const at of dueAts) await other.addSchedule(ann, { rule: { type: 'once', at } });
  const claimed = await other.addSchedule(ann, { rule: { type: 'once', at: '2027-01-15T08:40:00Z' } });
  await other.moveTo(now);
  await claimTurns(
    other.deps,
    (await other.due()).filter(({ scheduleId }) => scheduleId === claimed.id),
    10,
  );
  const report = await audit(other.deps.pool, await rangesUntil(other.deps.pool, instant(now)), 2);
  expect(report.unclaimed.map(({ dueAt }) => dueAt.toString())).toEqual(dueAts.slice(0, 2));
  expect(report.unsettled).toMatchObject([{ wakeup: { scheduleId: claimed.id } }]);
  expect(report.cutAt?.toString()).toBe(dueAts[1]);
});

test('much of one channel that has no end hides nothing of another from the audit', async () => {
  await using other = await EngineFixture.open(now);
  const ann = await other.addPerson({ sms: '+12025550101' });
  const bob = await other.addPerson({ email: 'bob@example.com' });
  for (let i = 0; i < 3; i++) await other.addSchedule(ann, { rule: { type: 'once', at: now } });
  await other.moveTo('2027-01-15T09:01:00Z');
  const { id } = await other.addSchedule(bob);
  await other.claimDue();
  const report = await audit(other.deps.pool, await rangesUntil(other.deps.pool, other.clock.now()), 2);
  expect(report.unsettled.map(({ contact }) => contact.channel).toSorted()).toEqual(['email', 'sms', 'sms']);
  expect(report.unsettled.find(({ contact }) => contact.channel === 'email')).toMatchObject({
    wakeup: { scheduleId: id },
  });
  expect(report.cutAt?.toString()).toBe(now);
});

test('the audit names each open contact of a turn by itself', async () => {
  await using other = await EngineFixture.open(now);
  const ann = await other.addPerson({ sms: '+12025550101' });
  const nobody = await other.addPerson({ name: 'Nobody' });
  const bob = await other.addPerson({ name: 'Bob', sms: '+12025550102' });
  const targets = ['self' as const, nobody.id, bob.id].map((person) => ({ person, channels: ['sms'] }));
  const policy = await other.addPolicy([{ after: 'PT0S', targets }]);
  await other.addSchedule(ann, { policyId: policy.id });
  const [claim] = await other.claimDue();
  const open = async () => {
    const { unsettled } = await audit(other.deps.pool, await rangesUntil(other.deps.pool, instant(now)), 10);
    return unsettled.map(({ contact }) => contact.target);
  };
  expect((await open()).toSorted()).toEqual([0, 2]);
  const { sendContact } = await import('../../usecases/sending/send-contact.ts');
  await sendContact(other.deps, claim!, claim!.turn.decision.contacts[0]!);
  expect(await open()).toEqual([2]);
});

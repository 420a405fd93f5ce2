import { setImmediate as nextTurn } from 'node:timers/promises';
import { newId } from '@belfry/kernel/ids';
import { type Database, openDatabase } from '@belfry/platform/database';
import { listenToNotices } from '@belfry/platform/notices';
import { throughPool } from '@belfry/testkit/test-database';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { unseenFrom } from '../../domain/unseen.ts';
import { movePlannedUntil } from '../../store/planning/pg-plan.ts';
import type { AuditReport } from '../../store/wakeups/pg-audit.ts';
import { leaseSeconds, moveWatermarks, renewLeases, SHARD_CHANNEL, takeLeases } from '../../store/wakeups/pg-shards.ts';
import { EngineFixture } from '../../test/engine-fixture.ts';
import { Leases } from './hold-leases.ts';

const now = '2027-01-15T09:00:00Z';
const minutesLater = (minutes: number) => Temporal.Instant.from(now).add({ minutes });
let belfry: EngineFixture;
let owner: pg.Client;
let others: Database[];

beforeEach(async () => {
  // Renewals come when the test says so; in the database leases still run on real time.
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] });
  belfry = await EngineFixture.open(now);
  owner = new pg.Client({ connectionString: belfry.url });
  await owner.connect();
  others = [];
});

afterEach(async () => {
  vi.useRealTimers();
  await owner.end();
  for (const other of others) await other.close();
  await belfry[Symbol.asyncDispose]();
});

async function startProcess(instance: string = newId()): Promise<Leases> {
  const database = openDatabase({ ...throughPool(belfry.url), poolMin: 0, poolMax: 2 });
  others.push(database);
  const leases = new Leases(belfry.depsOf(database), { id: instance, bootId: newId() });
  await leases.start();
  return leases;
}

const aliveSince = async (when: Date) =>
  (await owner.query('SELECT count(*)::int FROM engine.node WHERE seen_at > $1', [when])).rows[0].count;
const databaseNow = async () => (await owner.query('SELECT clock_timestamp() AS now')).rows[0].now;

/** The timers of so many processes come round, which then hold so many shards each. */
async function renew(processes: number, expected: [Leases, number][]): Promise<void> {
  const before = await databaseNow();
  const allReported = async () => expect(await aliveSince(before)).toBe(processes);
  let hasReported = false;
  // A renewal that is still under way lets the next one pass.
  while (!hasReported) {
    await vi.advanceTimersByTimeAsync((leaseSeconds * 1000) / 3);
    hasReported = await vi.waitFor(allReported).then(
      () => true,
      () => false,
    );
  }
  await vi.waitFor(() => {
    expect(expected.map(([leases]) => shardsOf(leases).length)).toEqual(expected.map(([, count]) => count));
  }, 5000);
}

const shardsOf = (leases: Leases) => leases.all().map(({ shard }) => shard);
const since = (xid: bigint) => ({ unseen: unseenFrom(xid), lookFor: unseenFrom(xid) });
const nothingRead = { handled: [], isFull: false, readUntil: null };
const nothingOpen = (xid: bigint): AuditReport => ({
  unclaimed: [],
  unsettled: [],
  unseen: unseenFrom(xid),
  cutAt: null,
});

async function die(instance: string): Promise<void> {
  await owner.query(`UPDATE engine.shard SET expires_at = now() - interval '1 ms' WHERE starts_with(owner, $1)`, [
    instance,
  ]);
  await owner.query(`UPDATE engine.node SET seen_at = now() - interval '16 s' WHERE starts_with(id, $1)`, [instance]);
}

describe('leases', () => {
  test('of one process are all shards, of two half of them each, and of one again all', async () => {
    const first = await startProcess();
    expect(shardsOf(first)).toHaveLength(64);
    const second = await startProcess();
    // First the one gives back, then the other takes.
    await renew(2, [[first, 32]]);
    await renew(2, [
      [first, 32],
      [second, 32],
    ]);
    expect(new Set([...shardsOf(first), ...shardsOf(second)]).size).toBe(64);
    await second.stop();
    await renew(1, [[first, 64]]);
    await first.stop();
  });

  test('of one that stops, or has to give some back, are taken as soon as the others hear of it', async () => {
    const engines: Leases[] = [];
    await using own = new AsyncDisposableStack();
    const notices = await listenToNotices({
      url: belfry.url,
      channels: [SHARD_CHANNEL],
      onGap() {},
      onError(error) {
        throw error;
      },
    });
    own.defer(() => notices.close());
    notices.on(SHARD_CHANNEL, () => {
      for (const one of engines) one.takeSoon();
    });
    const counts = () => engines.map((one) => shardsOf(one).length).toSorted((a, b) => a - b);
    const held = (shares: number[]) => vi.waitFor(() => expect(counts()).toEqual(shares), 5000);
    for (let count = 0; count < 3; count++) engines.push(await startProcess());
    // Nobody's renewal comes round any more.
    vi.clearAllTimers();
    await held([0, 0, 64]);
    engines[0]?.takeSoon();
    // Which of the two comes first is open.
    await held([20, 22, 22]);
    await engines.shift()?.stop();
    await held([32, 32]);
    await engines.shift()?.stop();
    await held([64]);
  });

  test('of a process that was killed are taken over when they end, and it trusts none of them any longer', async () => {
    const killed = newId();
    const first = await startProcess(killed);
    vi.clearAllTimers();
    const second = await startProcess();
    await renew(1, [[second, 0]]);
    await die(killed);
    await renew(1, [[second, 64]]);
    await vi.advanceTimersByTimeAsync(leaseSeconds * 1000);
    expect(shardsOf(first)).toEqual([]);
  });

  test('of a process that starts again on the same data are taken at once', async () => {
    const instance = newId();
    await startProcess(instance);
    vi.clearAllTimers();
    expect(shardsOf(await startProcess(instance))).toHaveLength(64);
  });

  test('of a process that starts again are its own, whoever else hears that they are free', async () => {
    const [instance, other] = [newId(), await startProcess()];
    await startProcess(instance);
    await renew(2, [[other, 32]]);
    vi.clearAllTimers();
    let again: Leases | null = null;
    const starting = startProcess(instance).then((leases) => {
      again = leases;
      return leases;
    });
    while (!again) {
      other.takeSoon();
      await nextTurn();
    }
    expect(shardsOf(await starting)).toHaveLength(32);
  });

  test('that are given back are for those alone who have less than their share', async () => {
    const [first, second] = [await startProcess(), await startProcess()];
    vi.clearAllTimers();
    first.takeSoon();
    await vi.waitFor(() => expect(shardsOf(first)).toHaveLength(32), 5000);
    const before = await databaseNow();
    first.takeSoon('');
    second.takeSoon('');
    await vi.waitFor(() => expect(shardsOf(second)).toHaveLength(32), 5000);
    expect(await aliveSince(before)).toBe(1);
  });

  test('that stand in a name which does not know of them run out instead of being renewed for ever', async () => {
    await takeLeases(belfry.deps.pool, 'a', 64);
    await owner.query(`UPDATE engine.shard SET expires_at = now() + interval '5 s'`);
    expect(await renewLeases(belfry.deps.pool, 'a', [1, 2])).toEqual(new Set([1, 2]));
    const { rows } = await owner.query(
      `SELECT id FROM engine.shard WHERE expires_at > now() + interval '6 s' ORDER BY id`,
    );
    expect(rows).toEqual([{ id: 1 }, { id: 2 }]);
  });

  test('are renewed while watermarks move, and neither waits for the other in vain', async () => {
    const leases = await takeLeases(belfry.deps.pool, 'a', 64);
    const shards = leases.map(({ shard }) => shard);
    const rounds = Array.from({ length: 60 }, (_, i) => [
      renewLeases(belfry.deps.pool, 'a', shards),
      moveWatermarks(
        belfry.deps.pool,
        leases.toReversed().map((lease) => ({ ...lease, watermark: { at: minutesLater(i), xid: BigInt(i) } })),
      ),
    ]);
    await Promise.all(rounds.flat());
  });
});

describe('a fence', () => {
  test('that is old moves neither watermark nor plan', async () => {
    const [old] = await takeLeases(belfry.deps.pool, 'a', 1);
    await owner.query(`UPDATE engine.shard SET expires_at = '-infinity'`);
    const [taken] = await takeLeases(belfry.deps.pool, 'b', 1);
    expect(taken?.shard).toBe(old?.shard);
    const marks = async () =>
      (await owner.query('SELECT watermark, planned_until FROM engine.shard WHERE id = $1', [taken!.shard])).rows[0];
    const before = await marks();
    const to = { at: minutesLater(1), xid: 7n };
    await moveWatermarks(belfry.deps.pool, [{ ...old!, watermark: to }]);
    const moved = await belfry.asEngine((tx) => movePlannedUntil(tx, old!.shard, old!.fence, minutesLater(1)));
    expect(moved).toBe(false);
    expect(await marks()).toEqual(before);
    // The control: the same with the fence that holds.
    await moveWatermarks(belfry.deps.pool, [{ ...taken!, watermark: to }]);
    expect(await belfry.asEngine((tx) => movePlannedUntil(tx, taken!.shard, taken!.fence, minutesLater(1)))).toBe(true);
    expect(await marks()).not.toEqual(before);
  });

  test('does not let a watermark move back', async () => {
    const [lease] = await takeLeases(belfry.deps.pool, 'a', 1);
    for (const minutes of [5, 3])
      await moveWatermarks(belfry.deps.pool, [{ ...lease!, watermark: { at: minutesLater(minutes), xid: 7n } }]);
    const { rows } = await belfry.deps.pool.query('SELECT watermark FROM engine.shard WHERE id = $1', [lease!.shard]);
    expect(rows[0].watermark.toString()).toBe(minutesLater(5).toString());
  });
});

describe('the watermark of an idle shard', () => {
  test('follows the time that has been read, and the cursor follows it', async () => {
    const leases = await startProcess();
    for (const lane of leases.lanes()) leases.advance(lane, { ...nothingRead, readUntil: minutesLater(2) }, since(90n));
    const ranges = leases.ranges();
    expect(new Set(ranges.map(({ to }) => to.dueAt.toString()))).toEqual(new Set([minutesLater(2).toString()]));
    await leases.moveWatermarks(ranges, nothingOpen(80n));
    for (const lane of leases.lanes()) leases.advance(lane, nothingRead, since(91n));
    for (const { cursor } of leases.lanes()) {
      expect(cursor.dueAt.toString()).toBe(minutesLater(2).toString());
      // What committed behind the watermark after the audit's snapshot has not been read.
      expect(cursor.unseen).toEqual(unseenFrom(80n));
    }
    await leases.stop();
    expect((await startProcess()).ranges()[0]).toMatchObject({ unseen: unseenFrom(80n) });
  });

  test('an empty read alone moves no cursor, and what is left over keeps its transaction in sight', async () => {
    const leases = await startProcess();
    const before = leases.lanes();
    for (const lane of before) leases.advance(lane, nothingRead, { ...since(1n), lookFor: null });
    expect(leases.lanes()).toEqual(before);
    expect(leases.ranges().map(({ to }) => to.dueAt)).toEqual(before.map(({ cursor }) => cursor.dueAt));
  });
});

import pg from 'pg';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { EngineFixture } from '../../test/engine-fixture.ts';
import { dropPartitions } from '../../usecases/running/drop-partitions.ts';
import { pendingWork } from '../../usecases/running/settlement.ts';
import { renumberRestored } from './pg-restored.ts';

let belfry: EngineFixture;

beforeEach(async () => {
  belfry = await EngineFixture.open('2027-01-15T09:00:00Z');
});

afterEach(() => belfry[Symbol.asyncDispose]());

async function asOwner(statement: string): Promise<void> {
  const owner = new pg.Client({ connectionString: belfry.url });
  await owner.connect();
  await owner.query(statement);
  await owner.end();
}

/** As in a dump of a cluster that had seen a billion transactions more. */
const restore = () =>
  asOwner(`UPDATE engine.wakeup SET inserted_xid = inserted_xid + 1000000000;
    UPDATE engine.shard SET watermark_xid = watermark_xid + 1000000000`);

/** What each poll and audit reads behind the cursors. */
async function behind(): Promise<number> {
  const { rows } = await belfry.deps.pool.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM engine.wakeup WHERE inserted_xid >= (SELECT min(watermark_xid) FROM engine.shard)`,
  );
  return rows[0]!.count;
}

/** Runs the engine until all that is due has been dealt with, the watermarks have passed it, and what comes is planned. */
async function live(): Promise<void> {
  const engine = await belfry.startEngine();
  await vi.waitFor(
    async () => {
      expect(await pendingWork(belfry.deps, belfry.clock.now())).toEqual([]);
      const { rows } = await belfry.deps.pool.query(
        'SELECT FROM engine.shard WHERE least(watermark, planned_until) < $1 OR watermark_xid < 2',
        [belfry.clock.now().toString()],
      );
      expect(rows).toEqual([]);
      // Not at once, where a transaction is under way in another database of the server.
      expect(await behind()).toBe(0);
    },
    { timeout: 30_000, interval: 50 },
  );
  await engine.stop();
}

const once = (at: string) => ({ rule: { type: 'once' as const, at } });
const titles = () => belfry.sms.sent.map(({ text }) => /Pill \w/.exec(text)?.[0]).toSorted();

test('a dump in a younger cluster: nothing is lost or doubled, polls read little again, and its partitions go', async () => {
  const ann = await belfry.addPerson({ sms: '+12025550101' });
  for (const name of 'ABC') await belfry.addSchedule(ann, { title: `Pill ${name}` });
  await belfry.addSchedule(ann, { title: 'Pill D', ...once('2027-01-15T09:30:00Z') });
  await live();
  // Committed behind the watermark, and the process is gone before it has seen it.
  await belfry.addSchedule(ann, { title: 'Pill E', ...once('2027-01-15T08:59:00Z') });
  await restore();
  // By a command, before anything has been started.
  await belfry.addSchedule(ann, { title: 'Pill F', ...once('2027-01-15T08:59:30Z') });

  expect(await renumberRestored(belfry.url)).toBe(5);
  expect(await behind()).toBe(2);
  expect(await renumberRestored(belfry.url)).toBe(0);
  await live();
  expect(titles()).toEqual(['Pill A', 'Pill B', 'Pill C', 'Pill E', 'Pill F']);
  await belfry.moveTo('2027-01-15T09:30:00Z');
  await live();
  expect(titles()).toEqual(['Pill A', 'Pill B', 'Pill C', 'Pill D', 'Pill E', 'Pill F']);

  await belfry.moveTo('2027-01-25T09:00:00Z');
  await live();
  const { dropped } = await dropPartitions(belfry.url, {
    now: belfry.clock.now(),
    retentionMonths: 3,
    onError: expect.unreachable,
  });
  expect(dropped.map(({ name }) => name)).toContain('wakeup_20270115');
}, 60_000);

test('restored once before, with watermarks that have come down to this cluster’s: all behind them is looked at once more', async () => {
  const ann = await belfry.addPerson({ sms: '+12025550101' });
  await belfry.addSchedule(ann, { title: 'Pill A' });
  await live();
  await belfry.addSchedule(ann, { title: 'Pill B', ...once('2027-01-15T08:59:00Z') });
  await asOwner('UPDATE engine.wakeup SET inserted_xid = inserted_xid + 1000000000');

  expect(await renumberRestored(belfry.url)).toBe(2);
  await live();
  expect(titles()).toEqual(['Pill A', 'Pill B']);
}, 60_000);

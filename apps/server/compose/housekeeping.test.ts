import { Partitions } from '@belfry/engine/module';
import { ManualClock } from '@belfry/kernel/clock';
import { openDatabase } from '@belfry/platform/database';
import { createSealer } from '@belfry/platform/sealer';
import { testDatabase, throughPool } from '@belfry/testkit/test-database';
import { expect, onTestFinished, test } from 'vitest';
import { clearAway, startHousekeeping } from './housekeeping.ts';

/** Nothing waits for anything before May, of which January, April and May stand. */
async function settledInMay() {
  const { url, close } = await testDatabase();
  onTestFinished(close);
  const database = openDatabase({ ...throughPool(url), poolMin: 0, poolMax: 2 });
  onTestFinished(() => database.close());
  const enginePool = database.pools.engine;
  const clock = new ManualClock('2027-05-02T09:00:00Z');
  const partitions = new Partitions(enginePool);
  const january = Temporal.Instant.from('2027-01-15T00:00:00Z');
  await partitions.cover(january, january);
  await partitions.coverNow(clock.now());
  await enginePool.query(
    `UPDATE engine.shard SET watermark = $1, planned_until = $1, watermark_xid = pg_current_xact_id()::text::bigint`,
    [clock.now().toString()],
  );
  const months = async () => {
    const { rows } = await enginePool.query<{ name: string }>(
      `SELECT inhrelid::regclass::text AS name FROM pg_inherits WHERE inhparent = 'engine.turn'::regclass ORDER BY 1`,
    );
    return rows.map(({ name }) => name);
  };
  const errors: unknown[] = [];
  const sealer = createSealer('contact settings', { secret: 'a secret of this installation', previous: [] });
  const options = { enginePool, ownerUrl: url, clock, sealer, onError: (error: unknown) => errors.push(error) };
  return { options, clock, months, errors };
}

const all = ['engine.turn_202701', 'engine.turn_202704', 'engine.turn_202705'];

test('a round drops what has had its time, keeps the rest, and one that fails holds up no other', async () => {
  const { options, months, errors } = await settledInMay();
  const { ownerUrl } = options;
  await clearAway({ ...options, retentionMonths: 0 });
  expect(await months()).toEqual(all);
  await clearAway({ ...options, retentionMonths: 3, ownerUrl: ownerUrl.replace('127.0.0.1', '127.0.0.1:1') });
  expect([await months(), errors.length]).toEqual([all, 1]);
  await clearAway({ ...options, retentionMonths: 3 });
  expect([await months(), errors.length]).toEqual([all.slice(1), 1]);
});

test('a virtual clock that has moved by a day has a round of its own', async () => {
  const { options, clock, months, errors } = await settledInMay();
  const housekeeping = startHousekeeping({ ...options, retentionMonths: 3 });
  onTestFinished(() => housekeeping.stop());
  clock.set('2027-05-03T08:59:59Z');
  housekeeping.clockMoved();
  await housekeeping.stop();
  expect(await months()).toEqual(all);
  clock.set('2027-05-03T09:00:00Z');
  housekeeping.clockMoved();
  await housekeeping.stop();
  expect([await months(), errors]).toEqual([all.slice(1), []]);
});

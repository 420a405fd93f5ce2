import { Partitions } from '@belfry/engine/module';
import { ManualClock } from '@belfry/kernel/clock';
import { openDatabase } from '@belfry/platform/database';
import { createSealer } from '@belfry/platform/sealer';
import { testDatabase, throughPool } from '@belfry/testkit/test-database';
import { expect, onTestFinished, test } from 'vitest';
import { clearAway } from './housekeeping.ts';

test('a round drops what has had its time, keeps the rest, and one that fails holds up no other', async () => {
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
  const all = ['engine.turn_202701', 'engine.turn_202704', 'engine.turn_202705'];

  await clearAway({ ...options, retentionMonths: 0 });
  expect(await months()).toEqual(all);
  await clearAway({ ...options, retentionMonths: 3, ownerUrl: url.replace('127.0.0.1', '127.0.0.1:1') });
  expect([await months(), errors.length]).toEqual([all, 1]);
  await clearAway({ ...options, retentionMonths: 3 });
  expect([await months(), errors.length]).toEqual([all.slice(1), 1]);
});

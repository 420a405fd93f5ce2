import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Partitions } from '@belfry/engine/module';
import { ensureGreetings } from '@belfry/greetings/module';
import { newId, type TenantId } from '@belfry/kernel/ids';
import { importPeople, readRows } from '@belfry/people/module';
import { VirtualClock } from '@belfry/platform/clock/virtual-clock';
import { parseConfig } from '@belfry/platform/config';
import { inTenant } from '@belfry/platform/database';
import { createSealer } from '@belfry/platform/sealer';
import { databaseEnv, testDatabase } from '@belfry/testkit/test-database';
import { expect, onTestFinished, test } from 'vitest';
import { keepAdded } from '../compose/keep-people.ts';
import { withDatabase } from './with-database.ts';

/** Nine in Phnom Penh on the third: 50 hours after it has begun, and 48 after it has gone on. */
const begins = Temporal.Instant.from('2031-05-01T00:00:00Z');
const goesOn = begins.add({ hours: 2 });
const person = ['Ann Archer', 'Asia/Phnom_Penh', '1990-05-03'];

test('whoever a command adds after hours is planned as far ahead as the server has planned by then', async () => {
  const { url, close } = await testDatabase();
  onTestFinished(close);
  const folder = await mkdtemp(join(tmpdir(), 'belfry-command-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const config = parseConfig({ ...databaseEnv(url), BELFRY_DATA: folder, BELFRY_CLOCK: 'virtual' });
  const tenantId = newId<TenantId>();

  await withDatabase(config, async ({ database: { pools }, clock }) => {
    const ofServer = await VirtualClock.open(pools.engine);
    const move = async (to: Temporal.Instant) => {
      await ofServer.moveTo(to);
      await expect.poll(() => clock.now().toString(), { timeout: 10_000 }).toBe(to.toString());
    };
    await move(begins);
    await inTenant(pools.app, tenantId, (tx) => ensureGreetings({ tx, tenantId, now: clock.now() }));
    async function* file() {
      yield { line: 1, cells: ['name', 'timeZone', 'birthDate'] };
      yield { line: 2, cells: person };
      // Fills the first chunk.
      for (let line = 3; line <= 501; line++) yield { line, cells: ['Ben Baker', 'UTC', ''] };
      await move(goesOn);
      yield { line: 502, cells: person };
    }
    await importPeople({
      ...{ pool: pools.app, clock, sealer: createSealer('contact settings', { secret: folder, previous: [] }) },
      ...{ allowLocalHttp: false, tenantId, id: newId<string>(), isDryRun: false, fingerprint: '', read: readRows },
      ...{ existing: 'reject', actor: { type: 'key', id: 'test', name: 'Test', via: 'command line' } },
      rows: file(),
      onPersonChanged: { onAdded: keepAdded({ clock, partitions: new Partitions(pools.engine) }) },
    });
    const planned = await pools.engine.query('SELECT due_at FROM engine.wakeup');
    // The planner makes the first one’s with all that is less than 48 hours ahead.
    expect(planned.rows).toEqual([{ due_at: Temporal.Instant.from('2031-05-03T02:00:00Z') }]);
  });
});

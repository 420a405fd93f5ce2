import { randomUUID } from 'node:crypto';
import { type RunningEngine, runEngine } from '@belfry/engine/module';
import { type Clock, ManualClock } from '@belfry/kernel/clock';
import { startSystemClock } from '@belfry/platform/clock/system-clock';
import { openDatabase } from '@belfry/platform/database';
import type { Worker } from '../../measure/contender.ts';
import { channels } from './channels.ts';
import { dueAt } from './due-at.ts';
import { engineDeps } from './engine-deps.ts';

/** One process of the role `engine`. Its clock stands at `given.clock`, where not at the usual instant, or is the system's. */
export const worker: Worker = {
  async prepare(options) {
    const { databaseUrl, given } = options;
    const database = openDatabase({ url: databaseUrl, poolMin: 5, poolMax: 20 });
    const report = (error: unknown) => console.error('the clock', error);
    const clock: Clock =
      given.clock === 'system'
        ? await startSystemClock(database.pools.engine, report)
        : new ManualClock(given.clock ?? dueAt);
    const channel = channels[given.channel ?? ''];
    if (!channel) throw new Error(`There is no channel ${given.channel}.`);
    const deps = engineDeps(database, clock, channel(options));
    await deps.partitions.coverNow(clock.now());
    let engine: RunningEngine | undefined;
    return {
      async go() {
        engine = await runEngine(deps, { id: randomUUID(), bootId: randomUUID() });
      },
      async stop() {
        await engine?.stop();
        await database.close();
      },
    };
  },
};

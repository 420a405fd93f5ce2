import { randomUUID } from 'node:crypto';
import { type RunningEngine, runEngine } from '@belfry/engine/module';
import { openDatabase } from '@belfry/platform/database';
import type { Worker } from '../../measure/contender.ts';
import { channels } from './channels.ts';
import { clockFor } from './clock-for.ts';
import { dueAt } from './due-at.ts';
import { engineDeps } from './engine-deps.ts';

/** One process of the role `engine`, on the clock of `given.clock`. */
export const worker: Worker = {
  async prepare(options) {
    const { databaseUrl, given } = options;
    const database = openDatabase({ url: databaseUrl, poolMin: 5, poolMax: 20 });
    const clock = await clockFor(given.clock ?? `from ${dueAt}`, database.pools.engine);
    const channel = channels[given.channel ?? ''];
    if (!channel) throw new Error(`There is no channel ${given.channel}.`);
    const deps = engineDeps(database, clock, channel({ ...options, clock }));
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

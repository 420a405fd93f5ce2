import { randomUUID } from 'node:crypto';
import type { Channel } from '@belfry/channels';
import { Partitions, Providers, type RunningEngine, runEngine } from '@belfry/engine/module';
import { ManualClock } from '@belfry/kernel/clock';
import { noFaults } from '@belfry/kernel/fault';
import { openDatabase } from '@belfry/platform/database';
import { createSealer } from '@belfry/platform/sealer';
import type { Worker } from '../../measure/contender.ts';
import { dueAt } from './due-at.ts';

const secret = 'a secret of the bench, and of nothing else';

/** One process of the role `engine`, as apps/server composes it, with a provider that takes everything at once. */
export const worker: Worker = {
  async prepare({ databaseUrl, handled }) {
    const database = openDatabase({ url: databaseUrl, poolMin: 5, poolMax: 20 });
    const clock = new ManualClock(dueAt);
    const pool = database.pools.engine;
    const deps = {
      pool,
      clock,
      partitions: new Partitions(pool),
      channels: new Map([['sms', noOp(handled)]]),
      providers: new Providers(clock),
      rates: {},
      sealer: createSealer('contact settings', { secret, previous: [] }),
      secret,
      publicUrl: 'https://belfry.example.com',
      providerTimeoutMs: 10_000,
      fault: noFaults,
      onChange() {},
      onScheduleChange() {},
      onError(error: unknown, doing: string) {
        console.error(doing, error);
      },
      observe: { claimed() {}, outcome() {} },
    };
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

function noOp(handled: (piece: number) => void): Channel {
  return {
    name: 'sms',
    async send({ to, attemptId }) {
      handled(Number(to.slice('+1555'.length)));
      return { status: 'accepted', providerId: attemptId };
    },
  };
}

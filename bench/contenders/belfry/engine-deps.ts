import type { Channel } from '@belfry/channels';
import { type EngineDeps, Partitions, Providers } from '@belfry/engine/module';
import { authorName, greetingsAuthor } from '@belfry/greetings/module';
import type { Clock } from '@belfry/kernel/clock';
import { noFaults } from '@belfry/kernel/fault';
import type { Database } from '@belfry/platform/database';
import { createSealer } from '@belfry/platform/sealer';

const secret = 'a secret of the bench, and of nothing else';

/** What the engine takes, as apps/server composes it. */
export function engineDeps(database: Database, clock: Clock, sms: Channel): EngineDeps {
  const pool = database.pools.engine;
  return {
    pool,
    clock,
    partitions: new Partitions(pool),
    channels: new Map([['sms', sms]]),
    providers: new Providers(clock),
    rates: {},
    authors: new Map([[authorName, greetingsAuthor]]),
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
}

import type { Channel } from '@belfry/channels';
import { type EngineDeps, Partitions, Providers } from '@belfry/engine/module';
import { authorName, greetingsAuthor } from '@belfry/greetings/module';
import type { Clock } from '@belfry/kernel/clock';
import { noFaults } from '@belfry/kernel/fault';
import type { TenantId } from '@belfry/kernel/ids';
import type { Change } from '@belfry/platform/changes';
import type { Database } from '@belfry/platform/database';
import { createMetrics } from '@belfry/platform/metrics';
import { createSealer } from '@belfry/platform/sealer';
import { observeEngine } from '@belfry/server/compose/engine-metrics';

const secret = 'a secret of the bench, and of nothing else';

interface Around {
  database: Database;
  clock: Clock;
  sms: Channel;
  /** Who tells the consoles; absent: nobody. */
  publish?(change: Change): void;
}

/** What the engine takes, as apps/server composes it, with what the product does beside each message: metrics and news. */
export function engineDeps({ database, clock, sms, publish = () => {} }: Around): EngineDeps {
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
    onChange: (tenantId: TenantId, id: string) => publish({ tenantId, topic: 'occurrences', id }),
    onScheduleChange: (tenantId: TenantId, id: string) => publish({ tenantId, topic: 'schedules', id }),
    onError(error: unknown, doing: string) {
      console.error(doing, error);
    },
    observe: observeEngine(createMetrics()),
  };
}

import { type SeededRandom, seededRandom } from '@belfry/kernel/seeded-random';
import { type BelfryProcess, startBelfry } from '@belfry/testkit/belfry-process';
import { startBalancer } from '@belfry/testkit/chaos/balancer';
import { type DatabaseWire, startDatabaseWire } from '@belfry/testkit/chaos/database-wire';
import { type Disk, installDisk } from '@belfry/testkit/chaos/disk';
import { type MortalPostgres, startMortalPostgres } from '@belfry/testkit/chaos/mortal-postgres';
import type { Confirmed } from '@belfry/testkit/invariants/confirmed';
import type { Evidence } from '@belfry/testkit/invariants/invariant';
import { installWitness } from '@belfry/testkit/invariants/witness';
import { startPgBouncer } from '@belfry/testkit/pgbouncer';
import { expect, inject } from 'vitest';
import { type Reminded, settlePeople } from './people.ts';

/**
 * Two servers on a database of their own that may be killed, each by a wire that can be cut; before PgBouncer where the run
 * has one.
 */
export interface Scene extends AsyncDisposable {
  seed: number;
  random: SeededRandom;
  postgres: MortalPostgres;
  wires: readonly DatabaseWire[];
  /** May be full for `fillable`. */
  disk: Disk;
  /** Whom it strikes, and who carries on: nothing is ever asked of the first. */
  victim: BelfryProcess;
  survivor: BelfryProcess;
  reminded: readonly Reminded[];
  /** The answers that were given by API and confirmed by a 200; all others are on record. */
  confirmed: Confirmed[];
  /** When everybody is reminded, one instant for each fault. */
  dueAt: readonly Temporal.Instant[];
  /** Nobody asks the victim anything while this lasts, as a load balancer would see to it. */
  withoutVictim(body: () => Promise<void>): Promise<void>;
  /** Until this is how many of the 64 shards each server has a lease on, of those that have any. */
  untilHeld(shares: readonly number[]): Promise<void>;
  judge<T>(now: Temporal.Instant, read: (evidence: Evidence) => Promise<T>): Promise<T>;
}

/** What a claim writes, in its order, and how a call went. */
export const fillable = ['engine.slot_ledger', 'engine.turn', 'engine.wakeup', 'engine.outcome'];

const start = '2027-06-01T00:00:00Z';
const secret = 'a key of thirty-two characters or more';

/** Whatever an instant brings with it, escalations and retries, is over before the next. */
const apart = Temporal.Duration.from({ hours: 2 });

interface SceneOptions {
  people: number;
  /** How many times they are reminded. */
  times: number;
  seed: number;
}

export async function openScene({ people, times, seed }: SceneOptions): Promise<Scene> {
  await using own = new AsyncDisposableStack();
  const postgres = own.use(await startMortalPostgres());
  const servers: BelfryProcess[] = [];
  const away = new Set<BelfryProcess>();
  const balancer = own.use(
    await startBalancer(() => servers.filter((server) => !away.has(server)).map(({ base }) => base)),
  );
  const env = {
    ENCRYPTION_KEY: secret,
    BELFRY_URL: balancer.url,
    BELFRY_PROVIDER_TIMEOUT_MS: '1000',
    LOG_LEVEL: 'error',
  };
  const wires: DatabaseWire[] = [];
  const pool = inject('pgBouncer') ? own.use(await startPgBouncer({ serverUrl: postgres.url })) : null;
  for (const at of [{ at: start }, {}]) {
    const wire = own.use(await startDatabaseWire(pool?.url ?? postgres.url));
    wires.push(wire);
    const byWire = pool
      ? { databaseUrl: postgres.url, env: { ...env, DATABASE_URL_POOLED: wire.url } }
      : { databaseUrl: wire.url, env };
    servers.push(own.use(await startBelfry({ ...byWire, ...at })));
  }
  const disk = await installDisk(postgres.pool, fillable);
  const [victim, survivor] = servers;
  if (!victim || !survivor) throw new Error('There are two servers.');
  const owner = await postgres.pool.connect();
  await installWitness(owner);
  owner.release();
  const dueAt = Array.from({ length: times }, (_, n) =>
    Temporal.Instant.from(start).add({ minutes: 30 + apart.total('minutes') * n }),
  );
  const reminded = await settlePeople(survivor, people, dueAt);
  const confirmed: Confirmed[] = [];
  const opened = own.move();
  return {
    seed,
    random: seededRandom(seed),
    postgres,
    wires,
    disk,
    victim,
    survivor,
    reminded,
    confirmed,
    dueAt,
    async withoutVictim(body) {
      away.add(victim);
      await body().finally(() => away.delete(victim));
    },
    async untilHeld(wanted) {
      const shares = async () => {
        const { rows } = await postgres.pool.query<{ count: number }>(
          `SELECT count(*)::int FROM engine.shard WHERE owner IS NOT NULL AND expires_at > clock_timestamp() GROUP BY owner`,
        );
        return rows.map(({ count }) => count);
      };
      await expect.poll(shares, { timeout: 60_000, interval: 100 }).toEqual(wanted);
    },
    async judge(now, read) {
      const client = await postgres.pool.connect();
      try {
        return await read({ client, secret, now, confirmed });
      } finally {
        client.release();
      }
    },
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}

import { setTimeout as delay } from 'node:timers/promises';
import type { SeededRandom } from '@belfry/kernel/seeded-random';
import type { BelfryProcess } from '../belfry-process.ts';

export interface FaultCount {
  kills: number;
  suspensions: number;
  /** How often one server lost all its connections to the database. */
  cuts: number;
}

export interface Torment {
  /** The servers that a load balancer would take for healthy now. */
  healthy(): BelfryProcess[];
  /** How often each has happened so far, or has begun to. */
  struck(): FaultCount;
  /** Ends the torment and brings every server back. */
  end(): Promise<FaultCount>;
}

interface TormentOptions {
  servers: readonly BelfryProcess[];
  random: SeededRandom;
  /** Ends the connections that one of them has to the database, in the middle of whatever it was doing. */
  cutConnections(server: BelfryProcess): Promise<void>;
  /** Real milliseconds between two faults, at most. */
  everyMs: number;
  /** How long a server may be away; longer than its lease of 15 s now and then. */
  awayMs: readonly number[];
}

/**
 * At random instants one of the servers dies by `kill -9` and is started again, or is suspended and goes on as if nothing
 * had happened, or loses its connections to the database: each once to begin with, so that a short torment has had all
 * three, then whichever comes. One at a time, for what is promised is that the others carry on.
 * Real time: that is what faults have.
 */
export function startTorment({ servers, random, cutConnections, everyMs, awayMs }: TormentOptions): Torment {
  const away = new Set<BelfryProcess>();
  const count: FaultCount = { kills: 0, suspensions: 0, cuts: 0 };
  const ending = new AbortController();
  const running = torment();
  let failure: unknown = null;
  // Told by struck() and end(), which whoever is still busy comes to later.
  running.catch((error: unknown) => {
    failure = error;
  });

  async function torment(): Promise<void> {
    const once = [kill, suspend, cut];
    while (!ending.signal.aborted) {
      await delay(random.between(everyMs / 4, everyMs), undefined, { signal: ending.signal }).catch(() => {});
      if (ending.signal.aborted) return;
      const strike = once.shift() ?? random.pick([kill, suspend, cut]);
      await strike(random.pick(servers));
    }
  }

  async function absent(victim: BelfryProcess, body: () => Promise<void>): Promise<void> {
    away.add(victim);
    await body();
    away.delete(victim);
  }

  async function kill(victim: BelfryProcess): Promise<void> {
    count.kills += 1;
    await absent(victim, async () => {
      await victim.kill9();
      await pause();
      await victim.restart();
    });
  }

  async function suspend(victim: BelfryProcess): Promise<void> {
    count.suspensions += 1;
    await absent(victim, async () => {
      process.kill(victim.pid(), 'SIGSTOP');
      await pause();
      process.kill(victim.pid(), 'SIGCONT');
    });
  }

  /** It stays where it is: whoever asks it meanwhile is answered by what it makes of this. */
  async function cut(victim: BelfryProcess): Promise<void> {
    count.cuts += 1;
    await cutConnections(victim);
  }

  const pause = () => delay(random.pick(awayMs), undefined, { signal: ending.signal }).catch(() => {});

  return {
    healthy: () => servers.filter((server) => !away.has(server)),
    struck() {
      if (failure) throw failure;
      return count;
    },
    async end() {
      ending.abort();
      await running;
      return count;
    },
  };
}

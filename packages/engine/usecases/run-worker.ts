import { setTimeout as delay } from 'node:timers/promises';
import type { Transport } from '@belfry/platform/transports/transport';
import { type HintedKey, readHints } from '../domain/hints.ts';
import { readHinted } from '../store/pg-read-hinted.ts';
import type { Wakeup } from '../store/pg-wakeups.ts';
import { AwaitingTokens } from './awaiting-tokens.ts';
import { claimAndSend } from './claim-and-send.ts';
import type { EngineDeps } from './engine-deps.ts';
import { InFlight } from './in-flight.ts';
import { callSlots, SendQueue } from './send-queue.ts';
import { Sleeper } from './sleeper.ts';

/** Taken at once, and claimed together. */
const messagesAtOnce = 32;
const idleMs = 100;
/** How much this process's clock may be behind that of the one which published; it hears of the virtual one's moves. */
const mostBehindMs = 5000;

export interface RunningWorker {
  /** Takes no more hints, claims what it has taken, and lets the calls under way end and be recorded. */
  stop(): Promise<void>;
  /** Whether the loop came round lately; for readiness. Real milliseconds since. */
  lastRoundMs(): number;
  awaitingTokens(): number;
}

interface Taken {
  keys: readonly HintedKey[];
  done: PromiseWithResolvers<void>;
}

/**
 * Runs the worker's role in this process: takes hints from the broker, claims right before the call, and calls. A message
 * is done when all it speaks of has been claimed, which is durable, or needs no claim any more; from there on the audit
 * of the engine's role answers for it, whatever becomes of this process.
 */
export function runWorker(deps: EngineDeps, transport: Transport): RunningWorker {
  const queue = new SendQueue(deps, new InFlight(callSlots));
  const awaiting = new AwaitingTokens();
  const taken: Taken[] = [];
  let running = true;
  let lastRound = performance.now();
  const sleeper = new Sleeper();

  const consumer = transport.consume(take, { atOnce: messagesAtOnce });
  const loop = rounds();

  async function take(message: unknown): Promise<void> {
    const keys = readHints(message);
    await untilDue(deps, keys);
    const done = Promise.withResolvers<void>();
    taken.push({ keys, done });
    sleeper.wake();
    await done.promise;
  }

  async function rounds(): Promise<void> {
    while (running || taken.length > 0) {
      lastRound = performance.now();
      const didWork = await round().catch((error: unknown) => {
        deps.onError(error, 'a round of the worker');
        return false;
      });
      if (running && !didWork && taken.length === 0) await sleeper.sleep(idleMs);
    }
  }

  async function round(): Promise<boolean> {
    await queue.untilRoom();
    const batch = taken.splice(0);
    const again = awaiting.take(queue.room(), performance.now());
    awaiting.add(await claimAll(again));
    if (batch.length === 0) return again.length > 0;
    try {
      const keys = batch.flatMap((one) => one.keys);
      let left = keys.length > 0 ? await claimAll(await readHinted(deps.pool, keys)) : [];
      while (left.length > 0) {
        await queue.untilRoom();
        left = await claimAll(left);
      }
      for (const { done } of batch) done.resolve();
    } catch (error) {
      // Delivered again, to whoever can.
      for (const { done } of batch) done.reject(error);
    }
    return true;
  }

  function claimAll(wakeups: readonly Wakeup[]): Promise<readonly Wakeup[]> {
    return claimAndSend(deps, { queue, awaiting }, wakeups, queue.room());
  }

  return {
    lastRoundMs: () => performance.now() - lastRound,
    awaitingTokens: () => awaiting.count(),
    async stop() {
      await consumer.stop();
      running = false;
      sleeper.wake();
      await loop;
      await queue.untilEmpty();
    },
  };
}

/** Nothing leaves before its time by this process's own clock. @throws where it is too far behind */
async function untilDue({ clock }: EngineDeps, keys: readonly HintedKey[]): Promise<void> {
  const giveUpAt = performance.now() + mostBehindMs;
  while (keys.some(({ dueAt }) => Temporal.Instant.compare(dueAt, clock.now()) > 0)) {
    if (performance.now() > giveUpAt) throw new Error('This process’s clock is behind that of the engine.');
    await delay(10);
  }
}

import { setTimeout as delay } from 'node:timers/promises';
import { compareInstants } from '@belfry/kernel/instants';
import { InGroups } from '@belfry/platform/in-groups';
import type { Transport } from '@belfry/platform/transports/transport';
import { type HintedKey, readHints } from '../../domain/hints.ts';
import { readHinted } from '../../store/wakeups/pg-read-hinted.ts';
import type { Wakeup } from '../../store/wakeups/pg-wakeups.ts';
import { AwaitingTokens } from '../claiming/awaiting-tokens.ts';
import type { EngineDeps } from '../engine-deps.ts';
import { InFlight } from '../sending/in-flight.ts';
import { callSlots, SendQueue } from '../sending/send-queue.ts';
import { claimAndSend } from './claim-and-send.ts';
import { learnHolds } from './learn-holds.ts';
import { Sleeper } from './sleeper.ts';

/** Taken at once, and claimed together. */
const messagesAtOnce = 32;
const idleMs = 100;
/** How much this process's clock may be behind that of the one which published; it hears of the virtual one's moves. */
const mostBehindMs = 5000;

export interface RunningWorker {
  /** Takes no more hints, claims what it has taken, and lets the calls under way end and be recorded. */
  stop(): Promise<void>;
  /** Since a round last succeeded, in real milliseconds; for readiness. */
  lastRoundMs(): number;
  awaitingTokens(): number;
}

/**
 * Runs the worker's role in this process: takes hints from the broker, claims right before the call, and calls. A message
 * is done when all it speaks of has been claimed, which is durable, or needs no claim any more; from there on the audit
 * of the engine's role answers for it, whatever becomes of this process.
 */
export function runWorker(deps: EngineDeps, transport: Transport): RunningWorker {
  const queue = new SendQueue(deps, new InFlight(callSlots));
  const awaiting = new AwaitingTokens();
  // Whoever hands a message over hears how it ended, whatever fails; one place more is for what waits for tokens.
  const claims = new InGroups(claimTogether, messagesAtOnce + 1);
  let roomAhead: Promise<void> | null = null;
  let running = true;
  let lastRound = performance.now();
  const sleeper = new Sleeper();

  const holds = learnHolds(deps);
  const consumer = transport.consume(take, { atOnce: messagesAtOnce });
  const loop = rounds();

  async function take(message: unknown): Promise<void> {
    const keys = readHints(message);
    await untilDue(deps, keys);
    await untilRoom();
    await claims.add(keys);
  }

  /** Messages that wait for the same room are claimed together. */
  function untilRoom(): Promise<void> {
    roomAhead ??= queue.untilRoom().finally(() => {
      roomAhead = null;
    });
    return roomAhead;
  }

  /** What waits for tokens is claimed also while no message comes. */
  async function rounds(): Promise<void> {
    while (running) {
      await claims.add([]).catch((error: unknown) => deps.onError(error, 'a round of the worker'));
      await sleeper.sleep(idleMs);
    }
  }

  /** Where it fails, the messages are delivered again, to whoever can, and what waits for tokens waits on. */
  async function claimTogether(messages: readonly (readonly HintedKey[])[]): Promise<readonly undefined[]> {
    await holds.begun;
    await untilRoom();
    const again = awaiting.take(queue.room(), performance.now());
    try {
      const keys = messages.flat();
      let left: readonly Wakeup[] = [...again, ...(keys.length > 0 ? await readHinted(deps.pool, keys) : [])];
      while (left.length > 0) {
        await untilRoom();
        left = await claimAndSend(deps, { queue, awaiting }, left, queue.room());
        lastRound = performance.now();
      }
      lastRound = performance.now();
    } catch (error) {
      awaiting.add(again);
      throw error;
    }
    return messages.map(() => undefined);
  }

  return {
    lastRoundMs: () => performance.now() - lastRound,
    awaitingTokens: () => awaiting.count(),
    async stop() {
      queue.beginLastTries();
      await consumer.stop();
      running = false;
      sleeper.wake();
      await loop;
      await queue.untilEmpty();
      await holds.stop();
    },
  };
}

/** Nothing leaves before its time by this process's own clock. @throws where it is too far behind */
async function untilDue({ clock }: EngineDeps, keys: readonly HintedKey[]): Promise<void> {
  const giveUpAt = performance.now() + mostBehindMs;
  while (keys.some(({ dueAt }) => compareInstants(dueAt, clock.now()) > 0)) {
    if (performance.now() > giveUpAt) throw new Error('This process’s clock is behind that of the engine.');
    await delay(10);
  }
}

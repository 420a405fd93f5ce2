import { compareInstants } from '@belfry/kernel/instants';
import { lanes, shareSlots } from '../../domain/lane.ts';
import { laneResult, shareReads, unseenAfter } from '../../domain/read-result.ts';
import { readDue } from '../../store/wakeups/pg-read-due.ts';
import type { Wakeup } from '../../store/wakeups/pg-wakeups.ts';
import { AwaitingTokens } from '../claiming/awaiting-tokens.ts';
import type { EngineDeps } from '../engine-deps.ts';
import { planShards } from '../planning/plan-shards.ts';
import { InFlight } from '../sending/in-flight.ts';
import { callSlots, SendQueue } from '../sending/send-queue.ts';
import { AuditLoop } from './audit-shards.ts';
import { claimAndSend } from './claim-and-send.ts';
import { type HeldLane, Leases } from './hold-leases.ts';
import { learnHolds } from './learn-holds.ts';
import type { HintPublisher } from './publish-due.ts';
import { Sleeper } from './sleeper.ts';

/** How long an idle engine sleeps; what is inserted meanwhile is late by at most this. */
const idlePollMs = 100;
/** While others have little due beside the bulk: an idle engine answers them at once, and a full one is not to be much later. */
const companyPollMs = 20;

export interface RunningEngine {
  /** Something may be due: the clock moved, or a schedule was created. */
  wake(): void;
  /** Shards may have become free. @param told with `SHARD_CHANNEL`; nothing, where it may have been missed */
  takeShards(told?: string): void;
  /** Stops claiming, leaves the shards to the others, and lets the calls under way end and be recorded. */
  stop(): Promise<void>;
  /** Since a round last succeeded, and the leases were renewed, in real milliseconds; for readiness. */
  lastRoundMs(): number;
  /** How many due wake-ups wait for the tokens of a rate, as far as they are remembered. */
  awaitingTokens(): number;
}

const laneOf = ({ shard, lane }: { shard: number; lane: number }) => shard * lanes.length + lane;

/** While PostgreSQL works for one half of the shards, the turns of the other are decided here. */
const halves = [0, 1] as const;

/**
 * Runs the engine's role in this process: leases, planning, claims, calls, audit. Any number of processes may.
 * @param hints where a broker spreads the work: what is due is published to workers, who claim it and make the calls
 */
export async function runEngine(
  deps: EngineDeps,
  instance: { id: string; bootId: string },
  hints: HintPublisher | null = null,
): Promise<RunningEngine> {
  const leases = new Leases(deps, instance);
  const inFlight = new InFlight(callSlots);
  const queue = new SendQueue(deps, inFlight, (wakeup) => leases.explain(wakeup));
  const awaiting = new AwaitingTokens();
  const auditLoop = new AuditLoop({ deps, leases, inFlight, queue, awaiting, dispatch, hints });
  let running = true;
  let lastRound = performance.now();
  const sleeper = new Sleeper();
  let isWoken = false;
  let planning: Promise<void> | null = null;
  const stopping = new AbortController();

  const holds = learnHolds(deps);
  await holds.begun;
  await leases.start();
  auditLoop.start();
  const loop = rounds();

  async function rounds(): Promise<void> {
    while (running) {
      isWoken = false;
      const didWork = await orReport(round());
      if (running && !didWork && !isWoken) await sleeper.sleep(idlePollMs);
    }
  }

  /** What goes wrong holds up nobody else, and is tried again in the next round. */
  async function orReport(work: Promise<boolean>): Promise<boolean> {
    try {
      const didWork = await work;
      lastRound = performance.now();
      return didWork;
    } catch (error) {
      deps.onError(error, 'a round of the engine');
      return false;
    }
  }

  async function round(): Promise<boolean> {
    if (leases.all().length === 0) return false;
    planning ??= plan();
    if (!hints) await queue.untilRoom();
    const held = leases.lanes();
    const room = hints ? await hints.room() : queue.room();
    if (!running || held.length === 0 || room === 0) return false;
    if (hints || !held.some(({ isFull }) => isFull)) return takeDue(held, room);
    await workOff();
    return true;
  }

  /**
   * Until nothing more is known to be due. Each at its own pace: in step all would wait for PostgreSQL at once. They end
   * together, or what fills a lane of one that has ended would be nobody's.
   */
  async function workOff(): Promise<void> {
    let isOver = false;
    const goesOn = () => {
      if (!isOver && !isBusy()) {
        isOver = true;
        sleeper.wake();
      }
      return !isOver;
    };
    await Promise.all([...halves.map((half) => workOffHalf(half, goesOn)), watchTheOthers(goesOn)]);
  }

  async function workOffHalf(half: number, goesOn: () => boolean): Promise<void> {
    while (goesOn()) {
      await queue.untilRoom();
      const full = leases.lanes().filter(({ cursor, isFull }) => isFull && cursor.shard % halves.length === half);
      const room = Math.ceil(queue.room() / halves.length);
      const didWork = full.length > 0 && room > 0 && goesOn() && (await orReport(takeDue(full, room)));
      if (!didWork) await sleeper.sleep(idlePollMs);
    }
  }

  /** The lanes that have little due wait neither for a batch of the full ones nor for the room that those have filled. */
  async function watchTheOthers(goesOn: () => boolean): Promise<void> {
    while (goesOn()) {
      await sleeper.sleep(queue.hasCompany ? companyPollMs : idlePollMs);
      planning ??= plan();
      const others = leases.lanes().filter(({ isFull }) => !isFull);
      const room = queue.roomBeside();
      if (others.length > 0 && room > 0 && (await orReport(takeDue(others, room)))) queue.noteCompany();
    }
  }

  function isBusy(): boolean {
    return running && leases.lanes().some(({ isFull }) => isFull);
  }

  /** Reads what is due in these lanes, and claims, or publishes, what of it there is room for. */
  async function takeDue(held: readonly HeldLane[], room: number): Promise<boolean> {
    const now = deps.clock.now();
    const shares = shareReads(
      held.map(({ isFull }) => isFull),
      room,
    );
    const queries = held.map(({ cursor }, index) => ({ cursor, most: shares[index] ?? 1 }));
    const { due, late, unseen } = await readDue(deps.pool, queries, { now, mostLate: room });
    // A cursor stands ahead of this process's clock where one whose clock was ahead has had the shard: nothing leaves before
    // its time by our own. What is early is left over, and so is read again.
    const early = late.filter(({ dueAt }) => compareInstants(dueAt, now) > 0);
    const taken = new Set([...late, ...shareSlots(due, room)]).difference(new Set(early));
    const again = awaiting.take(room, performance.now());
    const unslotted = new Set(await dispatch([...again, ...taken], room));
    awaiting.add(again.filter((one) => unslotted.has(one)));
    const leftOver = new Set([...due.filter((row) => !taken.has(row)), ...early, ...unslotted]);
    const lookFor = unseenAfter({ late, unseen, most: room }, leftOver);
    const byLane = Map.groupBy(due, laneOf);
    for (const [index, lane] of held.entries()) {
      const read = { due: byLane.get(laneOf(lane.cursor)) ?? [], most: shares[index] ?? 1 };
      leases.advance(lane, laneResult(read, leftOver, now), { unseen, lookFor });
    }
    return taken.size > unslotted.size;
  }

  /** Beside everything else: what is due must not wait for a large shard to be planned. */
  async function plan(): Promise<void> {
    try {
      if (await planShards(deps, leases.all(), { signal: stopping.signal })) wake();
    } catch (error) {
      deps.onError(error, 'planning');
    } finally {
      planning = null;
    }
  }

  /** @returns what there was no slot or no room for */
  async function dispatch(wakeups: readonly Wakeup[], room = queue.room()): Promise<readonly Wakeup[]> {
    return hints ? hints.publish(wakeups) : claimAndSend(deps, { queue, awaiting }, wakeups, room);
  }

  const wake = () => {
    isWoken = true;
    sleeper.wake();
  };

  return {
    wake,
    takeShards(told) {
      if (running) leases.takeSoon(told);
    },
    lastRoundMs: () => Math.max(performance.now() - lastRound, leases.sinceRenewalMs()),
    awaitingTokens: () => awaiting.count(),
    async stop() {
      running = false;
      queue.beginLastTries();
      stopping.abort();
      wake();
      await loop;
      await planning;
      await auditLoop.stop();
      await holds.stop();
      // A call may take a minute, and nobody would read meanwhile what is due; what becomes of it is written down all the same.
      const leaving = leases.stop().catch((error: unknown) => deps.onError(error, 'leaving the shards'));
      await Promise.all([queue.untilEmpty(), leaving]);
    },
  };
}

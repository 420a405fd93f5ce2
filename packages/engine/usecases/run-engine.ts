import { lanes, shareSlots } from '../domain/lane.ts';
import { readResult } from '../domain/read-result.ts';
import { readDue } from '../store/pg-read-due.ts';
import type { Wakeup } from '../store/pg-wakeups.ts';
import { AuditLoop } from './audit-shards.ts';
import { AwaitingTokens } from './awaiting-tokens.ts';
import { claimDue } from './claim-due.ts';
import type { EngineDeps } from './engine-deps.ts';
import { Leases } from './hold-leases.ts';
import { InFlight } from './in-flight.ts';
import { planShards } from './plan-shards.ts';
import { sendContact } from './send-contact.ts';

/** How long an idle engine sleeps; what is inserted meanwhile is late by at most this. */
const idlePollMs = 100;
/** Claims keep to the free ones, so nothing is claimed that cannot leave now; who is slow to answer takes none. */
const callSlots = 64;

export interface RunningEngine {
  /** Something may be due: the clock moved, or a schedule was created. */
  wake(): void;
  /** Stops claiming, lets the calls under way end and be recorded, gives the shards back. */
  stop(): Promise<void>;
  /** Whether the loop came round lately; for readiness. Real milliseconds since. */
  lastRoundMs(): number;
  /** How many due wake-ups wait for the tokens of a rate, as far as they are remembered. */
  awaitingTokens(): number;
}

/** Runs the engine's role in this process: leases, planning, claims, calls, audit. Any number of processes may. */
export async function runEngine(deps: EngineDeps, instance: { id: string; bootId: string }): Promise<RunningEngine> {
  const leases = new Leases(deps, instance);
  const inFlight = new InFlight(callSlots);
  const awaiting = new AwaitingTokens();
  const auditLoop = new AuditLoop({ deps, leases, inFlight, awaiting, dispatch });
  let running = true;
  let lastRound = performance.now();
  let wakeSleeper = () => {};
  let isWoken = false;
  let planning: Promise<void> | null = null;
  const stopping = new AbortController();

  await leases.start();
  auditLoop.start();
  const loop = rounds();

  async function rounds(): Promise<void> {
    while (running) {
      isWoken = false;
      lastRound = performance.now();
      const didWork = await round().catch((error: unknown) => {
        deps.onError(error, 'a round of the engine');
        return false;
      });
      if (running && !didWork && !isWoken) await sleep(idlePollMs);
    }
  }

  async function round(): Promise<boolean> {
    if (leases.all().length === 0) return false;
    planning ??= plan();
    await inFlight.untilFree();
    const cursors = leases.cursors();
    if (cursors.length === 0) return false;
    const [now, limit] = [deps.clock.now(), inFlight.free()];
    const read = await readDue(deps.pool, cursors, { now, limit });
    const taken = new Set([...read.late, ...shareSlots(read.due, limit)]);
    const again = awaiting.take(limit, performance.now());
    const unslotted = new Set(await dispatch([...again, ...taken]));
    awaiting.add(again.filter((one) => unslotted.has(one)));
    const leftOver = new Set([...read.due.filter((row) => !taken.has(row)), ...unslotted]);
    for (const lane of lanes) {
      const isOfLane = (row: { lane: number }) => row.lane === lane;
      const result = readResult({ ...read, due: read.due.filter(isOfLane), now, limit }, leftOver);
      leases.advance(cursors.filter(isOfLane), result);
    }
    return taken.size > 0;
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

  /** @returns what there was no slot for */
  async function dispatch(wakeups: readonly Wakeup[]): Promise<readonly Wakeup[]> {
    if (wakeups.length === 0) return [];
    const { claimed, leftOver, waiting } = await claimDue(deps, wakeups, inFlight.free());
    awaiting.add(waiting);
    for (const claim of claimed) {
      const { turn } = claim;
      const lateness = deps.clock.now().epochMilliseconds - turn.dueAt.epochMilliseconds;
      deps.observe.claimed(turn.decision.kind, lateness);
      for (const contact of turn.decision.contacts) {
        inFlight.run({ ...turn, target: contact.target }, (slot) =>
          sendContact(deps, claim, contact, slot).catch((error: unknown) => deps.onError(error, 'a contact')),
        );
      }
    }
    return leftOver;
  }

  function sleep(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      wakeSleeper = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  const wake = () => {
    isWoken = true;
    wakeSleeper();
  };

  return {
    wake,
    lastRoundMs: () => performance.now() - lastRound,
    awaitingTokens: () => awaiting.count(),
    async stop() {
      running = false;
      stopping.abort();
      wake();
      await loop;
      await planning;
      await auditLoop.stop();
      await inFlight.untilEmpty();
      await leases.stop();
    },
  };
}

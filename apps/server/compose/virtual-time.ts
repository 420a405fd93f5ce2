import { AppError } from '@belfry/kernel/app-error';
import { compareInstants, earlierOf } from '@belfry/kernel/instants';
import type { VirtualClock } from '@belfry/platform/clock/virtual-clock';

/** Something that acts by the Clock. */
export interface TimeParticipant {
  /** Its next instant later than `after`, or null. */
  nextInstant(after: Temporal.Instant): Promise<Temporal.Instant | null>;
  /** What is due at `now` and not handled yet, by any process, in words. */
  pending(now: Temporal.Instant): Promise<string[]>;
  /** The clock moved. */
  wake(): void;
}

export interface VirtualTime {
  /**
   * Visits every due instant up to `target` in order and resolves when what became due has been handled.
   * One move after the other: `target` is asked for when its turn comes, with the time of then.
   * @throws AppError `clock.backwards` (409), `clock.unsettled`, `clock.interrupted` (503), or what `target` throws
   * @returns the time it has moved to
   */
  advanceTo(target: (now: Temporal.Instant) => Temporal.Instant): Promise<Temporal.Instant>;
}

/** Looking costs the database more than most of what is waited for. */
const lookEveryMs = 20;
const settleWithinMs = 120_000;

/** `isStopping`: the participants work no longer, so nobody should wait for them. */
export function createVirtualTime(
  clock: VirtualClock,
  participants: readonly TimeParticipant[],
  isStopping: () => boolean,
): VirtualTime {
  let queue: Promise<void> = Promise.resolve();

  async function advance(target: Temporal.Instant): Promise<void> {
    await settle();
    if (compareInstants(target, clock.now()) <= 0) await clock.moveTo(target);
    while (compareInstants(clock.now(), target) < 0) {
      await clock.moveTo(earliest([target, ...(await nextInstants())]));
      for (const participant of participants) participant.wake();
      await settle();
    }
  }

  async function nextInstants(): Promise<Temporal.Instant[]> {
    const next = await Promise.all(participants.map((participant) => participant.nextInstant(clock.now())));
    return next.filter((instant) => instant !== null);
  }

  /** One participant's work may give another some, so all have to be found at rest twice in a row. */
  async function settle(): Promise<void> {
    const giveUpAtMs = performance.now() + settleWithinMs;
    for (let restful = 0; restful < 2; ) {
      if (isStopping()) throw interrupted(clock.now());
      const open = await pendingNow();
      restful = open.length === 0 ? restful + 1 : 0;
      if (open.length === 0) continue;
      if (performance.now() > giveUpAtMs) throw unsettled(clock.now(), open);
      await new Promise((resolve) => setTimeout(resolve, lookEveryMs));
    }
  }

  async function pendingNow(): Promise<string[]> {
    for (const participant of participants) {
      const open = await participant.pending(clock.now());
      if (open.length > 0) return open;
    }
    return [];
  }

  return {
    advanceTo(target) {
      const turn = queue.then(async () => {
        await advance(target(clock.now()));
        return clock.now();
      });
      queue = turn.then(
        () => {},
        () => {},
      );
      return turn;
    },
  };
}

function earliest(instants: readonly Temporal.Instant[]): Temporal.Instant {
  return instants.reduce(earlierOf);
}

function unsettled(now: Temporal.Instant, open: readonly string[]): AppError {
  const message = `At ${now.toString()} this has not been handled yet: ${open.slice(0, 5).join('; ')}.`;
  return new AppError({ code: 'clock.unsettled', kind: 'unavailable', message });
}

function interrupted(now: Temporal.Instant): AppError {
  const message = `The server is stopping at ${now.toString()}; move the clock again when it is back.`;
  return new AppError({ code: 'clock.interrupted', kind: 'unavailable', message });
}

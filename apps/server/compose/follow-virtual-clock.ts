import type { Clock } from '@belfry/kernel/clock';
import { CLOCK_CHANNEL, VirtualClock } from '@belfry/platform/clock/virtual-clock';
import type { Notices } from '@belfry/platform/notices';

/** Notices are hints: a move that nobody has rung for is seen within this. Real time. */
const lookEveryMs = 1000;

interface FollowedClock {
  /** After notices may have been missed. */
  catchUp(): void;
  stop(): void;
}

/** Other processes move the same clock; `onMove` is called when this one has caught up. */
export function followVirtualClock(
  clock: Clock,
  notices: Notices,
  onMove: () => void,
  onError: (error: unknown) => void,
): FollowedClock {
  if (!(clock instanceof VirtualClock)) return { catchUp() {}, stop() {} };
  const catchUp = () => {
    clock.refresh().then(onMove, onError);
  };
  const look = () => {
    const before = clock.now();
    // Where the database is away, whoever has work there says so.
    clock.refresh().then(
      () => {
        if (!clock.now().equals(before)) onMove();
      },
      () => {},
    );
  };
  notices.on(CLOCK_CHANNEL, catchUp);
  const timer = setInterval(look, lookEveryMs).unref();
  return { catchUp, stop: () => clearInterval(timer) };
}

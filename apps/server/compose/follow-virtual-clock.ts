import type { Clock } from '@belfry/kernel/clock';
import { CLOCK_CHANNEL, VirtualClock } from '@belfry/platform/clock/virtual-clock';
import type { Notices } from '@belfry/platform/notices';

/**
 * Other processes move the same clock; `onMove` is called when this one has caught up.
 * @returns how to catch up after notices may have been missed
 */
export function followVirtualClock(
  clock: Clock,
  notices: Notices,
  onMove: () => void,
  onError: (error: unknown) => void,
): () => void {
  if (!(clock instanceof VirtualClock)) return () => {};
  const catchUp = () => {
    clock.refresh().then(onMove, onError);
  };
  notices.on(CLOCK_CHANNEL, catchUp);
  return catchUp;
}

import { type Clock, ManualClock } from '@belfry/kernel/clock';
import { startSystemClock } from '@belfry/platform/clock/system-clock';
import type pg from 'pg';

/**
 * `system`; or `at <instant>`, where it stands; or `from <instant>`, from where it runs on. A clock that stands would
 * never come to the retry of a call that could not begin in time, as happens where the machine is busy with something else.
 */
export async function clockFor(told: string, pool: pg.Pool): Promise<Clock> {
  const [how, instant = ''] = told.split(' ');
  switch (how) {
    case 'system':
      return startSystemClock(pool, (error) => console.error('the clock', error));
    case 'at':
      return new ManualClock(instant);
    default:
      return runningFrom(Temporal.Instant.from(instant));
  }
}

function runningFrom(start: Temporal.Instant): Clock {
  const beganMs = performance.now();
  return {
    mode: 'virtual',
    now: () =>
      Temporal.Instant.fromEpochMilliseconds(Math.floor(start.epochMilliseconds + performance.now() - beganMs)),
  };
}

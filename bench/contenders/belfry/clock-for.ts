import { type Clock, ManualClock } from '@belfry/kernel/clock';
import { millisecondInstants, startSystemClock } from '@belfry/platform/clock/system-clock';
import type pg from 'pg';
import { monotonicMs } from '../../measure/contender.ts';

interface BenchClock extends Clock {
  /** @param atMs by `monotonicMs`; the same for all processes, whose clocks then say the same */
  begin?(atMs: number): void;
}

/**
 * `system`; or `at <instant>`, where it stands; or `from <instant>`, from where it runs on once it begins. A clock that
 * stands would never come to the retry of a call that could not begin in time, as happens where the machine is busy with
 * something else.
 */
export async function clockFor(told: string, pool: pg.Pool): Promise<BenchClock> {
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

function runningFrom(start: Temporal.Instant): BenchClock {
  let beganAtMs: number | null = null;
  const toInstant = millisecondInstants();
  const passedMs = () => (beganAtMs === null ? 0 : monotonicMs() - beganAtMs);
  return {
    mode: 'virtual',
    now: () => toInstant(start.epochMilliseconds + passedMs()),
    begin(atMs) {
      beganAtMs = atMs;
    },
  };
}

import { ruleBroken } from '@belfry/kernel/app-error';
import type { TimeZone } from '@belfry/kernel/time-zone';
import { parseSnooze, snoozeFor, snoozeUntil } from '../../domain/snooze/parse-snooze.ts';

export interface SnoozeRequest {
  until?: Temporal.Instant | undefined;
  for?: Temporal.Duration | undefined;
  /** In plain language. */
  text?: string | undefined;
}

/**
 * When a snoozed occurrence shall fire again, from exactly one of the three ways to say it.
 * @throws AppError `snooze.not-understood`, `snooze.needs-calendar`, `snooze.in-the-past`, `snooze.zero`,
 * `snooze.too-far` (422), with what was understood
 */
export function readSnoozeRequest(
  request: SnoozeRequest,
  where: { now: Temporal.Instant; zone: TimeZone },
): Temporal.Instant {
  const [path, result] = request.until
    ? ['until', snoozeUntil(request.until, where)]
    : request.for
      ? ['for', snoozeFor(request.for, where)]
      : ['text', parseSnooze(request.text ?? '', where)];
  if (!result.ok) throw ruleBroken(result.code, path, result.reason);
  return result.until;
}

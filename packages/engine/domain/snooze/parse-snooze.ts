import { compareInstants } from '@belfry/kernel/instants';
import type { TimeZone } from '@belfry/kernel/time-zone';
import { formatDuration } from './format-duration.ts';
import { formatLocal } from './format-local.ts';
import { readDuration } from './read-duration.ts';
import { readMoment } from './read-moment.ts';

export type SnoozeResult = { ok: true; until: Temporal.Instant; understood: string } | SnoozeRefusal;

export interface SnoozeRefusal {
  ok: false;
  code: SnoozeProblem;
  /** What was understood; null where nothing was. */
  meant: Temporal.Instant | Temporal.Duration | null;
  /** In English, with what was understood. */
  reason: string;
}

export type SnoozeProblem =
  | 'snooze.not-understood'
  | 'snooze.needs-calendar'
  | 'snooze.in-the-past'
  | 'snooze.zero'
  | 'snooze.too-far';

interface Where {
  now: Temporal.Instant;
  /** Of whoever says it. */
  zone: TimeZone;
}

const longest = Temporal.Duration.from({ days: 366 });

/**
 * Reads how long somebody wants to be left alone: «for 3 days», «1h», «until 5pm», «tonight», «until Friday at 3pm»,
 * «until next week». The zone is the person's and no other; a bare date means 9:00 there. What was understood is said
 * back, so that a misreading is seen at once; what is past, zero or absurd is refused, with what was understood.
 */
export function parseSnooze(text: string, where: Where): SnoozeResult {
  const words = normalise(text);
  if (/^(?:until |till )?(?:the )?end of\b/.test(words)) {
    return refuse('snooze.needs-calendar', 'It needs a calendar, and none is connected.');
  }
  const [, keyword = '', rest = ''] = /^(?:(for|in|until|till|til|to|at|on|by)(?:\s+|$))?(.*)$/.exec(words) ?? [];
  const isMoment = /^(until|till|til|to|at|on|by)$/.test(keyword);
  const duration = isMoment ? null : readDuration(rest);
  if (duration) return snoozeFor(duration, where);
  const local = where.now.toZonedDateTimeISO(where.zone).toPlainDateTime();
  const moment = keyword === 'for' || rest === '' ? null : readMoment(rest, local);
  if (!moment) return refuse('snooze.not-understood', 'Say for example «1 hour», «until 5pm» or «until Friday».');
  return snoozeUntil(moment.toZonedDateTime(where.zone, { disambiguation: 'compatible' }).toInstant(), where);
}

/** Calendar days keep the time of day, whatever the clocks do meanwhile; hours elapse. */
export function snoozeFor(duration: Temporal.Duration, where: Where): SnoozeResult {
  const understood = `It was understood as ${formatDuration(duration)}, which is`;
  if (duration.sign <= 0) return refuse('snooze.zero', `${understood} no time at all.`, duration);
  if (isTooLong(duration)) {
    return refuse('snooze.too-far', `${understood} more than a year.`, duration);
  }
  const until = where.now.toZonedDateTimeISO(where.zone).add(duration).toInstant();
  return snoozeUntil(until, where);
}

function isTooLong(duration: Temporal.Duration): boolean {
  try {
    return duration.total({ unit: 'hours', relativeTo: '2000-01-01' }) > longest.total({ unit: 'hours' });
  } catch (error) {
    // It ends behind the last date that there is.
    if (error instanceof RangeError) return true;
    throw error;
  }
}

/** Within a year from now. */
export function snoozeUntil(until: Temporal.Instant, { now, zone }: Where): SnoozeResult {
  const understood = formatLocal(until, zone);
  if (compareInstants(until, now) <= 0) {
    return refuse('snooze.in-the-past', `It was understood as ${understood}, which is past.`, until);
  }
  if (compareInstants(until, now.add({ hours: longest.total({ unit: 'hours' }) })) > 0) {
    const reason = `It was understood as ${understood}, which is more than a year from now.`;
    return refuse('snooze.too-far', reason, until);
  }
  return { ok: true, until, understood };
}

function normalise(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s\u200b]+/g, ' ')
    .replace(/[.!?]+$/, '')
    .replace(/\bp\.m\b\.?/g, 'pm')
    .replace(/\ba\.m\b\.?/g, 'am')
    .replace(/\b(\d{1,2})\.(\d\d) ?(?=[ap]m\b)/g, '$1:$2')
    .replace(/\bo'?clock\b/g, '')
    .replace(/^(?:please )?(?:snooze|remind me)\b/, '')
    .trim();
}

function refuse(code: SnoozeProblem, reason: string, meant: SnoozeRefusal['meant'] = null): SnoozeRefusal {
  return { ok: false, code, meant, reason };
}

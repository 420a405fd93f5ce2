import { compareInstants, laterOf } from '@belfry/kernel/instants';
import { elapsed } from '../policy.ts';
import { type Head, requireHead, type TurnContext } from './turn-context.ts';

/** Taken within this of its instant, a turn counts as on time: what follows is counted from 9:00:00, not 9:00:00.07. */
const onTimeMs = 60_000;

export function isLate(context: TurnContext): boolean {
  return latenessMs(context) > onTimeMs;
}

function latenessMs(context: TurnContext): number {
  return context.now.epochMilliseconds - expectedAt(context).epochMilliseconds;
}

/** When it was to fire: at its instant; or, where it was asked for later on the day itself, when it was asked for. */
export function expectedAt({
  wakeup,
  askedAt,
  head,
}: Pick<TurnContext, 'wakeup' | 'askedAt' | 'head'>): Temporal.Instant {
  return head === null && askedAt !== null ? laterOf(wakeup.dueAt, askedAt) : wakeup.dueAt;
}

/**
 * Why it is not sent any more, so long after it was to be; or null. Counted from where quiet hours have put it. Where
 * nothing may be late, what is on time still goes: a limit of none is that of being on time.
 */
export function whyMissed({ now, schedule }: TurnContext, wasToBe: Temporal.Instant): string | null {
  const limitMs = elapsed(schedule.lateLimit).total('milliseconds') || onTimeMs;
  return now.epochMilliseconds - wasToBe.epochMilliseconds > limitMs
    ? `Later than the limit of ${schedule.lateLimit}.`
    : null;
}

export function latenessOf(context: TurnContext): string | null {
  return isLate(context) ? `Late: it was due at ${context.wakeup.dueAt.toString()}.` : null;
}

/**
 * The turn to go on from. By as much as this one is late, all later ones move: they keep their distances, and nobody
 * is rushed through a policy whose steps fell into an outage.
 */
export function resume(context: TurnContext): Head {
  const head = requireHead(context);
  if (!isLate(context)) return head;
  return { ...head, baseAt: head.baseAt.add(context.wakeup.dueAt.until(context.now)) };
}

/** Several reasons as one text, or null where there is none. */
export function sentences(...parts: (string | null)[]): string | null {
  return parts.filter((part) => part !== null).join(' ') || null;
}

export function earliest(instants: readonly Temporal.Instant[]): Temporal.Instant | null {
  return instants.reduce<Temporal.Instant | null>(
    (first, at) => (first === null || compareInstants(at, first) < 0 ? at : first),
    null,
  );
}

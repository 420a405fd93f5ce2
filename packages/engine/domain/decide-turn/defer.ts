import { compareInstants, laterOf } from '@belfry/kernel/instants';
import { notYet } from '../not-yet.ts';
import { earliest } from './lateness.ts';
import { positionOf, type TurnContext, type TurnDecision } from './turn-context.ts';

/**
 * Puts the turn off until whoever wakes first does. All that follows moves by as much, so that later steps keep their
 * distances; being put off is not being late. What is owed of the step before comes in its own time.
 */
export function defer(context: TurnContext, quiet: { until: Temporal.Instant; reason: string }): TurnDecision {
  const { head, wakeup } = context;
  const { until, reason } = quiet;
  const isWithin = head?.state === 'open' || head?.state === 'exhausted';
  const baseAt = isWithin ? head.baseAt.add(wakeup.dueAt.until(until)) : until;
  return putOff(context, { baseAt, reason, next: nextBehind(context, until) });
}

/** Puts the turn off until the time that its author has it for: nothing of it leaves before, and it is not late until then. */
export function awaitItsTime(context: TurnContext, until: Temporal.Instant): TurnDecision {
  return putOff(context, { baseAt: until, reason: notYet, next: { kind: context.wakeup.kind, dueAt: until } });
}

function putOff(
  { head, wakeup, policy }: TurnContext,
  { baseAt, reason, next }: Pick<TurnDecision, 'baseAt' | 'reason' | 'next'>,
): TurnDecision {
  const position = { round: 0, stepsTaken: 0, repeatsTaken: 0, attempt: 0, ...(head && positionOf(head)), baseAt };
  // What was cut short and begins once more is under way again.
  const state = wakeup.kind === 'fire' ? 'open' : (head?.state ?? 'open');
  const nothing = { contacts: [], throttled: [] };
  return {
    kind: 'deferred',
    state,
    ...position,
    awaitsAnswer: policy !== null && state === 'open',
    ...nothing,
    reason,
    next,
  };
}

function nextBehind({ head, wakeup, now }: TurnContext, until: Temporal.Instant): TurnDecision['next'] {
  const owedAt = earliest(head?.followUps.map(({ at }) => at) ?? []);
  if (!owedAt || compareInstants(until, owedAt) <= 0) return { kind: wakeup.kind, dueAt: until };
  return { kind: 'retry', dueAt: laterOf(owedAt, now) };
}

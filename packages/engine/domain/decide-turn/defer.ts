import { earliest } from './lateness.ts';
import { positionOf, type TurnContext, type TurnDecision } from './turn-context.ts';

/**
 * Puts the turn off until whoever wakes first does. All that follows moves by as much, so that later steps keep their
 * distances; being put off is not being late. What is owed of the step before comes in its own time.
 */
export function defer(context: TurnContext, quiet: { until: Temporal.Instant; reason: string }): TurnDecision {
  const { head, wakeup, policy } = context;
  const isWithin = head?.state === 'open' || head?.state === 'exhausted';
  const baseAt = isWithin ? head.baseAt.add(wakeup.dueAt.until(quiet.until)) : quiet.until;
  const position = { round: 0, stepsTaken: 0, repeatsTaken: 0, attempt: 0, ...(head && positionOf(head)), baseAt };
  const state = head?.state ?? 'open';
  return {
    kind: 'deferred',
    state,
    ...position,
    awaitsAnswer: policy !== null && state === 'open',
    contacts: [],
    throttled: [],
    reason: quiet.reason,
    next: nextBehind(context, quiet.until),
  };
}

function nextBehind({ head, wakeup, now }: TurnContext, until: Temporal.Instant): TurnDecision['next'] {
  const owedAt = earliest(head?.followUps.map(({ at }) => at) ?? []);
  if (!owedAt || Temporal.Instant.compare(until, owedAt) <= 0) return { kind: wakeup.kind, dueAt: until };
  return { kind: 'retry', dueAt: Temporal.Instant.compare(owedAt, now) < 0 ? now : owedAt };
}

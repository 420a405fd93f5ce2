import type { PersonId } from '@belfry/kernel/ids';

export interface Target {
  person: 'self' | PersonId;
  /** In order of preference; the first that the person can be reached on is taken. */
  channels: string[];
}

export interface Step {
  /** ISO 8601, since the occurrence fired. */
  after: string;
  targets: Target[];
  message: string | null;
}

/** What to do with an attempt whose end nobody knows and that no look-up can settle. */
export type OnUnknown = 'again' | 'ask';

/** Steps stand in the order of their `after`. */
export interface Policy {
  steps: Step[];
  onUnknown: OnUnknown;
}

/** How long after its last step a policy still waits for an answer before the occurrence is exhausted. */
const patience = Temporal.Duration.from({ minutes: 30 });

/** When the policy acts next, its steps counted from `baseAt`: its next step, or the end of its patience. */
export function nextMoment(
  policy: Policy,
  stepsTaken: number,
  baseAt: Temporal.Instant,
): { kind: 'step' | 'close'; dueAt: Temporal.Instant } {
  const step = policy.steps[stepsTaken];
  if (step) return { kind: 'step', dueAt: baseAt.add(elapsed(step.after)) };
  const last = policy.steps.at(-1);
  return { kind: 'close', dueAt: baseAt.add(elapsed(last?.after ?? 'PT0S')).add(patience) };
}

/** Durations of a policy are elapsed time, in whole milliseconds: a day is 24 hours, whatever the clocks do. */
export function elapsed(duration: string): Temporal.Duration {
  const total = Temporal.Duration.from(duration).total({ unit: 'milliseconds', relativeTo: '2000-01-01[UTC]' });
  return Temporal.Duration.from({ milliseconds: Math.round(total) });
}

/** The index of the first step that comes before the one in front of it, or -1. */
export function firstStepOutOfOrder(steps: readonly { after: string }[]): number {
  return steps.findIndex((step, index) => {
    const previous = steps[index - 1];
    return previous !== undefined && Temporal.Duration.compare(elapsed(step.after), elapsed(previous.after)) < 0;
  });
}

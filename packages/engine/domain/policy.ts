import type { PersonId } from '@belfry/kernel/ids';
import { compareInstants } from '@belfry/kernel/instants';

export type RoleTarget = `role:${string}`;

export interface Target {
  /** A role resolves, when the step is taken, to those who consented, in the order of their priority. */
  person: 'self' | PersonId | RoleTarget;
  /** In order of preference; the first that the person can be reached on is taken. */
  channels: string[];
}

export interface Step {
  /** ISO 8601, since the occurrence fired. */
  after: string;
  targets: Target[];
  message: string | null;
  /** The step again, `times` times, `every` so often (ISO 8601), unless the next step comes first. */
  repeat: { every: string; times: number } | null;
}

/** What to do with an attempt whose end nobody knows and that no look-up can settle. */
export type OnUnknown = 'again' | 'ask';

/** Steps stand in the order of their `after`. */
export interface Policy {
  steps: Step[];
  /** Told, beside the person, when nobody answered. */
  fallback: Target | null;
  /** Acknowledged but not completed for so long (ISO 8601): the policy begins anew. */
  repageAfter: string | null;
  /** How long after the last step an answer is still waited for (ISO 8601). */
  patience: string;
  onUnknown: OnUnknown;
}

export const usualPatience = 'PT30M';

/** A policy as some earlier version of Belfry stored it. */
export type StoredPolicy = Pick<Policy, 'onUnknown'> &
  Partial<Omit<Policy, 'steps'>> & { steps: (Omit<Step, 'repeat'> & Partial<Pick<Step, 'repeat'>>)[] };

/** What was stored before a part existed does without that part. */
export function readStoredPolicy(stored: StoredPolicy): Policy {
  return {
    fallback: null,
    repageAfter: null,
    patience: usualPatience,
    ...stored,
    steps: stored.steps.map((step) => ({ ...step, repeat: step.repeat ?? null })),
  };
}

/** How far a round of the policy has come. */
export interface Progress {
  /** How many steps have been taken. */
  stepsTaken: number;
  /** How often the last of them has been repeated. */
  repeatsTaken: number;
}

export interface PolicyMoment {
  kind: 'step' | 'repeat' | 'close';
  dueAt: Temporal.Instant;
}

/**
 * When the policy acts next, its steps counted from `baseAt`: its next step, before that the repeats of the present
 * one, in the end the end of its patience. A step and a repeat at the same instant: the step, which ends the repeats.
 */
export function nextMoment(
  policy: Policy,
  { stepsTaken, repeatsTaken }: Progress,
  baseAt: Temporal.Instant,
): PolicyMoment {
  const next = policy.steps[stepsTaken];
  const nextAt = next ? baseAt.add(elapsed(next.after)) : null;
  const repeatAt = repeatMoment(policy.steps[stepsTaken - 1], repeatsTaken + 1, baseAt);
  if (repeatAt && (!nextAt || compareInstants(repeatAt, nextAt) < 0)) return { kind: 'repeat', dueAt: repeatAt };
  if (nextAt) return { kind: 'step', dueAt: nextAt };
  const last = policy.steps.at(-1);
  const lastContactAt =
    repeatMoment(last, last?.repeat?.times ?? 0, baseAt) ?? baseAt.add(elapsed(last?.after ?? 'PT0S'));
  return { kind: 'close', dueAt: lastContactAt.add(elapsed(policy.patience)) };
}

/** When a step is repeated for the `number`th time, 1 being the first; null where it is not. */
function repeatMoment(step: Step | undefined, number: number, baseAt: Temporal.Instant): Temporal.Instant | null {
  if (!step?.repeat || number < 1 || number > step.repeat.times) return null;
  const every = elapsed(step.repeat.every);
  return baseAt.add(elapsed(step.after)).add({ milliseconds: every.total('milliseconds') * number });
}

/** When what was acknowledged and never completed fires again; null where the policy leaves it at that. */
export function repageMoment(policy: Policy, acknowledgedAt: Temporal.Instant): Temporal.Instant | null {
  return policy.repageAfter === null ? null : acknowledgedAt.add(elapsed(policy.repageAfter));
}

/** Any day will do: here all have 24 hours. */
const anyDay = Temporal.PlainDateTime.from('2000-01-01');

/** Durations of a policy are elapsed time, in whole milliseconds: a day is 24 hours, whatever the clocks do. */
export function elapsed(duration: string): Temporal.Duration {
  const known = elapsedByText.get(duration);
  if (known) return known;
  const total = Temporal.Duration.from(duration).total({ unit: 'milliseconds', relativeTo: anyDay });
  const found = Temporal.Duration.from({ milliseconds: Math.round(total) });
  if (elapsedByText.size < mostRemembered) elapsedByText.set(duration, found);
  return found;
}

/** A few texts stand in all policies, and each is asked for at every turn. */
const elapsedByText = new Map<string, Temporal.Duration>();
const mostRemembered = 1000;

/** The index of the first step that comes before the one in front of it, or -1. */
export function firstStepOutOfOrder(steps: readonly { after: string }[]): number {
  return steps.findIndex((step, index) => {
    const previous = steps[index - 1];
    return previous !== undefined && Temporal.Duration.compare(elapsed(step.after), elapsed(previous.after)) < 0;
  });
}

/** Nobody is to be called oftener, by the same step or by beginning anew. */
const leastInterval = Temporal.Duration.from({ minutes: 1 });

/** Where in a policy something would come again sooner than within a minute, or null. */
export function whereTooOften({ steps, repageAfter }: Pick<Policy, 'steps' | 'repageAfter'>): string | null {
  const isTooShort = (every: string) => Temporal.Duration.compare(elapsed(every), leastInterval) < 0;
  const step = steps.findIndex(({ repeat }) => repeat !== null && isTooShort(repeat.every));
  if (step >= 0) return `steps.${step}.repeat.every`;
  return repageAfter !== null && isTooShort(repageAfter) ? 'repageAfter' : null;
}

/** All that the policy may contact, the fallback last. */
function targetsOf({ steps, fallback }: Policy): Target[] {
  return [...steps.flatMap((step) => step.targets), ...(fallback ? [fallback] : [])];
}

export function isRole(person: Target['person']): person is RoleTarget {
  return person.startsWith('role:');
}

/** Whether somebody else than the person whom it is for may be told. */
export function mayTellOthers(policy: Policy): boolean {
  return targetsOf(policy).some(({ person }) => person !== 'self');
}

/** The people whom the policy names by id. */
export function peopleNamedIn(policy: Policy): PersonId[] {
  return targetsOf(policy).flatMap(({ person }) => (person === 'self' || isRole(person) ? [] : [person]));
}

import { compareInstants, laterOf } from '@belfry/kernel/instants';
import { nextMoment, type Policy } from '../policy.ts';
import { outlivesStep } from './contact-again.ts';
import { contactsOf } from './contacts-of.ts';
import { defer } from './defer.ts';
import { allQuiet, heldUntil, holdBack } from './hold-back.ts';
import { earliest, latenessOf, resume, sentences } from './lateness.ts';
import { type Position, requirePolicy, type TurnContext, type TurnDecision } from './turn-context.ts';

/** Takes the policy's next step. */
export function takeStep(context: TurnContext, position: Position): TurnDecision {
  return contactStep(
    context,
    { ...position, stepsTaken: position.stepsTaken + 1, repeatsTaken: 0, attempt: 0 },
    'step',
  );
}

/** Makes the contacts of the present step once more. */
export function repeatStep(context: TurnContext): TurnDecision {
  const head = resume(context);
  return contactStep(context, { ...head, repeatsTaken: head.repeatsTaken + 1, attempt: 0 }, 'repeat');
}

function contactStep(context: TurnContext, position: Position, kind: 'step' | 'repeat'): TurnDecision {
  const policy = requirePolicy(context);
  const { baseAt, round, stepsTaken, repeatsTaken, attempt } = position;
  const step = policy.steps[stepsTaken - 1];
  if (!step) throw new TypeError(`The policy has no step ${stepsTaken}.`);
  const place = { round, step: stepsTaken, repeat: repeatsTaken, message: step.message, isExhausted: false };
  const { contacts, reason } = contactsOf(context, place, step.targets);
  const quiet = allQuiet(context, contacts);
  if (quiet) return defer(context, quiet);
  const held = holdBack(context, contacts);
  return {
    kind,
    state: 'open',
    baseAt,
    round,
    stepsTaken,
    repeatsTaken,
    attempt,
    awaitsAnswer: true,
    ...held,
    reason: sentences(latenessOf(context), reason),
    next: nextOf(policy, position, [...owedBehind(context), ...heldUntil(held.contacts)], context.now),
  };
}

/** When what is still owed of the steps before is due, once another has been taken. */
export function owedBehind({ head }: TurnContext): Temporal.Instant[] {
  return head?.followUps.filter(outlivesStep).map(({ at }) => at) ?? [];
}

/**
 * What comes first: the policy's next moment, or a contact that has to be made again, at once where its time has passed.
 * Of both at once, the policy's.
 */
export function nextOf(
  policy: Policy | null,
  position: Position,
  followUpsAt: readonly Temporal.Instant[],
  now: Temporal.Instant,
): TurnDecision['next'] {
  const moment = policy && nextMoment(policy, position, position.baseAt);
  const owedAt = earliest(followUpsAt);
  const retryAt = owedAt && laterOf(owedAt, now);
  if (!retryAt || (moment && compareInstants(moment.dueAt, retryAt) <= 0)) return moment;
  return { kind: 'retry', dueAt: retryAt };
}

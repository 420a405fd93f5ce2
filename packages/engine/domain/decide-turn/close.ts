import type { OccurrenceState } from '../occurrence.ts';
import type { Target } from '../policy.ts';
import { channelsOf, contactsOf } from './contacts-of.ts';
import { defer } from './defer.ts';
import { allQuiet, heldUntil, holdBack } from './hold-back.ts';
import { resume, sentences } from './lateness.ts';
import { nextOf, owedBehind } from './take-step.ts';
import { type Position, positionOf, requirePolicy, type TurnContext, type TurnDecision } from './turn-context.ts';

/** Ends the chain without a word to anybody. */
export function close(position: Position, state: OccurrenceState, reason: string): TurnDecision {
  const nothing = { awaitsAnswer: false, contacts: [], throttled: [], next: null };
  return { kind: 'closed', state, ...positionOf(position), ...nothing, reason };
}

/**
 * Ends the chain because the last step has run out, and tells the person and the fallback contact. It counts as a step
 * of its own, so that what failed in the steps before is no longer tried again.
 */
export function exhaust(context: TurnContext): TurnDecision {
  const head = resume(context);
  const policy = requirePolicy(context);
  const step = policy.steps.length + 1;
  const place = { round: head.round, step, repeat: 0, message: null, isExhausted: true };
  const { contacts, reason } = contactsOf(context, place, [
    { person: 'self', channels: channelsOfSelf(context) },
    ...(policy.fallback ? [policy.fallback] : []),
  ] satisfies Target[]);
  const quiet = allQuiet(context, contacts);
  if (quiet) return defer(context, quiet);
  const held = holdBack(context, contacts);
  return {
    ...close(head, 'exhausted', sentences('Nobody answered, and the policy has no further step.', reason) ?? ''),
    ...held,
    stepsTaken: step,
    repeatsTaken: 0,
    attempt: 0,
    next: nextOf(null, head, [...owedBehind(context), ...heldUntil(held.contacts)], context.now),
  };
}

/** The person's own channels, and in the end the inbox, which nobody misses. */
function channelsOfSelf(context: TurnContext): string[] {
  return [...new Set([...channelsOf(context), 'inbox'])];
}

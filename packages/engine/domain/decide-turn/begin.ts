import { compareInstants } from '@belfry/kernel/instants';
import type { OccurrenceState, TurnKind } from '../occurrence.ts';
import { nextMoment } from '../policy.ts';
import { close } from './close.ts';
import { channelsOf, contactsOf } from './contacts-of.ts';
import { defer } from './defer.ts';
import { allQuiet, holdBack } from './hold-back.ts';
import { expectedAt, isLate, latenessOf, whyMissed } from './lateness.ts';
import { takeStep } from './take-step.ts';
import { type Position, requireHead, type TurnContext, type TurnDecision } from './turn-context.ts';

/** The beginning of an occurrence; past its late limit it is missed. */
export function fire(context: TurnContext): TurnDecision {
  const { now, head, policy } = context;
  // It may have begun before: quiet hours have put it off, or its person was away.
  const position = { round: head?.round ?? 0, stepsTaken: 0, repeatsTaken: 0, attempt: 0 };
  // The steps of a policy count from when it left; the tries of a message alone have its late limit, from when it was to.
  const baseAt = policy && isLate(context) ? now : expectedAt(context);
  const beginning = { ...position, baseAt };
  const missed = whyMissed(context, expectedAt(context));
  if (missed !== null) return close(beginning, 'missed', missed);
  return nothingToTell(context, beginning) ?? begin(context, beginning, 'fired');
}

/** The policy from its first step: after a snooze, or because what was acknowledged never got done. */
export function beginAgain(context: TurnContext, kind: 'refired' | 'repaged'): TurnDecision {
  const { now, wakeup } = context;
  const baseAt = isLate(context) ? now : wakeup.dueAt;
  const round = requireHead(context).round + 1;
  return begin(context, { baseAt, round, stepsTaken: 0, repeatsTaken: 0, attempt: 0 }, kind);
}

function begin(context: TurnContext, beginning: Position, kind: TurnKind): TurnDecision {
  const { policy, now } = context;
  if (!policy) return contactWithoutPolicy(context, beginning, kind);
  const first = nextMoment(policy, beginning, beginning.baseAt);
  // A step due at once is taken with the first turn: one commit, one turn, one contact.
  if (compareInstants(first.dueAt, now) <= 0) {
    const decision = takeStep(context, beginning);
    return decision.kind === 'deferred' ? decision : { ...decision, kind };
  }
  const nothingYet = { contacts: [], throttled: [], awaitsAnswer: true };
  return { kind, state: 'open', ...beginning, ...nothingYet, reason: latenessOf(context), next: first };
}

function contactWithoutPolicy(context: TurnContext, beginning: Position, kind: TurnKind): TurnDecision {
  const place = { round: beginning.round, step: 1, repeat: 0, message: null, isExhausted: false };
  const { contacts } = contactsOf(context, place, [{ person: 'self', channels: channelsOf(context) }]);
  const quiet = allQuiet(context, contacts);
  if (quiet) return defer(context, quiet);
  const held = holdBack(context, contacts);
  return {
    kind,
    state: stateWithoutPolicy(held.contacts),
    ...beginning,
    stepsTaken: 1,
    awaitsAnswer: false,
    ...held,
    reason: latenessOf(context),
    next: null,
  };
}

/** A digest of what has all been dealt with meanwhile ends without a word. */
export function nothingToTell({ digest }: TurnContext, position: Position): TurnDecision | null {
  if (!digest || digest.lines.length > 0) return null;
  return close(position, 'cancelled', 'What was held back has been dealt with, or is not to be told any more.');
}

/** With nobody waited for, a message that cannot leave is the end of it. */
export function stateWithoutPolicy(contacts: TurnDecision['contacts']): OccurrenceState {
  if (contacts.some(({ address, problem }) => address !== null || problem?.until)) return 'open';
  const isOnPurpose = contacts.some(
    ({ problem }) =>
      problem?.isAuthors === true || ['contact.throttled', 'contact.delivery-disabled'].includes(problem?.code ?? ''),
  );
  return isOnPurpose ? 'cancelled' : 'failed';
}

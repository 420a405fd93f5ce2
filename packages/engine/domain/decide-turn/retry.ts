import type { Contact } from '../occurrence.ts';
import { mayBeContacted, recipientOf } from '../resolve-targets.ts';
import { stateWithoutPolicy } from './begin.ts';
import { contactFor, type Place } from './contact-for.ts';
import { heldUntil, holdBack } from './hold-back.ts';
import { latenessOf, resume, sentences } from './lateness.ts';
import { nextOf } from './take-step.ts';
import type { ContactAgain, Head, TurnContext, TurnDecision } from './turn-context.ts';

/**
 * Makes contacts again that failed, by the same channel or by the next, or that quiet hours held back, with the data of
 * now. What comes next in the policy keeps its time, unless this is late.
 */
export function retry(context: TurnContext): TurnDecision {
  const head = resume(context);
  const { policy, now } = context;
  const isDue = ({ at }: ContactAgain) => Temporal.Instant.compare(at, now) <= 0;
  const due = head.followUps.filter(isDue);
  const later = head.followUps.filter((followUp) => !isDue(followUp));
  const held = holdBack(
    context,
    due.map((followUp) => contactAgain(context, head, followUp)),
  );
  const followUpsAt = [...later.map(({ at }) => at), ...heldUntil(held.contacts)];
  const isOpen = head.state === 'open';
  const state = policy || followUpsAt.length > 0 ? head.state : stateWithoutPolicy(held.contacts);
  return {
    kind: 'retry',
    state,
    baseAt: head.baseAt,
    round: head.round,
    stepsTaken: head.stepsTaken,
    repeatsTaken: head.repeatsTaken,
    attempt: due.some(wasTried) ? head.attempt + 1 : head.attempt,
    awaitsAnswer: policy !== null && isOpen,
    ...held,
    reason: sentences(latenessOf(context), ...due.map((followUp) => fallbackReason(followUp, held.contacts))),
    next: nextOf(isOpen ? policy : null, head, followUpsAt),
  };
}

/** One that was held back has never been tried. */
function wasTried({ contact }: ContactAgain): boolean {
  return contact.address !== null;
}

function contactAgain(context: TurnContext, head: Head, { contact, kind, of = head }: ContactAgain): Contact {
  const { personId, target, channel, alternatives, replayOf } = contact;
  const channels = kind === 'next-channel' ? alternatives : [channel, ...alternatives];
  const made = contactFor(context, placeOf(context, of), target, {
    personId,
    recipient: recipientOf(context, personId),
    channels,
  });
  const again = replayOf === undefined ? made : { ...made, replayOf };
  if (mayBeContacted(context, context.policy, personId)) return again;
  const reason = `${contact.personName} no longer agrees to be contacted.`;
  const problem = { status: 'suppressed', code: 'contact.no-consent', reason, until: null } as const;
  return { ...again, address: null, problem };
}

function placeOf(
  { policy }: TurnContext,
  { round, stepsTaken, repeatsTaken }: Pick<Head, 'round' | 'stepsTaken' | 'repeatsTaken'>,
): Place {
  const message = policy?.steps[stepsTaken - 1]?.message ?? null;
  const isExhausted = policy !== null && stepsTaken > policy.steps.length;
  return { round, step: stepsTaken, repeat: repeatsTaken, message, isExhausted };
}

function fallbackReason({ contact, kind }: ContactAgain, made: readonly Contact[]): string | null {
  const now = made.find(({ target }) => target === contact.target);
  if (kind !== 'next-channel' || !now) return null;
  return `By ${now.channel}, because ${contact.channel} failed for ${contact.personName}.`;
}

import { compareInstants } from '@belfry/kernel/instants';
import type { Contact } from '../occurrence.ts';
import { mayBeContacted, recipientOf } from '../resolve-targets.ts';
import type { StepPlace } from '../standing.ts';
import { nothingToTell, stateWithoutPolicy } from './begin.ts';
import { close } from './close.ts';
import type { ContactAgain } from './contact-again.ts';
import { contactFor, type Place } from './contact-for.ts';
import { channelsOf, whereTo } from './contacts-of.ts';
import { heldUntil, holdBack } from './hold-back.ts';
import { earliest, latenessOf, resume, sentences, whyMissed } from './lateness.ts';
import { withoutSuperseded } from './supersede.ts';
import { nextOf } from './take-step.ts';
import { type Head, requireHead, type TurnContext, type TurnDecision } from './turn-context.ts';

/**
 * Makes contacts again that failed, that quiet hours held back or that somebody replayed, with the data of now. What
 * comes next in the policy keeps its time, unless this is late. A message alone that nobody could take within its late
 * limit is missed.
 */
export function retry(context: TurnContext): TurnDecision {
  const { policy } = context;
  if (policy) return makeAgain(context, resume(context));
  const head = sinceAsked(context, requireHead(context));
  const missed = whyMissed(context, head.baseAt);
  if (missed !== null) return close(head, 'missed', missed);
  const turn = nothingToTell(context, head) ?? makeAgain(context, head);
  const wakesAt = earliest(heldUntil(turn.contacts));
  return wakesAt ? { ...turn, baseAt: head.baseAt.add(context.now.until(wakesAt)) } : turn;
}

/** Whoever asks for it to be sent again, however late, asks for it now. */
function sinceAsked({ now }: TurnContext, head: Head): Head {
  return head.followUps.some(({ isReplay }) => isReplay) ? { ...head, baseAt: now } : head;
}

function makeAgain(context: TurnContext, head: Head): TurnDecision {
  const { policy, now } = context;
  const isDue = ({ at }: ContactAgain) => compareInstants(at, now) <= 0;
  const due = head.followUps.filter(isDue);
  const later = head.followUps.filter((followUp) => !isDue(followUp));
  const made = due.map((followUp) => ({ followUp, contact: contactAgain(context, followUp) }));
  const { first, others } = oncePerAddress(withoutSuperseded(policy, made));
  const held = holdBack(context, first);
  const followUpsAt = [...later.map(({ at }) => at), ...others.map(() => now), ...heldUntil(held.contacts)];
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
    next: nextOf(isOpen ? policy : null, head, followUpsAt, now),
  };
}

/** Nobody is contacted twice at one turn: what else is due at the same address has the next turn, at once. */
function oncePerAddress(contacts: readonly Contact[]): { first: Contact[]; others: Contact[] } {
  const seen = new Set<string>();
  const first: Contact[] = [];
  const others: Contact[] = [];
  for (const contact of contacts) {
    const isSecond = contact.address !== null && seen.has(whereTo(contact));
    (isSecond ? others : first).push(contact);
    if (contact.address !== null) seen.add(whereTo(contact));
  }
  return { first, others };
}

/** One that was held back has never been tried. */
function wasTried({ contact }: ContactAgain): boolean {
  return contact.address !== null;
}

function contactAgain(context: TurnContext, followUp: ContactAgain): Contact {
  const { personId, personName, target, messageId, replayOf } = followUp.contact;
  const made = contactFor(context, placeOf(context, followUp.of), target, {
    personId,
    recipient: recipientOf(context, personId),
    channels: channelsFor(context, followUp),
  });
  const again = { ...made, messageId, ...(replayOf !== undefined && { replayOf }) };
  if (mayBeContacted(context, context.policy, personId)) return again;
  const reason = `${personName} no longer agrees to be contacted.`;
  const problem = { status: 'suppressed', code: 'contact.no-consent', reason, until: null } as const;
  return { ...again, address: null, problem };
}

/**
 * The channel that is meant, and behind it whatever else there is, should the person not be reached on that by now. A message
 * alone that is replayed goes to whatever they have by now: they may have had no address at all.
 */
function channelsFor(context: TurnContext, { contact, kind, reserve = [], isReplay }: ContactAgain): string[] {
  const { channel, alternatives } = contact;
  const reserved = reserve.map((one) => one.channel);
  const added = isReplay && context.policy === null ? channelsOf(context) : [];
  switch (kind) {
    case 'retry':
      return [...new Set([channel, ...alternatives, ...reserved, ...added])];
    case 'next-channel':
      return [...new Set([...alternatives, ...reserved])];
    case 'earlier-channel':
      return reserved;
  }
}

function placeOf({ policy }: TurnContext, { round, stepsTaken, repeatsTaken }: StepPlace): Place {
  const message = policy?.steps[stepsTaken - 1]?.message ?? null;
  const isExhausted = policy !== null && stepsTaken > policy.steps.length;
  return { round, step: stepsTaken, repeat: repeatsTaken, message, isExhausted };
}

function fallbackReason({ contact, kind }: ContactAgain, made: readonly Contact[]): string | null {
  const now = made.find(({ target }) => target === contact.target);
  if (kind === 'retry' || !now) return null;
  const again = kind === 'earlier-channel' ? ' once more' : '';
  return `By ${now.channel}${again}, because ${contact.channel} failed for ${contact.personName}.`;
}

import type { AttemptStatus } from '@belfry/channels';
import type { FollowUp } from './decide-follow-up.ts';
import { type ContactAgain, isHeld, type Told } from './decide-turn/contact-again.ts';
import type { Contact } from './occurrence.ts';
import { REPLAYED } from './outcome-codes.ts';
import {
  attemptKey,
  type ChainPlace,
  endingSince,
  isAnsweredState,
  isLaterStep,
  isMadeAnew,
  isSameStep,
  stepOf,
} from './standing.ts';

/** A piece of news about an attempt; of several, the last in the order of the record counts. */
export interface ChainOutcome {
  seq: number;
  target: number;
  status: AttemptStatus;
  code: string | null;
  at: Temporal.Instant;
  followUp: FollowUp | null;
}

interface Owed {
  turn: ChainPlace;
  contact: Contact;
  last: ChainOutcome & { followUp: FollowUp };
}

/**
 * The contacts that a chain still has to make, read off the chain itself: failures of the present step that are to be
 * tried again, and, of whatever step, what quiet hours hold back and what somebody replayed. A failure's retry ends with
 * its step; those others end only when they have been made, or the occurrence has been answered or stopped.
 * @param outcomes in the order of the record
 */
export function owedContacts(chain: readonly ChainPlace[], outcomes: readonly ChainOutcome[]): ContactAgain[] {
  const head = chain.at(-1);
  if (!head || isAnsweredState(head.state)) return [];
  const newest = new Map(outcomes.map((outcome) => [attemptKey(outcome, outcome.target), outcome]));
  const owed = chain.flatMap((turn) =>
    turn.contacts.flatMap((contact): Owed[] => {
      const last = newest.get(attemptKey(turn, contact.target));
      if (!last?.followUp) return [];
      const one = { turn, contact, last: { ...last, followUp: last.followUp } };
      return isStillOwed(chain, head, one) ? [one] : [];
    }),
  );
  const highest = Math.max(-1, ...chain.flatMap(({ contacts }) => contacts.map(({ target }) => target)));
  let carried = 0;
  return owed.map((one) => {
    // The present step has targets of the same numbers.
    const target = isSameStep(one.turn, head) ? one.contact.target : highest + ++carried;
    return contactAgain(chain, newest, one, target);
  });
}

function isStillOwed(chain: readonly ChainPlace[], head: ChainPlace, { turn, contact, last }: Owed): boolean {
  if (isMadeAnew(chain, turn, contact.target) || endingSince(chain, turn, last.at)) return false;
  return isSameStep(turn, head) || last.code === REPLAYED || isHeld(contact);
}

function contactAgain(
  chain: readonly ChainPlace[],
  newest: ReadonlyMap<string, ChainOutcome>,
  { turn, contact, last }: Owed,
  target: number,
): ContactAgain {
  const of = stepOf(chain, turn, contact);
  const replayOf = target === contact.target ? contact.replayOf : attemptKey(turn, contact.target);
  return {
    ...last.followUp,
    contact: { ...contact, target, ...(replayOf !== undefined && { replayOf }) },
    of,
    isReplay: last.code === REPLAYED,
    toldSince: isHeld(contact) ? toldSince(chain, newest, contact, of) : [],
  };
}

/** What later steps have told the same person meanwhile, or are telling; what failed has told nobody. */
function toldSince(
  chain: readonly ChainPlace[],
  newest: ReadonlyMap<string, ChainOutcome>,
  { personId }: Contact,
  of: ContactAgain['of'],
): Told[] {
  return chain.flatMap((turn) =>
    turn.contacts.flatMap((contact): Told[] => {
      const { channel, address } = contact;
      const status = newest.get(attemptKey(turn, contact.target))?.status ?? 'accepted';
      if (contact.personId !== personId || address === null || hasToldNobody.has(status)) return [];
      const step = stepOf(chain, turn, contact);
      return isLaterStep(step, of) ? [{ channel, address, step }] : [];
    }),
  );
}

const hasToldNobody: ReadonlySet<AttemptStatus> = new Set(['failed', 'undelivered', 'suppressed']);

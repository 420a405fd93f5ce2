import type { Standing } from './decide-follow-up.ts';
import { isHeld } from './decide-turn/contact-again.ts';
import type { Contact, OccurrenceState } from './occurrence.ts';
import { NOT_SENT_AGAIN, REPLAYED, SENT_AGAIN } from './outcome-codes.ts';
import type { ChainOutcome } from './owed-contacts.ts';
import { type ChainPlace, endingSince, isAnsweredState, isMadeAnew, standingOf } from './standing.ts';

interface Outcome extends ChainOutcome {
  reason: string | null;
}

const overtakenBy: Partial<Record<Standing, string>> = { answered: 'somebody answered', ended: 'it was over by then' };

/** Why an unknown that the policy wanted sent once more was not. */
export function whyNotSentAgain(standing: Standing): string {
  return `This provider cannot be asked. It was not sent again: ${overtakenBy[standing] ?? 'the policy has gone on'}.`;
}

/**
 * An outcome as it turned out. What follows from it is written down before it happens; an answer that comes between the
 * two keeps it from going out, and the chain shows that.
 */
export function asItTurnedOut<Given extends Outcome>(chain: readonly ChainPlace[], outcome: Given): Given {
  const turn = chain.find(({ seq }) => seq === outcome.seq);
  const contact = turn?.contacts.find(({ target }) => target === outcome.target);
  if (!turn || !contact || !outcome.followUp) return outcome;
  if (outcome.code === SENT_AGAIN) return unlessOvertaken(chain, turn, outcome);
  return outcome.code === REPLAYED || isHeld(contact) ? unlessEnded(chain, turn, contact, outcome) : outcome;
}

function unlessOvertaken<Given extends Outcome>(chain: readonly ChainPlace[], turn: ChainPlace, outcome: Given): Given {
  const standing = standingOf(chain, turn, outcome.target);
  if (standing === 'here' || standing === 'retried') return outcome;
  return { ...outcome, code: NOT_SENT_AGAIN, reason: whyNotSentAgain(standing), followUp: null };
}

function unlessEnded<Given extends Outcome>(
  chain: readonly ChainPlace[],
  turn: ChainPlace,
  contact: Contact,
  outcome: Given,
): Given {
  const end = isMadeAnew(chain, turn, contact.target) ? undefined : endingSince(chain, turn, outcome.at);
  if (!end) return outcome;
  return { ...outcome, reason: [outcome.reason, whyNotMade(end.state)].filter(Boolean).join(' '), followUp: null };
}

/** Why what was held back or replayed never went out. */
export function whyNotMade(state: OccurrenceState): string {
  if (state === 'missed') return 'It did not go out: it was too late by then.';
  return `It did not go out: it was ${isAnsweredState(state) ? state : 'stopped'} before.`;
}

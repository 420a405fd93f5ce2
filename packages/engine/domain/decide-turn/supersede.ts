import type { Contact } from '../occurrence.ts';
import { SUPERSEDED } from '../outcome-codes.ts';
import type { Policy } from '../policy.ts';
import { isLaterStep, type StepPlace } from '../standing.ts';
import { stepName } from '../step-words.ts';
import { type ContactAgain, isHeld } from './contact-again.ts';
import { withhold } from './hold-back.ts';

/** A contact as it is made anew, beside what it was. */
export interface MadeAnew {
  followUp: ContactAgain;
  contact: Contact;
}

/**
 * Withholds for good what quiet hours held back and a later step has told the same person at the same address
 * meanwhile, or tells with this turn: once is enough. A replay is made whatever else was said.
 */
export function withoutSuperseded(policy: Policy | null, made: readonly MadeAnew[]): Contact[] {
  return made.map(({ followUp, contact }) => {
    const step = isHeld(followUp.contact) && !followUp.isReplay ? toldBy(followUp, contact, made) : null;
    if (contact.address === null || !step) return contact;
    const reason = `Once is enough: ${whichStep(step, policy)} tells ${contact.personName} at the same address.`;
    return withhold(contact, { code: SUPERSEDED, reason, until: null });
  });
}

function toldBy({ of, toldSince }: ContactAgain, contact: Contact, made: readonly MadeAnew[]): StepPlace | null {
  const isSameAddress = (other: Pick<Contact, 'channel' | 'address'>) =>
    other.channel === contact.channel && other.address === contact.address;
  const told = toldSince.find(isSameAddress);
  if (told) return told.step;
  const later = made.find(
    (other) =>
      other.contact.personId === contact.personId && isSameAddress(other.contact) && isLaterStep(other.followUp.of, of),
  );
  return later?.followUp.of ?? null;
}

function whichStep(step: StepPlace, policy: Policy | null): string {
  return policy && step.stepsTaken > policy.steps.length ? 'the word that nobody answered' : stepName(step);
}

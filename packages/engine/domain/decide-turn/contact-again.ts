import type { FollowUp } from '../decide-follow-up.ts';
import type { Contact } from '../occurrence.ts';
import type { StepPlace } from '../standing.ts';

/** What a step has told somebody at an address. */
export interface Told {
  channel: string;
  address: string;
  step: StepPlace;
}

/** A contact that has to be made again. Of a step before the present one it has a target of its own. */
export interface ContactAgain extends FollowUp {
  contact: Contact;
  /** The step it belongs to. */
  of: StepPlace;
  /** Somebody wants it made anew. */
  isReplay: boolean;
  /** Of one that was held back: what later steps have told the same person meanwhile. */
  toldSince: readonly Told[];
}

/**
 * Whether it stays owed when the policy takes its next step. Quiet hours defer and never drop, and what somebody asked
 * for is made; the next try of what failed has nothing left to try.
 */
export function outlivesStep({ contact, isReplay }: ContactAgain): boolean {
  return isReplay || isHeld(contact);
}

/** Withheld until an instant; what is withheld for good is not owed. */
export function isHeld({ problem }: Contact): boolean {
  return problem !== null && problem.until !== null;
}

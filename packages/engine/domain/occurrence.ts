import type { PersonId } from '@belfry/kernel/ids';

/** The words of api.md. `planned` and `due` stand in no turn: nothing has happened yet. */
export const occurrenceStates = [
  'planned',
  'due',
  'open',
  'acknowledged',
  'completed',
  'snoozed',
  'exhausted',
  'cancelled',
  'skipped',
  'missed',
  'failed',
] as const;
export type OccurrenceState = (typeof occurrenceStates)[number];

/**
 * What the engine did (`fired` to `closed`; `deferred` is quiet hours, `refired` the end of a snooze, `repaged` an
 * acknowledgement that was never followed by done) and what people did (the rest).
 */
export type TurnKind =
  | 'fired'
  | 'step'
  | 'repeat'
  | 'retry'
  | 'deferred'
  | 'refired'
  | 'repaged'
  | 'closed'
  | 'acknowledged'
  | 'completed'
  | 'snoozed'
  | 'skipped'
  | 'cancelled';
export type WakeupKind = 'fire' | 'step' | 'repeat' | 'retry' | 'refire' | 'repage' | 'close';

/** Who acted, for the record: a key or user of the API, or a person by a reply. */
export interface Actor {
  type: 'key' | 'user' | 'person';
  id: string;
  name: string;
  via: string;
}

/** One contact that a turn makes, with what is sent: it is committed with the turn, before anybody is called. */
export interface Contact {
  target: number;
  personId: PersonId;
  personName: string;
  channel: string;
  /** null where nothing is sent; then `problem` says why. */
  address: string | null;
  problem: ContactProblem | null;
  /**
   * The target's other channels on which the person could be reached too: those that have not been tried, in order of
   * preference, then those in reserve.
   */
  alternatives: string[];
  subject: string;
  text: string;
  /** The same for every try of one step, so that a mail system that compares Message-IDs shows it once. */
  messageId: string;
  /** The signed page on which it can be answered without signing in; null where none is sent along. */
  link: string | null;
  /** The attempt of an earlier step, as `seq.target`, that this one makes anew: it was held back, or replayed. */
  replayOf?: string;
}

/** Why a contact is not made. It stands in the record as the attempt's only outcome. */
export interface ContactProblem {
  status: 'failed' | 'suppressed';
  /** `contact.unreachable`, `contact.opted-out`, `contact.no-consent`, `contact.quiet-hours`, `contact.superseded` … */
  code: string;
  reason: string;
  /** Held back until this instant, when a retry makes it; null for good. */
  until: string | null;
  /** Whoever writes its words has decided that nothing is to be said. */
  isAuthors?: true;
}

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

export type TurnKind = 'fired' | 'step' | 'retry' | 'acknowledged' | 'completed' | 'closed';
export type WakeupKind = 'fire' | 'step' | 'retry' | 'close';

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
  /** null where the person has no address on this channel; then `problem` says so and nothing is sent. */
  address: string | null;
  problem: string | null;
  subject: string;
  text: string;
  /** The same for every try of one step, so that a mail system that compares Message-IDs shows it once. */
  messageId: string;
}

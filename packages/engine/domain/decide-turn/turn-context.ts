import type { PersonId } from '@belfry/kernel/ids';
import type { Digest } from '../digest.ts';
import type { Contact, OccurrenceState, TurnKind, WakeupKind } from '../occurrence.ts';
import type { Policy } from '../policy.ts';
import type { Household } from '../resolve-targets.ts';
import type { ThrottleEntry, ThrottleTally } from '../throttle.ts';
import type { Words } from '../words.ts';
import type { ContactAgain } from './contact-again.ts';

/** What the turn before left behind. */
export interface Head {
  state: OccurrenceState;
  baseAt: Temporal.Instant;
  round: number;
  stepsTaken: number;
  repeatsTaken: number;
  attempt: number;
  /** A message of this round has reached the person whom it is for: since then they have not answered. */
  hasReachedSelf: boolean;
  /** What has to be made again, now or later. */
  followUps: readonly ContactAgain[];
}

export interface TurnSchedule {
  title: string;
  body: string | null;
  lateLimit: string;
  importance: string;
  /** A list of what a throttle held back. */
  isDigest: boolean;
  /** Why nothing of it may leave any more (paused, deleted …), or null. */
  stopped: string | null;
}

export interface TurnContext extends Household {
  now: Temporal.Instant;
  occurrenceId: string;
  wakeup: { kind: WakeupKind; dueAt: Temporal.Instant };
  /** It was asked for on its day, and after its time; null for all that was asked for before. */
  askedAt: Temporal.Instant | null;
  schedule: TurnSchedule;
  /** null: title and body are the words. */
  words: Words | null;
  /** What is to be told of in place of title and body; null where it is no digest, and where it is looked at ahead. */
  digest: Digest | null;
  /** Its author has it for then. */
  notBefore: Temporal.Instant | null;
  /** null: one message on the person's preferred channel, and no answer is waited for. */
  policy: Policy | null;
  /** null for an occurrence's first turn. */
  head: Head | null;
  /** The tenant sends nothing at present, and records what it would have sent. */
  isDeliveryDisabled: boolean;
  /** null where the tenant has none. */
  throttle: { perHour: number; tally: ThrottleTally } | null;
  canSend(channel: string): boolean;
  /** The page on which this person can answer, or null where there is none. */
  linkFor(personId: PersonId): string | null;
}

export interface TurnDecision {
  kind: TurnKind;
  state: OccurrenceState;
  baseAt: Temporal.Instant;
  round: number;
  stepsTaken: number;
  repeatsTaken: number;
  attempt: number;
  awaitsAnswer: boolean;
  contacts: Contact[];
  reason: string | null;
  next: { kind: WakeupKind; dueAt: Temporal.Instant } | null;
  /** What its contacts add to the throttle's count; empty where nothing is counted. */
  throttled: ThrottleEntry[];
}

/** How far the chain has come; what a turn that only says something leaves as it is. */
export type Position = Pick<TurnDecision, 'baseAt' | 'round' | 'stepsTaken' | 'repeatsTaken' | 'attempt'>;

export function positionOf({ baseAt, round, stepsTaken, repeatsTaken, attempt }: Position): Position {
  return { baseAt, round, stepsTaken, repeatsTaken, attempt };
}

/** What the turn after this one sees of it. */
export function headBehind(
  turn: Position & Pick<TurnDecision, 'state'>,
  followUps: readonly ContactAgain[],
  hasReachedSelf = false,
): Head {
  return { state: turn.state, ...positionOf(turn), hasReachedSelf, followUps };
}

export function requireHead(context: TurnContext): Head {
  if (!context.head) throw new TypeError(`A wake-up of kind ${context.wakeup.kind} needs the turn before it.`);
  return context.head;
}

export function requirePolicy(context: TurnContext): Policy {
  if (!context.policy) throw new TypeError(`A wake-up of kind ${context.wakeup.kind} needs a policy.`);
  return context.policy;
}

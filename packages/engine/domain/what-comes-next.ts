import type { FollowUp } from './decide-follow-up.ts';
import { nextOf } from './decide-turn/take-step.ts';
import type { ContactAgain, Position, TurnDecision } from './decide-turn/turn-context.ts';
import type { Contact, OccurrenceState, TurnKind } from './occurrence.ts';
import { type Policy, repageMoment } from './policy.ts';
import { isSameStep } from './standing.ts';

export interface ChainTurn extends Position {
  seq: number;
  kind: TurnKind;
  state: OccurrenceState;
  at: Temporal.Instant;
  awaitsAnswer: boolean;
  contacts: readonly Contact[];
}

/** The wake-up that a chain waits for, read off the chain itself; null where nothing is due any more. */
export function whatComesNext(
  head: ChainTurn,
  policy: Policy | null,
  followUps: readonly ContactAgain[],
): TurnDecision['next'] {
  const isDeferred = head.kind === 'deferred';
  const followUpsAt = followUps.map(({ at }) => at);
  switch (head.state) {
    case 'open':
      if (!policy && isDeferred) return { kind: 'fire', dueAt: head.baseAt };
      return nextOf(head.awaitsAnswer ? policy : null, head, followUpsAt);
    case 'snoozed':
      return { kind: 'refire', dueAt: head.baseAt };
    case 'acknowledged': {
      const dueAt = isDeferred ? head.baseAt : policy && repageMoment(policy, head.at);
      return dueAt && { kind: 'repage', dueAt };
    }
    case 'exhausted':
      return nextOf(null, head, followUpsAt);
    default:
      return null;
  }
}

interface ChainOutcome {
  seq: number;
  target: number;
  n: number;
  followUp: FollowUp | null;
}

/** Contacts of the present step whose newest try is to be followed by another. */
export function followUpsOf(chain: readonly ChainTurn[], outcomes: readonly ChainOutcome[]): ContactAgain[] {
  const head = chain.at(-1);
  if (!head) return [];
  const newest = new Map<number, { seq: number; contact: Contact }>();
  for (const turn of chain.filter((one) => isSameStep(one, head))) {
    for (const contact of turn.contacts) newest.set(contact.target, { seq: turn.seq, contact });
  }
  return [...newest.values()].flatMap(({ seq, contact }) => {
    const last = outcomes.findLast((outcome) => outcome.seq === seq && outcome.target === contact.target);
    return last?.followUp ? [{ contact, ...last.followUp }] : [];
  });
}

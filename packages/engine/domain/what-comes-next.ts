import type { ContactAgain } from './decide-turn/contact-again.ts';
import { nextOf } from './decide-turn/take-step.ts';
import type { Position, TurnDecision } from './decide-turn/turn-context.ts';
import type { Contact, OccurrenceState, TurnKind } from './occurrence.ts';
import { type Policy, repageMoment } from './policy.ts';

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
      if (!policy && isDeferred) return { kind: kindPutOff(followUps), dueAt: head.baseAt };
      return nextOf(head.awaitsAnswer ? policy : null, head, followUpsAt, head.at);
    case 'snoozed':
      return { kind: 'refire', dueAt: head.baseAt };
    case 'acknowledged': {
      // It would have begun anew, and was stopped.
      if (head.kind === 'closed') return null;
      const dueAt = isDeferred ? head.baseAt : policy && repageMoment(policy, head.at);
      return dueAt && { kind: 'repage', dueAt };
    }
    case 'exhausted':
      return nextOf(null, head, followUpsAt, head.at);
    default:
      return null;
  }
}

/** What a message alone goes on with that has been put off: its first try, or what there is to be made again. */
export function kindPutOff(followUps: readonly ContactAgain[]): 'fire' | 'retry' {
  return followUps.length > 0 ? 'retry' : 'fire';
}

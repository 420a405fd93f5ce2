import type { AttemptStatus } from '@belfry/channels';
import type { PersonId } from '@belfry/kernel/ids';
import type { ChainOutcome } from './owed-contacts.ts';
import type { ChainTurn } from './what-comes-next.ts';

const arrived: ReadonlySet<AttemptStatus> = new Set(['accepted', 'sent', 'delivered', 'answered']);

/**
 * Whether a message of the present round has reached this person, by the newest news of each; one of which there is no
 * news yet is taken to arrive. The claim reads the same in SQL: `readWhoseSelfIsReached` of store/chain/pg-heads.ts.
 */
export function hasReached(
  chain: readonly ChainTurn[],
  outcomes: readonly ChainOutcome[],
  personId: PersonId,
): boolean {
  const round = chain.at(-1)?.round;
  return chain.some(
    (turn) =>
      turn.round === round &&
      turn.contacts.some(({ target, personId: who, address }) => {
        if (who !== personId || address === null) return false;
        const newest = outcomes.findLast((outcome) => outcome.seq === turn.seq && outcome.target === target);
        return newest === undefined || arrived.has(newest.status);
      }),
  );
}

import type { PersonId } from '@belfry/kernel/ids';
import { compareInstants } from '@belfry/kernel/instants';
import type { TurnDecision } from './decide-turn/turn-context.ts';
import { QUIET_HOURS } from './outcome-codes.ts';
import type { ChainOutcome } from './owed-contacts.ts';
import type { Policy } from './policy.ts';
import { endingSince, isMadeAnew } from './standing.ts';
import { type ChainTurn, whatComesNext } from './what-comes-next.ts';

/** What quiet hours have put off as a whole, and until when; null where the chain does not end in that. */
export function putOff(chain: readonly ChainTurn[], policy: Policy | null): TurnDecision['next'] {
  const head = chain.at(-1);
  if (head?.kind !== 'deferred') return null;
  const next = whatComesNext(head, policy, []);
  const hasBegun = chain.some(({ kind }) => kind !== 'deferred');
  return next && (hasBegun ? next : { ...next, kind: 'fire' });
}

/** The attempts that quiet hours hold back after `now`: of this person, or of everybody. */
export function heldAttempts(
  chain: readonly ChainTurn[],
  outcomes: readonly ChainOutcome[],
  { now, personId }: { now: Temporal.Instant; personId: PersonId | null },
): { seq: number; target: number }[] {
  return chain.flatMap((turn) =>
    turn.contacts.flatMap(({ target, personId: whose }) => {
      const last = outcomes.findLast(({ seq, target: of }) => seq === turn.seq && of === target);
      if (last?.code !== QUIET_HOURS || !last.followUp || (personId !== null && whose !== personId)) return [];
      const isLater = compareInstants(last.followUp.at, now) > 0;
      const isOver = isMadeAnew(chain, turn, target) || endingSince(chain, turn, last.at) !== undefined;
      return isLater && !isOver ? [{ seq: turn.seq, target }] : [];
    }),
  );
}

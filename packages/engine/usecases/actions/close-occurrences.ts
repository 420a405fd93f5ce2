import type { Tx } from '@belfry/platform/database';
import { decideAction } from '../../domain/decide-action.ts';
import type { Actor } from '../../domain/occurrence.ts';
import type { OccId } from '../../domain/occurrence-id.ts';
import { insertTurns, type NewTurn, turnKey } from '../../store/chain/pg-claim-turns.ts';
import { finishThoseOnce } from '../../store/chain/pg-finish-once.ts';
import { closeOccurrencesAt, stopWaiting, stopWaitingFor } from '../../store/chain/pg-open.ts';
import { effectiveState, type NewestTurn, readNewestTurns, type TurnRecord } from '../../store/chain/pg-turns.ts';
import type { OccurrenceKey } from '../../store/stopping/pg-open-widely.ts';
import { placeBehind, turnAt } from './act-on-occurrence.ts';

export interface CloseOptions {
  tx: Tx;
  occurrences: readonly OccurrenceKey[];
  action: { type: 'cancel' | 'complete' };
  actor: Actor | null;
  now: Temporal.Instant;
  reason: string;
}

/**
 * Closes occurrences that have fired, each by a turn at the next place of its chain, as `actOnOccurrence` does one: in a
 * statement for all, in the order of the key. Where somebody else takes a place meanwhile, that chain is read again. What
 * has ended already stays as it is. What was acknowledged stays so too, for that answer was given, whatever is closed
 * afterwards, and a DONE may still follow; but it is waited for no longer, and its next turn says that it does not begin
 * anew, also where the schedule goes on later. Idempotent.
 * @returns those that it closed
 */
export async function closeOccurrences(options: CloseOptions): Promise<OccurrenceKey[]> {
  const { tx, action, actor, now } = options;
  const closed: NewTurn[] = [];
  const acknowledged: OccId[] = [];
  for (let left = options.occurrences; left.length > 0; ) {
    const heads = await readNewestTurns(tx, left);
    acknowledged.push(...heads.flatMap(({ head }) => (head.state === 'acknowledged' ? [head.occId] : [])));
    const turns = heads.flatMap((head) => turnThatCloses(head, options) ?? []);
    const inserted = await insertTurns(tx, turns);
    const isOurs = (turn: NewTurn) => inserted.has(turnKey(turn.occId, turn.seq));
    closed.push(...turns.filter((turn) => isOurs(turn) && turn.decision.kind !== 'closed'));
    left = turns.filter((turn) => !isOurs(turn));
  }
  const ids = closed.map(({ occId }) => occId);
  // A person's own word is told to whoever answers later, as after any other answer of theirs.
  await (actor?.type === 'person' ? stopWaitingFor(tx, ids) : closeOccurrencesAt(tx, ids));
  // One after the other in the order of the key: nobody holds their chains, so two closings could meet here.
  for (const occId of acknowledged.toSorted()) await stopWaiting(tx, occId);
  if (action.type === 'complete') await finishThoseOnce(tx, closed, now);
  return closed.map(({ day, occId }) => ({ day, occId }));
}

function turnThatCloses({ head, hasGoneOut }: NewestTurn, options: CloseOptions): NewTurn | null {
  if (head.state === 'acknowledged') return head.kind === 'closed' ? null : turnThatEndsRepage(head, options);
  const decision = decideAction(options.action.type, effectiveState({ head, hasGoneOut }));
  return decision.type === 'act' ? turnAt(placeBehind(head), decision.kind, options) : null;
}

/** All that is open and acknowledged would page again. */
function turnThatEndsRepage(head: TurnRecord, options: CloseOptions): NewTurn {
  const { decision, ...turn } = turnAt(placeBehind(head), 'acknowledged', options);
  return { ...turn, decision: { ...decision, kind: 'closed' } };
}

import type { Tx } from '@belfry/platform/database';
import { type Action, decideAction } from '../../domain/decide-action.ts';
import type { Actor } from '../../domain/occurrence.ts';
import { insertTurns, type NewTurn, turnKey } from '../../store/chain/pg-claim-turns.ts';
import { effectiveState, type NewestTurn, readNewestTurns } from '../../store/chain/pg-turns.ts';
import type { OccurrenceRecord } from '../../store/occurrences/occurrence-columns.ts';
import { readFired } from '../../store/occurrences/pg-occurrences.ts';
import type { OccurrenceKey } from '../../store/stopping/pg-open-widely.ts';
import { type OpenAttempt, readUnderWay } from '../../store/stopping/pg-under-way.ts';
import { placeBehind, turnAt } from './act-on-occurrence.ts';
import { followActions } from './follow-action.ts';

/** What somebody wants done with an occurrence. */
export interface Act {
  occurrence: OccurrenceKey;
  action: { type: Exclude<Action, 'snooze'> };
  actor: Actor;
}

export interface Acted {
  occurrence: OccurrenceRecord;
  didChange: boolean;
  /** What was claimed before and has no end yet: wait for it (`drainAttempts`) before saying that it is done. */
  underWay: OpenAttempt[];
}

/** Null where the occurrence already stands as asked. */
type Wanted = { act: Act; turn: NewTurn | null };

/**
 * Acts on occurrences of a tenant that have fired, as `actOnOccurrence` does on one: in a statement for all at each step,
 * so that many who answer at once cost little more than one. Who comes second to the same occurrence, who loses the place
 * in its chain, and what has not fired, was acknowledged before or has to be refused, is left to be acted on by itself.
 * @returns for each act what it came to, null where it is left
 */
export async function actTogether(tx: Tx, acts: readonly Act[], now: Temporal.Instant): Promise<(Acted | null)[]> {
  const firsts = new Map(acts.toReversed().map((act) => [act.occurrence.occId, act]));
  const heads = await readNewestTurns(
    tx,
    [...firsts.values()].map(({ occurrence }) => occurrence),
  );
  const wanted = heads.flatMap((head) => {
    const act = firsts.get(head.head.occId);
    return act ? (decide(head, act, now) ?? []) : [];
  });
  // One statement, in the order of the key, and no second one: two who act on several never wait for one another.
  const inserted = await insertTurns(
    tx,
    wanted.flatMap(({ turn }) => turn ?? []),
  );
  const done = wanted.filter(({ turn }) => turn === null || inserted.has(turnKey(turn.occId, turn.seq)));
  await followActions(
    tx,
    done.flatMap(({ act: { action }, turn }) => (turn ? { action, turn } : [])),
    now,
  );
  return resultsOf(tx, acts, done);
}

function decide({ head, hasGoneOut }: NewestTurn, act: Act, now: Temporal.Instant): Wanted | null {
  const { action, actor } = act;
  const decision = decideAction(action.type, effectiveState({ head, hasGoneOut }));
  if (decision.type === 'refuse') return null;
  if (decision.type === 'already') return { act, turn: null };
  // Whoever closes a schedule deletes its open rows without its place, in an order of their own.
  if (head.state === 'acknowledged') return null;
  return { act, turn: turnAt(placeBehind(head), decision.kind, { action, actor, now }) };
}

/** The places in the chains are ours: whatever was claimed before is to be seen, and nothing is claimed behind them. */
async function resultsOf(tx: Tx, acts: readonly Act[], done: readonly Wanted[]): Promise<(Acted | null)[]> {
  const keys = done.map(({ act }) => act.occurrence);
  const occurrences = await readFired(tx, keys, { state: undefined, limit: keys.length });
  const underWay = Map.groupBy(await readUnderWay(tx, keys), ({ occId }) => occId);
  const results = new Map<Act, Acted>();
  for (const { act, turn } of done) {
    const { occId } = act.occurrence;
    const occurrence = occurrences.find((one) => one.occId === occId);
    if (occurrence) results.set(act, { occurrence, didChange: turn !== null, underWay: underWay.get(occId) ?? [] });
  }
  return acts.map((act) => results.get(act) ?? null);
}

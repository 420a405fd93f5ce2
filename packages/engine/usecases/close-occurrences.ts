import type { Tx } from '@belfry/platform/database';
import { decideAction } from '../domain/decide-action.ts';
import type { Actor } from '../domain/occurrence.ts';
import { insertTurns, type NewTurn, turnKey } from '../store/pg-claim-turns.ts';
import { finishThoseOnce } from '../store/pg-finish-once.ts';
import { closeOccurrencesAt, stopWaitingFor } from '../store/pg-open.ts';
import { type OccurrenceKey, readHeads } from '../store/pg-open-widely.ts';
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
 * has ended already stays as it is. Idempotent.
 * @returns those that it closed
 */
export async function closeOccurrences(options: CloseOptions): Promise<OccurrenceKey[]> {
  const { tx, action, actor, now } = options;
  const closed: NewTurn[] = [];
  for (let left = options.occurrences; left.length > 0; ) {
    const turns = await turnsThatClose({ ...options, occurrences: left });
    const inserted = await insertTurns(tx, turns);
    const isOurs = (turn: NewTurn) => inserted.has(turnKey(turn.occId, turn.seq));
    closed.push(...turns.filter(isOurs));
    left = turns.filter((turn) => !isOurs(turn));
  }
  const ids = closed.map(({ occId }) => occId);
  // A person's own word is told to whoever answers later, as after any other answer of theirs.
  await (actor?.type === 'person' ? stopWaitingFor(tx, ids) : closeOccurrencesAt(tx, ids));
  if (action.type === 'complete') {
    await finishThoseOnce(
      tx,
      closed.map(({ scheduleId }) => scheduleId),
      now,
    );
  }
  return closed.map(({ day, occId }) => ({ day, occId }));
}

async function turnsThatClose({ tx, occurrences, ...asked }: CloseOptions): Promise<NewTurn[]> {
  const heads = await readHeads(tx, occurrences);
  return heads.flatMap(({ head, hasGoneOut }) => {
    // Without a policy a message is done once it went out.
    const state = head.state === 'open' && !head.awaitsAnswer && hasGoneOut ? 'completed' : head.state;
    const decision = decideAction(asked.action.type, state);
    return decision.type === 'act' ? [turnAt(placeBehind(head), decision.kind, asked)] : [];
  });
}

import { AppError } from '@belfry/kernel/app-error';
import type { Tx } from '@belfry/platform/database';
import { type Action, decideAction } from '../domain/decide-action.ts';
import type { Actor } from '../domain/occurrence.ts';
import type { OccId } from '../domain/occurrence-id.ts';
import { insertTurns, type NewTurn } from '../store/pg-claim-turns.ts';
import { closeOccurrence } from '../store/pg-open.ts';
import { readHead, type TurnRecord } from '../store/pg-turns.ts';

interface ActOptions {
  tx: Tx;
  occurrence: { day: string; occId: OccId };
  action: Action;
  actor: Actor;
  now: Temporal.Instant;
}

export interface ActResult {
  /** The occurrence's newest turn: ours, or the earlier one that already did the same. */
  head: TurnRecord | NewTurn;
  didChange: boolean;
}

/**
 * Acknowledges or completes an occurrence by a turn at the next place of its chain, which ends the chain: every wake-up
 * that expected that place has lost it. Idempotent. Commit it, then `drain`, before saying that it is done.
 * @returns null when the occurrence has no turn
 * @throws AppError `occurrence.not-actionable` (409) when its state forbids it
 */
export async function actOnOccurrence(options: ActOptions): Promise<ActResult | null> {
  const { tx, occurrence, action, actor, now } = options;
  for (;;) {
    const head = await readHead(tx, occurrence);
    if (!head) return null;
    const decision = decideAction(action, await effectiveState(tx, head));
    if (decision.type === 'refuse') throw notActionable(action, decision.reason);
    if (decision.type === 'already') return { head, didChange: false };
    const { kind, state } = decision;
    const { baseAt, stepsTaken, attempt } = head;
    const turn: NewTurn = {
      ...head,
      seq: head.seq + 1,
      at: now,
      actor,
      decision: { kind, state, baseAt, stepsTaken, attempt, awaitsAnswer: false, contacts: [], reason: null },
    };
    const inserted = await insertTurns(tx, [turn]);
    // Somebody else took the place in the chain meanwhile: look at what they did and decide again.
    if (inserted.size === 0) continue;
    await closeOccurrence(tx, occurrence.occId);
    return { head: turn, didChange: true };
  }
}

/** Without a policy a message is done once it went out, which stands in its outcomes alone. */
async function effectiveState(tx: Tx, head: TurnRecord): Promise<TurnRecord['state']> {
  if (head.awaitsAnswer || head.state !== 'open') return head.state;
  const { rowCount } = await tx.query(
    `SELECT FROM engine.outcome WHERE day = $1 AND occ_id = $2 AND status IN ('accepted', 'sent', 'delivered', 'answered') LIMIT 1`,
    [head.day, head.occId],
  );
  return rowCount ? 'completed' : 'open';
}

function notActionable(action: Action, reason: string): AppError {
  return new AppError({
    code: 'occurrence.not-actionable',
    kind: 'conflict',
    message: `The occurrence cannot be ${action}d. ${reason}`,
  });
}

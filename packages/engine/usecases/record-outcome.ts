import { canFollow } from '@belfry/channels';
import { inTransaction, type Tx } from '@belfry/platform/database';
import { decideRetry, type Failure } from '../domain/decide-retry.ts';
import { formatOccurrenceId, shardOfOccurrence } from '../domain/occurrence-id.ts';
import { insertTurns, type NewTurn } from '../store/pg-claim-turns.ts';
import { type AttemptKey, insertOutcome, lastOutcome, type NewOutcome } from '../store/pg-outcomes.ts';
import { lockShard } from '../store/pg-shard-locks.ts';
import { readChain, readTurn, type TurnRecord } from '../store/pg-turns.ts';
import { insertWakeups, type Wakeup } from '../store/pg-wakeups.ts';
import type { EngineDeps } from './engine-deps.ts';

/** `again`: at once, because it certainly did not go out or because the policy says so. */
export type AfterFailure = Failure | 'again' | null;

/** An attempt whose end is not known and that nobody has settled yet. */
export const PENDING_LOOK_UP = 'pending-look-up';
/** It stays unknown, and the policy's choice was to send once more. */
export const SENT_AGAIN = 'sent-again';
/** It stays unknown, and the policy's choice was to leave it to a person. */
export const LEFT_TO_PERSON = 'left-to-person';

interface Recording {
  outcome: Omit<NewOutcome, 'at'>;
  afterFailure: AfterFailure;
  /** The end of finding out about an unknown: counts only where nobody has settled it, or learnt the truth, meanwhile. */
  settles?: boolean;
}

/**
 * Appends what became of an attempt and, in the same commit, what follows from it. Statuses only move up their lattice:
 * late, duplicate and weaker news changes nothing and answers false; so does news of an attempt that was never made.
 */
export async function recordOutcome(
  deps: EngineDeps,
  { outcome, afterFailure, settles = false }: Recording,
  point: 'outcome' | 'callback',
): Promise<boolean> {
  const now = deps.clock.now();
  await deps.partitions.coverNow(now);
  const isNews = await inTransaction(deps.pool, async (tx) => {
    const recorded = (await wasMade(tx, outcome, point)) && (await append(tx, { ...outcome, at: now }, settles));
    if (recorded && afterFailure) await followUp(tx, outcome, afterFailure, now);
    deps.fault(`${point}.before-commit`);
    return recorded;
  });
  deps.fault(`${point}.after-commit`);
  if (isNews) deps.onChange(outcome.tenantId, formatOccurrenceId(outcome.day, outcome.occId));
  return isNews;
}

/** Only what comes from outside may name an attempt that is none: of another database, or of a dropped partition. */
async function wasMade(tx: Tx, attempt: AttemptKey, point: 'outcome' | 'callback'): Promise<boolean> {
  if (point === 'outcome') return true;
  const turn = await readTurn(tx, attempt);
  return turn?.contacts.some((contact) => contact.target === attempt.target) ?? false;
}

async function append(tx: Tx, outcome: NewOutcome, settles: boolean): Promise<boolean> {
  for (;;) {
    const last = await lastOutcome(tx, outcome);
    const isPending = last?.status === 'unknown' && last.code === PENDING_LOOK_UP;
    const isAllowed = settles ? isPending : !last || canFollow(last.status, outcome.status);
    if (!isAllowed) return false;
    // Another process may have written this number meanwhile: then look again at what it wrote.
    if (await insertOutcome(tx, outcome, last ? last.n + 1 : 0)) return true;
  }
}

async function followUp(
  tx: Tx,
  attempt: Omit<NewOutcome, 'at'>,
  afterFailure: Exclude<AfterFailure, null>,
  now: Temporal.Instant,
): Promise<void> {
  const turn = await readTurn(tx, attempt);
  if (!turn) return;
  // Another target's retry that is being claimed right now does not see this failure: come after it, or before.
  if (turn.contacts.length > 1) await lockShard(tx, shardOfOccurrence(turn.occId));
  const chain = await readChain(tx, attempt);
  const head = chain.at(-1);
  // Once the policy has moved on to its next step, or somebody answered, there is nothing to try again.
  if (!head || head.stepsTaken !== turn.stepsTaken || head.state !== 'open') return;
  if (chain.some((later) => isNewerTry(later, turn, attempt.target))) return;
  const isAgain = afterFailure === 'again';
  const dueAt = isAgain ? decideAgain(turn, now) : decideRetry(afterFailure, turn.attempt, now);
  if (dueAt) return insertWakeups(tx, [retryWakeup(head, dueAt)], now);
  if (!turn.awaitsAnswer) await closeAsFailed(tx, head, isAgain ? 'No try is left.' : attempt.reason, now);
}

function isNewerTry(later: TurnRecord, turn: TurnRecord, target: number): boolean {
  const isSameStep = later.seq > turn.seq && later.stepsTaken === turn.stepsTaken;
  return isSameStep && later.contacts.some((contact) => contact.target === target);
}

/** Without waiting, but held to the same number of tries. */
function decideAgain(turn: TurnRecord, now: Temporal.Instant): Temporal.Instant | null {
  return decideRetry({ retryable: true }, turn.attempt, now) && now;
}

/** Should the head move meanwhile, the wake-up loses its place in the chain to whatever moved it. */
function retryWakeup(head: TurnRecord, dueAt: Temporal.Instant): Wakeup {
  const { day, occId, tenantId, scheduleId, personId, slot } = head;
  const place = { shard: shardOfOccurrence(occId), lane: 0, seq: head.seq + 1, timingRev: 0, kind: 'retry' as const };
  return { day, occId, tenantId, scheduleId, personId, slot, dueAt, ...place };
}

/** Nobody is waited for and no try is left: say so in the chain, where a list finds it. */
async function closeAsFailed(tx: Tx, head: TurnRecord, reason: string | null, now: Temporal.Instant): Promise<void> {
  const { baseAt, stepsTaken, attempt } = head;
  const closing: NewTurn = {
    ...head,
    seq: head.seq + 1,
    at: now,
    actor: null,
    decision: {
      kind: 'closed',
      state: 'failed',
      baseAt,
      stepsTaken,
      attempt,
      awaitsAnswer: false,
      contacts: [],
      reason,
    },
  };
  await insertTurns(tx, [closing]);
}

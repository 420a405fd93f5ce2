import type { Tx } from '@belfry/platform/database';
import { attemptId } from '../domain/attempt-payload.ts';
import {
  type AfterFailure,
  decideFollowUp,
  type FailedAttempt,
  type FollowUp,
  isDeadLetter,
  type Standing,
} from '../domain/decide-follow-up.ts';
import { notCalledCodes, type Tries } from '../domain/decide-retry.ts';
import { promptLane } from '../domain/lane.ts';
import type { Contact } from '../domain/occurrence.ts';
import { shardOfOccurrence } from '../domain/occurrence-id.ts';
import { isSameStep, standingOf } from '../domain/standing.ts';
import { insertTurns, type NewTurn } from '../store/pg-claim-turns.ts';
import { insertDeadLetter } from '../store/pg-dead-letters.ts';
import { type AttemptKey, endsOfEarlierTries, type NewOutcome } from '../store/pg-outcomes.ts';
import { lockShard } from '../store/pg-shard-locks.ts';
import { readChain, type TurnRecord } from '../store/pg-turns.ts';
import { insertWakeups, type Wakeup } from '../store/pg-wakeups.ts';

/** What a failure leads to, weighed before it is written down. */
export interface Consequence {
  followUp: FollowUp | null;
  /** Its wake-up is there already. */
  isOnItsWay?: boolean;
  standing: Standing;
  isDeadLetter: boolean;
  turn: TurnRecord;
  head: TurnRecord;
  contact: Contact;
}

/**
 * Weighs what follows a failed attempt from its chain as it stands now. null where the attempt's turn is gone with its
 * partition.
 * @param choice where a person is to decide, nothing is tried by itself
 */
export async function weighFailure(
  tx: Tx,
  outcome: AttemptKey & Pick<NewOutcome, 'code'>,
  afterFailure: AfterFailure,
  now: Temporal.Instant,
  choice?: 'a person decides',
): Promise<Consequence | null> {
  const known = await readChain(tx, outcome);
  const turn = known.find(({ seq }) => seq === outcome.seq);
  const contact = turn?.contacts.find(({ target }) => target === outcome.target);
  if (!turn || !contact) return null;
  const chain = await settledChain(tx, turn, known);
  const standing = standingOf(chain, turn, outcome.target);
  const failed: FailedAttempt = {
    afterFailure,
    notCalled: notCalledCodes.has(outcome.code ?? ''),
    hasAlternatives: contact.alternatives.length > 0,
    tries: await countTries(tx, outcome, chain, turn, contact),
    standing,
    now,
  };
  const followUp = choice ? null : decideFollowUp(failed);
  const head = chain.at(-1) ?? turn;
  return { followUp, standing, isDeadLetter: isDeadLetter(failed, followUp), turn, head, contact };
}

/** Another target's retry that is being claimed right now does not see this failure: come after it, or before. */
async function settledChain(tx: Tx, turn: TurnRecord, known: TurnRecord[]): Promise<TurnRecord[]> {
  if (turn.contacts.length < 2) return known;
  await lockShard(tx, shardOfOccurrence(turn.occId));
  return readChain(tx, turn);
}

async function countTries(
  tx: Tx,
  attempt: AttemptKey,
  chain: readonly TurnRecord[],
  turn: TurnRecord,
  contact: Contact,
): Promise<Tries> {
  const ends = await endsOfEarlierTries(tx, attempt);
  const earlier = chain.filter(
    (other) =>
      other.seq < turn.seq &&
      isSameStep(other, turn) &&
      other.contacts.some((one) => one.target === contact.target && one.channel === contact.channel),
  );
  const made = earlier.flatMap(({ seq }) => ends.get(seq) ?? []).filter(({ status }) => status !== 'suppressed');
  const notCalled = made.filter(({ code }) => notCalledCodes.has(code ?? '')).length;
  return { attemptId: attemptId(attempt), spent: made.length - notCalled, notCalled };
}

/** Leaves the consequence behind, in the same commit as the outcome. */
export async function carryOut(
  tx: Tx,
  outcome: NewOutcome,
  { followUp, isOnItsWay = false, isDeadLetter, standing, turn, head, contact }: Consequence,
  now: Temporal.Instant,
): Promise<void> {
  if (followUp) {
    if (!isOnItsWay) await insertWakeups(tx, [followUpWakeup(head, followUp)], now);
    return;
  }
  if (isDeadLetter) await insertDeadLetter(tx, { outcome, contact, scheduleId: turn.scheduleId });
  if (standing === 'here' && !turn.awaitsAnswer && isDeadLetter) await closeAsFailed(tx, head, outcome.reason, now);
}

/** Should the head move meanwhile, the wake-up loses its place in the chain to whatever moved it. */
export function followUpWakeup(head: TurnRecord, followUp: FollowUp): Wakeup {
  const { day, occId, tenantId, scheduleId, personId, slot } = head;
  const place = {
    shard: shardOfOccurrence(occId),
    lane: promptLane,
    seq: head.seq + 1,
    timingRev: 0,
    kind: 'retry' as const,
  };
  return { day, occId, tenantId, scheduleId, personId, slot, dueAt: followUp.at, ...place };
}

/** Nobody is waited for and no try is left: say so in the chain, where a list finds it. */
async function closeAsFailed(tx: Tx, head: TurnRecord, reason: string | null, now: Temporal.Instant): Promise<void> {
  const { baseAt, stepsTaken, attempt, repeatsTaken, round } = head;
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
      repeatsTaken,
      round,
      awaitsAnswer: false,
      contacts: [],
      reason,
    },
  };
  await insertTurns(tx, [closing]);
}

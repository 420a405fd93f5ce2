import { laterOf } from '@belfry/kernel/instants';
import type { Tx } from '@belfry/platform/database';
import { attemptId } from '../../domain/attempt-payload.ts';
import {
  type AfterFailure,
  decideFollowUp,
  type FailedAttempt,
  type FollowUp,
  isDeadLetter,
  type Standing,
} from '../../domain/decide-follow-up.ts';
import { notCalledCodes } from '../../domain/decide-retry.ts';
import { promptLane } from '../../domain/lane.ts';
import type { Contact, OccurrenceState } from '../../domain/occurrence.ts';
import { shardOfOccurrence } from '../../domain/occurrence-id.ts';
import type { ChainOutcome } from '../../domain/owed-contacts.ts';
import { standingOf } from '../../domain/standing.ts';
import { triesBefore } from '../../domain/tries-before.ts';
import { insertTurns, type NewTurn, turnKey } from '../../store/chain/pg-claim-turns.ts';
import { insertDeadLetters } from '../../store/chain/pg-dead-letters.ts';
import { type AttemptKey, endsBeforeEach, type NewOutcome } from '../../store/chain/pg-outcomes.ts';
import { lockShard } from '../../store/chain/pg-shard-locks.ts';
import { readChain, readChains, readHead, type TurnRecord } from '../../store/chain/pg-turns.ts';
import { insertWakeups, type Wakeup } from '../../store/wakeups/pg-wakeups.ts';

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
  if (!attemptIn(known, outcome)) return null;
  const chain = hasOtherTargets(known, outcome) ? await settledChain(tx, outcome) : known;
  const ends = await endsBeforeEach(tx, [outcome]);
  return weigh({ outcome, afterFailure, choice }, chain, ends.get(turnKey(outcome.occId, outcome.seq)) ?? [], now);
}

interface Failing {
  outcome: AttemptKey & Pick<NewOutcome, 'code'>;
  afterFailure: AfterFailure;
  choice?: 'a person decides' | undefined;
}

/** The same for many, in their order; null also where a chain has other targets: those are weighed one by one. */
export async function weighFailures(
  tx: Tx,
  failures: readonly Failing[],
  now: Temporal.Instant,
): Promise<(Consequence | null)[]> {
  const keys = failures.map(({ outcome }) => outcome);
  const [chains, ends] = [await readChains(tx, keys), await endsBeforeEach(tx, keys)];
  return failures.map((failing) => {
    const { outcome } = failing;
    const chain = chains.get(outcome.occId) ?? [];
    if (hasOtherTargets(chain, outcome)) return null;
    return weigh(failing, chain, ends.get(turnKey(outcome.occId, outcome.seq)) ?? [], now);
  });
}

/** @param ends of the attempts before it */
function weigh(
  { outcome, afterFailure, choice }: Failing,
  chain: readonly TurnRecord[],
  ends: readonly ChainOutcome[],
  now: Temporal.Instant,
): Consequence | null {
  const attempt = attemptIn(chain, outcome);
  if (!attempt) return null;
  const { turn, contact } = attempt;
  const standing = standingOf(chain, turn, outcome.target);
  const { own, ...before } = triesBefore(chain, ends, turn, contact);
  const failed: FailedAttempt = {
    ...before,
    channel: contact.channel,
    afterFailure,
    notCalled: notCalledCodes.has(outcome.code ?? ''),
    tries: { ...own, attemptId: attemptId(outcome) },
    standing,
    now,
  };
  const followUp = choice ? null : decideFollowUp(failed);
  const head = chain.at(-1) ?? turn;
  return { followUp, standing, isDeadLetter: isDeadLetter(failed, followUp), turn, head, contact };
}

function attemptIn(chain: readonly TurnRecord[], { seq, target }: AttemptKey) {
  const turn = chain.find((one) => one.seq === seq);
  const contact = turn?.contacts.find((one) => one.target === target);
  return turn && contact ? { turn, contact } : null;
}

function hasOtherTargets(chain: readonly TurnRecord[], attempt: AttemptKey): boolean {
  return chain.some(({ contacts }) => contacts.some(({ target }) => target !== attempt.target));
}

/** Another target's retry that is being claimed right now does not see this failure: come after it, or before. */
async function settledChain(tx: Tx, attempt: AttemptKey): Promise<TurnRecord[]> {
  await lockShard(tx, shardOfOccurrence(attempt.occId));
  return readChain(tx, attempt);
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
  if (isDeadLetter) await insertDeadLetters(tx, [{ outcome, contact, scheduleId: turn.scheduleId }]);
  if (standing === 'here' && isDeadLetter && isAMessageAlone(turn))
    await close(tx, head, 'failed', outcome.reason, now);
}

/** Without a policy nobody waits. What is exhausted has its end, and others may still have to be told of it. */
function isAMessageAlone({ policyId }: TurnRecord): boolean {
  return policyId === null;
}

/** Should the head move meanwhile, the wake-up loses its place in the chain to whatever moved it, which sees what is owed. */
export function followUpWakeup(
  head: Pick<TurnRecord, 'day' | 'occId' | 'seq' | 'tenantId' | 'scheduleId' | 'personId' | 'slot'>,
  followUp: FollowUp,
): Wakeup {
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

const givenUp: ReadonlySet<OccurrenceState> = new Set(['failed', 'missed']);

/** A message alone that was given up and has arrived after all: say so in the chain, whatever takes a place in it meanwhile. */
export async function closeAsArrived(tx: Tx, attempt: AttemptKey, now: Temporal.Instant): Promise<void> {
  for (;;) {
    const head = await readHead(tx, attempt);
    if (!head || !isAMessageAlone(head) || !givenUp.has(head.state)) return;
    if (await close(tx, head, 'completed', 'It arrived after all.', now)) return;
  }
}

/**
 * Nobody is waited for, and nothing more is to be made: say so in the chain, where a list finds it.
 * @returns whether the place was free
 */
async function close(
  tx: Tx,
  head: TurnRecord,
  state: OccurrenceState,
  reason: string | null,
  now: Temporal.Instant,
): Promise<boolean> {
  const { baseAt, stepsTaken, attempt, repeatsTaken, round } = head;
  const closing: NewTurn = {
    ...head,
    seq: head.seq + 1,
    at: laterOf(head.at, now),
    actor: null,
    decision: {
      kind: 'closed',
      state,
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
  return (await insertTurns(tx, [closing])).size > 0;
}

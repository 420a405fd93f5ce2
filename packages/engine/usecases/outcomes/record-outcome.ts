import { type AttemptStatus, canFollow } from '@belfry/channels';
import { inTransaction, type Tx } from '@belfry/platform/database';
import { whyNotSentAgain } from '../../domain/as-it-turned-out.ts';
import type { AfterFailure } from '../../domain/decide-follow-up.ts';
import { formatOccurrenceId } from '../../domain/occurrence-id.ts';
import { LEFT_TO_PERSON, NOT_SENT_AGAIN, PENDING_LOOK_UP, SENT_AGAIN } from '../../domain/outcome-codes.ts';
import { lockLetterOf, markRecovered } from '../../store/chain/pg-dead-letters.ts';
import { insertOutcome, type LastOutcome, lastOutcome, type NewOutcome } from '../../store/chain/pg-outcomes.ts';
import type { EngineDeps } from '../engine-deps.ts';
import { type Consequence, carryOut, closeAsArrived, weighFailure } from './follow-failure.ts';

type Recorded = Omit<NewOutcome, 'at' | 'followUp'>;

export interface Recording {
  outcome: Recorded;
  /** null where nothing failed. */
  afterFailure: AfterFailure | null;
  /** The end of finding out about an unknown: counts only where nobody has settled it, or learnt the truth, meanwhile. */
  settles?: boolean;
}

/**
 * Appends what became of an attempt and, in the same commit, what follows from it: the wake-up of the next try, a dead
 * letter, the end of an occurrence for which nobody waits. Statuses only move up their lattice: late, duplicate and
 * weaker news changes nothing and answers false.
 * @param recording where it depends on what others have recorded, a function that reads that in the same transaction;
 * null to record nothing yet
 */
export async function recordOutcome(
  deps: EngineDeps,
  recording: Recording | ((tx: Tx) => Promise<Recording | null>),
  point: 'outcome' | 'callback',
): Promise<boolean> {
  const now = deps.clock.now();
  await deps.partitions.coverNow(now);
  const news = await inTransaction(deps.pool, async (tx) => {
    const found = typeof recording === 'function' ? await recording(tx) : recording;
    if (!found) return null;
    const { outcome, afterFailure, settles = false } = found;
    const isNews = await append(tx, outcome, { now, afterFailure, settles });
    deps.fault(`${point}.before-commit`);
    return isNews ? outcome : null;
  });
  deps.fault(`${point}.after-commit`);
  if (news) deps.onChange(news.tenantId, formatOccurrenceId(news.day, news.occId));
  return news !== null;
}

const mayBeDeadLetter: ReadonlySet<AttemptStatus> = new Set(['failed', 'undelivered', 'unknown']);
const hasArrived: ReadonlySet<AttemptStatus> = new Set(['accepted', 'sent', 'delivered', 'answered']);

interface Circumstances {
  now: Temporal.Instant;
  afterFailure: AfterFailure | null;
  settles: boolean;
}

async function append(tx: Tx, outcome: Recorded, circumstances: Circumstances): Promise<boolean> {
  const { now, afterFailure, settles } = circumstances;
  for (;;) {
    const last = await lastOutcome(tx, outcome);
    const isPending = last?.status === 'unknown' && last.code === PENDING_LOOK_UP;
    const isAllowed = settles ? isPending : !last || canFollow(last.status, outcome.status);
    if (!isAllowed) return false;
    // Before its outcome, as a replay does: in another order the two would wait for each other.
    const mayBeLetter = last !== null && mayBeDeadLetter.has(last.status);
    if (mayBeLetter) await lockLetterOf(tx, outcome);
    const consequence = await consequenceOf(tx, outcome, last, afterFailure, now);
    const row = { ...outcome, ...choiceMade(outcome, consequence), at: now, followUp: consequence?.followUp ?? null };
    // Another process may have written this number meanwhile: then look again at what it wrote.
    if (!(await insertOutcome(tx, row, last ? last.n + 1 : 0))) continue;
    if (consequence) await carryOut(tx, row, consequence, now);
    else if (mayBeLetter && hasArrived.has(outcome.status)) {
      await markRecovered(tx, outcome, now);
      await closeAsArrived(tx, outcome, now);
    }
    return true;
  }
}

async function consequenceOf(
  tx: Tx,
  outcome: Recorded,
  last: LastOutcome | null,
  afterFailure: AfterFailure | null,
  now: Temporal.Instant,
): Promise<Consequence | null> {
  if (outcome.code === LEFT_TO_PERSON) return weighFailure(tx, outcome, { retryable: false }, now, 'a person decides');
  if (!afterFailure) return null;
  const consequence = await weighFailure(tx, outcome, afterFailure, now);
  if (consequence?.standing !== 'here' || !last?.followUp) return consequence;
  // A second report of the same failure: what follows from the first is on its way.
  return { ...consequence, followUp: last.followUp, isOnItsWay: true, isDeadLetter: false };
}

/** The policy's choice to send an unknown once more stands in the record only as far as it can be carried out. */
function choiceMade(outcome: Recorded, consequence: Consequence | null): Pick<NewOutcome, 'code' | 'reason'> {
  const { code, reason } = outcome;
  if (code !== SENT_AGAIN || !consequence || consequence.followUp) return { code, reason };
  if (consequence.standing !== 'here') return { code: NOT_SENT_AGAIN, reason: whyNotSentAgain(consequence.standing) };
  return { code: LEFT_TO_PERSON, reason: 'This provider cannot be asked, and no try is left; a person decides.' };
}

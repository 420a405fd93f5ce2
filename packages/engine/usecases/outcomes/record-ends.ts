import { isAboutTheData } from '@belfry/platform/about-the-data';
import { inTransaction } from '@belfry/platform/database';
import { attemptId } from '../../domain/attempt-payload.ts';
import type { AfterFailure } from '../../domain/decide-follow-up.ts';
import { formatOccurrenceId } from '../../domain/occurrence-id.ts';
import { insertFirstFailures, insertFirstOutcomes } from '../../store/chain/pg-outcomes.ts';
import { insertWakeups } from '../../store/wakeups/pg-wakeups.ts';
import type { EngineDeps } from '../engine-deps.ts';
import { followUpWakeup, weighFailures } from './follow-failure.ts';
import { type Recording, recordOutcome } from './record-outcome.ts';

/** How a call went. */
export type End = Pick<Recording, 'outcome' | 'afterFailure'>;

type Failure = End & { afterFailure: AfterFailure };

/**
 * Records how many calls went: those that nothing follows from in one commit, those that failed in another, with what
 * follows. Where something is known of one of them already, for a callback was quicker, where more than the next try
 * follows, or PostgreSQL refuses one, each is weighed by itself: of those that have just been written that makes nothing
 * new.
 */
export async function recordEnds(deps: EngineDeps, ends: readonly End[]): Promise<undefined[]> {
  const at = deps.clock.now();
  await deps.partitions.coverNow(at);
  await Promise.all([
    recordTogether(deps, ends.filter(isOver), (over) => writeOver(deps, over, at)),
    recordTogether(deps, ends.filter(hasFailed), (failures) => writeFailures(deps, failures, at)),
  ]);
  for (const { outcome } of ends) deps.onChange(outcome.tenantId, formatOccurrenceId(outcome.day, outcome.occId));
  return ends.map(() => undefined);
}

const hasFailed = (end: End): end is Failure => end.afterFailure !== null;
const isOver = (end: End) => !hasFailed(end);

/** @param write answers with those that it has left to be recorded by themselves */
async function recordTogether<Kind extends End>(
  deps: EngineDeps,
  ends: readonly Kind[],
  write: (ends: readonly Kind[]) => Promise<readonly End[]>,
): Promise<void> {
  if (ends.length === 0) return;
  const left = await write(ends).catch((error: unknown) => {
    if (isAboutTheData(error)) return ends;
    throw error;
  });
  const each = await Promise.allSettled(left.map((end) => recordOutcome(deps, end, 'outcome')));
  const reasons = each.flatMap((result) => (result.status === 'rejected' ? [result.reason as unknown] : []));
  // What may yet succeed is thrown before what is refused for good, or it would be given up with that.
  if (reasons.length > 0) throw reasons.find((reason) => !isAboutTheData(reason)) ?? reasons[0];
}

async function writeOver(deps: EngineDeps, ends: readonly End[], at: Temporal.Instant): Promise<readonly End[]> {
  deps.fault('outcome.before-commit');
  const written = await insertFirstOutcomes(
    deps.pool,
    ends.map(({ outcome }) => outcome),
    at,
  );
  deps.fault('outcome.after-commit');
  return written === ends.length ? [] : ends;
}

/** Those after which the same message is tried again, which is what a provider that is down makes of all. */
async function writeFailures(deps: EngineDeps, failures: readonly Failure[], now: Temporal.Instant): Promise<End[]> {
  const written = await inTransaction(deps.pool, async (tx) => {
    const consequences = await weighFailures(tx, failures, now);
    const followed = failures.flatMap(({ outcome }, index) => {
      const { followUp, head } = consequences[index] ?? {};
      if (!followUp || !head) return [];
      return [{ outcome: { ...outcome, at: now, followUp }, wakeup: followUpWakeup(head, followUp) }];
    });
    const firsts = await insertFirstFailures(
      tx,
      followed.map(({ outcome }) => outcome),
    );
    const news = followed.filter(({ outcome }) => firsts.has(attemptId(outcome)));
    await insertWakeups(
      tx,
      news.map(({ wakeup }) => wakeup),
      now,
    );
    deps.fault('outcome.before-commit');
    return firsts;
  });
  deps.fault('outcome.after-commit');
  return failures.filter(({ outcome }) => !written.has(attemptId(outcome)));
}

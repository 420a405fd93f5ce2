import { formatOccurrenceId } from '../domain/occurrence-id.ts';
import { insertFirstOutcomes, type NewOutcome } from '../store/pg-outcomes.ts';
import { isAboutTheData } from './claim-due.ts';
import type { EngineDeps } from './engine-deps.ts';
import { recordOutcome } from './record-outcome.ts';

/** How a call went that nothing follows from. */
export type End = Omit<NewOutcome, 'at' | 'followUp'>;

/**
 * Records how many calls went, in one commit. Where something is known of one of them already, for a callback was quicker,
 * or PostgreSQL refuses one, each is weighed by itself: of those that have just been written that makes nothing new.
 */
export async function recordEnds(deps: EngineDeps, ends: readonly End[]): Promise<undefined[]> {
  const at = deps.clock.now();
  await deps.partitions.coverNow(at);
  deps.fault('outcome.before-commit');
  const written = await insertFirstOutcomes(deps.pool, ends, at).catch((error: unknown) => {
    if (isAboutTheData(error)) return null;
    throw error;
  });
  if (written) deps.fault('outcome.after-commit');
  if (written !== ends.length) {
    await Promise.all(ends.map((outcome) => recordOutcome(deps, { outcome, afterFailure: null }, 'outcome')));
  }
  for (const { tenantId, day, occId } of ends) deps.onChange(tenantId, formatOccurrenceId(day, occId));
  return ends.map(() => undefined);
}

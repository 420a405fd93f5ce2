import type { PersonId, ScheduleId } from '@belfry/kernel/ids';
import { compareInstants } from '@belfry/kernel/instants';
import type { Tx } from '@belfry/platform/database';
import { promptLane } from '../../domain/lane.ts';
import { shardOfOccurrence } from '../../domain/occurrence-id.ts';
import { QUIET_HOURS } from '../../domain/outcome-codes.ts';
import { heldAttempts, putOff } from '../../domain/put-off.ts';
import { insertTurns, type NewTurn } from '../../store/chain/pg-claim-turns.ts';
import { insertOutcome, lastOutcome } from '../../store/chain/pg-outcomes.ts';
import { readMayBeHeld, readStandsBy } from '../../store/occurrences/pg-put-off.ts';
import { readTimeline, type TimelineRecords } from '../../store/occurrences/pg-timeline.ts';
import type { OccurrenceKey } from '../../store/stopping/pg-open-widely.ts';
import { insertWakeups } from '../../store/wakeups/pg-wakeups.ts';
import { placeBehind } from '../actions/act-on-occurrence.ts';
import { followUpWakeup } from '../outcomes/follow-failure.ts';

interface LetGo {
  tx: Tx;
  now: Temporal.Instant;
  /** For the record. */
  reason: string;
}

/**
 * Lets go, at once, what the quiet hours of a person hold until the end that they had: in the transaction that changed
 * them. Whoever makes it looks again whether anybody is asleep, so what is let go for nothing is held once more.
 */
export async function letGoOfPerson(options: LetGo & { personId: PersonId }): Promise<void> {
  const { tx, personId, now } = options;
  const people = [personId, ...(await readStandsBy(tx, personId))];
  for (const key of await readMayBeHeld(tx, people, null, now)) await letGo(options, key, personId);
}

/** The same of a schedule that quiet hours no longer concern, whomever it waits for. */
export async function letGoOfSchedule(
  options: LetGo & { schedule: { id: ScheduleId; personId: PersonId } },
): Promise<void> {
  const { tx, schedule, now } = options;
  for (const key of await readMayBeHeld(tx, [schedule.personId], schedule.id, now)) await letGo(options, key, null);
}

async function letGo(options: LetGo, key: OccurrenceKey, personId: PersonId | null): Promise<void> {
  const { tx, now, reason } = options;
  const { chain, outcomes, policy } = await readTimeline(tx, key);
  const head = (await beginAtOnce(options, { chain, policy })) ?? chain.at(-1);
  if (!head) return;
  const held = heldAttempts(chain, outcomes, { now, personId });
  const followUp = { kind: 'retry', at: now } as const;
  for (const place of held) {
    const attempt = { ...key, ...place };
    const last = await lastOutcome(tx, attempt);
    const request = { tenantId: head.tenantId, status: 'suppressed', at: now, providerId: null, followUp } as const;
    // Should news of it come in at this moment, that stands, and it goes when it was to go.
    await insertOutcome(tx, { ...attempt, ...request, code: QUIET_HOURS, reason }, (last?.n ?? -1) + 1);
  }
  if (held.length > 0) await insertWakeups(tx, [followUpWakeup(head, followUp)], now);
}

/**
 * By a turn that is put off until now, in the place that the one before expects at the old end; all that follows moves back
 * by as much. Null where nothing is put off, or somebody else has the place.
 */
async function beginAtOnce(
  { tx, now, reason }: LetGo,
  { chain, policy }: Pick<TimelineRecords, 'chain' | 'policy'>,
): Promise<NewTurn | null> {
  const head = chain.at(-1);
  const next = putOff(chain, policy);
  if (!head || !next || compareInstants(next.dueAt, now) <= 0) return null;
  const { notBefore: _, ...place } = placeBehind(head);
  const position = { ...place.decision, baseAt: head.baseAt.subtract(now.until(next.dueAt)) };
  const turn: NewTurn = {
    ...place,
    at: now,
    actor: null,
    decision: {
      ...{ ...position, kind: 'deferred', state: head.state },
      ...{ awaitsAnswer: head.awaitsAnswer, contacts: [], reason },
    },
  };
  if ((await insertTurns(tx, [turn])).size === 0) return null;
  const { day, occId, tenantId, scheduleId, personId, slot } = turn;
  const where = { shard: shardOfOccurrence(occId), lane: promptLane, seq: turn.seq + 1, timingRev: 0 };
  await insertWakeups(
    tx,
    [{ ...where, day, occId, tenantId, scheduleId, personId, slot, dueAt: now, kind: next.kind }],
    now,
  );
  return turn;
}

import type { PersonId, ScheduleId, TenantId } from '@belfry/kernel/ids';
import type { TimeZone } from '@belfry/kernel/time-zone';
import type { Tx } from '@belfry/platform/database';
import { firstWakeups } from '../../domain/first-wakeups.ts';
import type { Lane } from '../../domain/lane.ts';
import { shardOf } from '../../domain/occurrence-id.ts';
import { AlikeTimings } from '../../domain/timing/alike-timings.ts';
import { firesFrom, type Rule } from '../../domain/timing/rule.ts';
import { runSteps } from '../../domain/timing/steps.ts';
import { type TimingFacts, timingOf } from '../../domain/timing/timing-of.ts';
import {
  insertKept,
  type KeptFields,
  lockKept,
  readTimedPeople,
  removeKept,
  type StoredKept,
  updateKept,
} from '../../store/schedules/pg-kept-schedules.ts';
import { horizon, insertWakeups, type Wakeup } from '../../store/wakeups/pg-wakeups.ts';
import { type Replan, replanSchedules } from '../planning/replan-schedule.ts';

/** A recurring schedule whose id follows from what it is for, so that whoever keeps it twice keeps one. */
export interface KeptSchedule extends KeptFields {
  id: ScheduleId;
  personId: PersonId;
}

interface KeepOptions {
  tx: Tx;
  tenantId: TenantId;
  now: Temporal.Instant;
  wanted: readonly KeptSchedule[];
  unwanted: readonly ScheduleId[];
  lane: Lane;
}

/**
 * Makes schedules what a system wants them to be, for many people at once: those that are lacking are created, those that
 * differ are changed and planned anew, those that are wanted no more are taken away; what is as it should be is left alone.
 * What people have paused stays paused. Idempotent; in the order of ids, so that overlapping batches cannot deadlock.
 * Settle what is taken away afterwards. Needs `coverReplan`.
 * @returns the ids of all that changed
 */
export async function keepSchedules({ tx, tenantId, now, wanted, unwanted, lane }: KeepOptions): Promise<ScheduleId[]> {
  const stored = await lockKept(tx, [...wanted.map(({ id }) => id), ...unwanted]);
  const lacking = wanted.filter(({ id }) => !stored.has(id));
  const differing = wanted.flatMap((kept) => {
    const before = stored.get(kept.id);
    return before && (before.isDeleted || !isAlike(before, kept)) ? [{ kept, before }] : [];
  });
  const leaving = unwanted.filter((id) => stored.get(id)?.isDeleted === false);
  const concerned = [...lacking, ...differing.map(({ kept }) => kept)].map(({ personId }) => personId);
  const people = await readTimedPeople(tx, [...new Set(concerned)]);
  await createKept({ tx, tenantId, now, lane }, lacking, people);
  await updateKept(
    tx,
    differing.map(({ kept }) => kept),
  );
  const replans = differing.flatMap(({ kept, before }) =>
    replanOf({ tenantId, now }, kept, before, people.get(kept.personId)),
  );
  await replanSchedules({ tx, now }, replans);
  await removeKept(tx, leaving, now);
  return [
    ...lacking.filter(({ personId }) => people.has(personId)).map(({ id }) => id),
    ...differing.map(({ kept }) => kept.id),
    ...leaving,
  ];
}

/**
 * The same for people of whom it is known that they have none of these: they are being added, say. Needs `coverReplan`.
 * @param people those to whom nothing is to be sent are not among them
 */
export async function createKept(
  { tx, tenantId, now, lane }: Pick<KeepOptions, 'tx' | 'tenantId' | 'now' | 'lane'>,
  lacking: readonly KeptSchedule[],
  people: ReadonlyMap<PersonId, PersonTiming>,
): Promise<void> {
  const until = now.add(horizon);
  const timings = new AlikeTimings(until);
  const wakeups: Wakeup[] = [];
  const rows = lacking.flatMap((kept) => {
    const facts = people.get(kept.personId);
    if (!facts) return [];
    const timing = timingFor(kept, facts);
    const schedule = { id: kept.id, tenantId, personId: kept.personId, shard: shardOf(kept.personId), timingRev: 0 };
    const { slots, idle } = runSteps(timings.layOutInSteps(timing, firesFrom(timing, now)));
    wakeups.push(...firstWakeups(schedule, slots, lane));
    return [{ ...kept, shard: schedule.shard, idle }];
  });
  await insertKept(tx, tenantId, rows, now);
  await insertWakeups(tx, wakeups, now);
}

/** Nothing where its instants stay what they are, or are nobody's. */
function replanOf(
  { tenantId, now }: Pick<KeepOptions, 'tenantId' | 'now'>,
  kept: KeptSchedule,
  before: StoredKept,
  facts: PersonTiming | undefined,
): Replan[] {
  if (!facts || before.isIdle) return [];
  const isTimingAlike = before.localTime === kept.localTime && isRuleAlike(before.rule, kept.rule);
  if (isTimingAlike && !before.isDeleted) return [];
  const { id, personId } = kept;
  const schedule = {
    ...{ id, tenantId, personId, shard: shardOf(personId), timingRev: before.timingRev, since: now },
    ...timingFacts(kept, facts),
  };
  const was = before.isDeleted ? null : timingFor({ ...kept, ...before }, facts);
  return [{ schedule, before: was, after: timingFor(kept, facts), keep: 'due' }];
}

/** What of a person decides when their schedules fire. */
export type PersonTiming = Pick<TimingFacts, 'zone' | 'birthDate' | 'anniversaryDate' | 'dates'>;

function timingFacts({ rule, localTime }: Pick<KeptSchedule, 'rule' | 'localTime'>, facts: PersonTiming): TimingFacts {
  return { ...facts, rule, localTime, zone: facts.zone as TimeZone };
}

function timingFor(kept: Pick<KeptSchedule, 'rule' | 'localTime'>, facts: PersonTiming) {
  return timingOf(timingFacts(kept, facts), new Map());
}

function isAlike(a: KeptFields, b: KeptFields): boolean {
  return (
    isRuleAlike(a.rule, b.rule) &&
    a.localTime === b.localTime &&
    a.kind === b.kind &&
    a.title === b.title &&
    a.author === b.author &&
    a.lateLimit === b.lateLimit &&
    a.importance === b.importance &&
    a.onUnknown === b.onUnknown
  );
}

function isRuleAlike(a: Rule, b: Rule): boolean {
  return JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));
}

/** PostgreSQL gives the fields of jsonb in an order of its own. */
function sorted(rule: Rule): unknown[] {
  return Object.entries(rule).sort(([a], [b]) => (a < b ? -1 : 1));
}

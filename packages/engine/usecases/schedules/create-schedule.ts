import { ruleBroken } from '@belfry/kernel/app-error';
import { newId, type PersonId, type PolicyId, type ScheduleId, type TenantId } from '@belfry/kernel/ids';
import { localDateOf, type TimeZone } from '@belfry/kernel/time-zone';
import { holdPerson, readPersonFacts } from '@belfry/people';
import type { Tx } from '@belfry/platform/database';
import { firstWakeups } from '../../domain/first-wakeups.ts';
import { type Lane, promptLane } from '../../domain/lane.ts';
import { shardOf } from '../../domain/occurrence-id.ts';
import { checkFires, checkRule, type TimingProblem } from '../../domain/timing/check-timing.ts';
import { idleUntil } from '../../domain/timing/idle-until.ts';
import { FAR_FUTURE, firesFrom, type Rule, type Timing } from '../../domain/timing/rule.ts';
import { slotsBetween } from '../../domain/timing/slots.ts';
import { timingOf } from '../../domain/timing/timing-of.ts';
import { holdPolicy } from '../../store/policies/pg-policies.ts';
import { holdCalendars } from '../../store/schedules/pg-holidays.ts';
import { insertSchedule, type ScheduleRecord } from '../../store/schedules/pg-schedules.ts';
import { horizon, insertWakeups } from '../../store/wakeups/pg-wakeups.ts';

export interface NewSchedule {
  personId: PersonId;
  kind: string;
  title: string;
  body: string | null;
  rule: Rule;
  localTime: string | null;
  /** `person`: wherever the person is. */
  timeZone: TimeZone | 'person';
  policyId: PolicyId | null;
  importance: string;
  lateLimit: string;
}

interface ScheduleOptions {
  tx: Tx;
  now: Temporal.Instant;
  schedule: NewSchedule;
}

/**
 * Creates a schedule together with its first wake-ups, in one commit: nothing waits for a planner to come round.
 * Needs the partitions up to the horizon.
 * @throws AppError `schedule.…` (422), naming the field: who or what is unknown, a rule that cannot be read, that asks
 * for too much, or that would never fire
 */
export async function createSchedule({
  tx,
  tenantId,
  now,
  schedule,
  lane = promptLane,
}: ScheduleOptions & { tenantId: TenantId; lane?: Lane }): Promise<ScheduleRecord> {
  // Whoever moves them waits, and then finds the schedule to plan it anew.
  await holdPerson(tx, schedule.personId);
  const { record, timing } = await composeSchedule({ tx, now, schedule });
  const isOnce = timing.rule.type === 'once';
  await insertSchedule(tx, tenantId, record, isOnce ? null : idleUntil(timing, now.add(horizon)));
  // A single instant beyond the horizon is kept too, for no planner would think of it.
  const slots = slotsBetween(timing, firesFrom(timing, now), isOnce ? FAR_FUTURE : now.add(horizon));
  await insertWakeups(tx, firstWakeups({ ...record, tenantId }, slots, lane), now);
  return record;
}

/** The schedule as it would be created, with all that is known of it; writes nothing. Throws as `createSchedule` does. */
export async function composeSchedule({
  tx,
  now,
  schedule,
}: ScheduleOptions): Promise<{ record: ScheduleRecord; timing: Timing }> {
  const person = await readPersonFacts(tx, schedule.personId);
  if (!person) throw ruleBroken('schedule.person-unknown', 'personId', `There is no person ${schedule.personId}.`);
  await requirePolicy(tx, schedule.policyId);
  refuse(checkRule(schedule.rule, schedule.localTime));
  const zone = schedule.timeZone === 'person' ? person.timeZone : schedule.timeZone;
  const record: ScheduleRecord = {
    ...schedule,
    rule: withStart(schedule.rule, zone as TimeZone, now),
    id: newId<ScheduleId>(),
    author: null,
    shard: shardOf(person.id),
    personName: person.name,
    zone,
    birthDate: person.birthDate,
    anniversaryDate: person.anniversaryDate,
    dates: person.dates,
    timingRev: 0,
    version: 1,
    createdAt: now,
    pausedAt: null,
    finishedAt: null,
  };
  const timing = await requireTiming(tx, record, now);
  return { record, timing };
}

/** INTERVAL and COUNT are counted from a date that stays, wherever the person goes. */
export function withStart(rule: Rule, zone: TimeZone, now: Temporal.Instant): Rule {
  if ((rule.type !== 'rrule' && rule.type !== 'cron') || rule.startDate !== undefined) return rule;
  return { ...rule, startDate: localDateOf(now, zone).toString() };
}

/** The policy stays as long as the transaction lasts: whoever deletes it meanwhile waits, and then finds its user. */
export async function requirePolicy(tx: Tx, policyId: PolicyId | null): Promise<void> {
  if (policyId && !(await holdPolicy(tx, policyId))) {
    throw ruleBroken('schedule.policy-unknown', 'policyId', `There is no policy ${policyId}.`);
  }
}

/** The timing with its holidays, which stay as long as the transaction lasts; refuses what would never fire. */
export async function requireTiming(tx: Tx, record: ScheduleRecord, now: Temporal.Instant): Promise<Timing> {
  const named = record.rule.excludeHolidays ?? [];
  const calendars = await holdCalendars(tx, named);
  const unknown = named.findIndex((id) => !calendars.has(id));
  if (unknown >= 0) {
    const path = `rule.excludeHolidays.${unknown}`;
    throw ruleBroken('schedule.calendar-unknown', path, `There is no holiday calendar ${named[unknown]}.`);
  }
  const timing = timingOf(record, calendars);
  refuse(checkFires(timing, firesFrom(timing, now), now));
  return timing;
}

export function refuse(problem: TimingProblem | null): void {
  if (problem) throw ruleBroken(problem.code, problem.path, problem.message);
}

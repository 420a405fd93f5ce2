import { ruleBroken } from '@belfry/kernel/app-error';
import { newId, type PersonId, type PolicyId, type ScheduleId, type TenantId } from '@belfry/kernel/ids';
import { localDateOf, type TimeZone } from '@belfry/kernel/time-zone';
import { readPerson } from '@belfry/people';
import type { Tx } from '@belfry/platform/database';
import { occurrenceIdOf, shardOf } from '../domain/occurrence-id.ts';
import { FAR_FUTURE, type Rule, slotsBetween } from '../domain/timing.ts';
import { readPolicy } from '../store/pg-policies.ts';
import { insertSchedule, type ScheduleRecord } from '../store/pg-schedules.ts';
import { horizon, insertWakeups, type Wakeup } from '../store/pg-wakeups.ts';

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

interface CreateScheduleOptions {
  tx: Tx;
  tenantId: TenantId;
  now: Temporal.Instant;
  schedule: NewSchedule;
}

/** A reminder for «now» may reach us a moment later. */
const forgivenPast = Temporal.Duration.from({ minutes: 1 });
/** The last that dates of four digits can name; where the day begins early the year 10000 does too. */
const lastYear = 9999;

/**
 * Creates a schedule together with its first wake-ups, in one commit: nothing waits for a planner to come round.
 * Needs the partitions up to the horizon.
 * @throws AppError `schedule.person-unknown`, `schedule.policy-unknown`, `schedule.in-the-past`,
 * `schedule.too-far` (422)
 */
export async function createSchedule({ tx, tenantId, now, schedule }: CreateScheduleOptions): Promise<ScheduleRecord> {
  const person = await readPerson(tx, schedule.personId);
  if (!person) throw ruleBroken('schedule.person-unknown', 'personId', `There is no person ${schedule.personId}.`);
  if (schedule.policyId && !(await readPolicy(tx, schedule.policyId))) {
    throw ruleBroken('schedule.policy-unknown', 'policyId', `There is no policy ${schedule.policyId}.`);
  }
  const zone = (schedule.timeZone === 'person' ? person.timeZone : schedule.timeZone) as TimeZone;
  if (schedule.rule.type === 'once') requireWithinReach(schedule.rule.at, zone, now);
  const record: ScheduleRecord = {
    ...schedule,
    id: newId<ScheduleId>(),
    shard: shardOf(person.id),
    personName: person.name,
    zone,
    timingRev: 0,
    createdAt: now,
  };
  await insertSchedule(tx, tenantId, record);
  await insertWakeups(tx, firstWakeups(tenantId, record, zone, now), now);
  return record;
}

function requireWithinReach(at: string, zone: TimeZone, now: Temporal.Instant): void {
  if (localDateOf(Temporal.Instant.from(at), zone).year > lastYear) {
    throw ruleBroken('schedule.too-far', 'rule.at', `must not be later than the year ${lastYear} in ${zone}`);
  }
  if (Temporal.Instant.compare(at, now.subtract(forgivenPast)) >= 0) return;
  throw ruleBroken('schedule.in-the-past', 'rule.at', `must not be in the past; it is ${now.toString()} now`);
}

/** Up to the horizon; a single instant beyond it is kept too, for no planner would think of it. */
function firstWakeups(
  tenantId: TenantId,
  { id: scheduleId, shard, personId, timingRev, ...timing }: ScheduleRecord,
  zone: TimeZone,
  now: Temporal.Instant,
): Wakeup[] {
  const isOnce = timing.rule.type === 'once';
  const from = isOnce ? now.subtract(forgivenPast) : now;
  const to = isOnce ? FAR_FUTURE : now.add(horizon);
  return [...slotsBetween(timing, zone, from, to)].map(({ slot, day, dueAt }) => {
    const occId = occurrenceIdOf(scheduleId, slot, shard);
    return { shard, lane: 0, dueAt, occId, seq: 0, timingRev, tenantId, scheduleId, personId, slot, day, kind: 'fire' };
  });
}

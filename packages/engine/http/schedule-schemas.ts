import { ruleBroken } from '@belfry/kernel/app-error';
import type { PersonId, PolicyId } from '@belfry/kernel/ids';
import { type TimeZone, toMilliseconds } from '@belfry/kernel/time-zone';
import { durationText, idText, instantText, plainTimeText, timeZoneText } from '@belfry/platform/http/answer-fields';
import { duration, idOf, instant, multilineText, plainTime, text, timeZone } from '@belfry/platform/http/fields';
import { z } from 'zod';
import { nextSlots, type Rule } from '../domain/timing.ts';
import type { ScheduleRecord } from '../store/pg-schedules.ts';
import type { NewSchedule } from '../usecases/create-schedule.ts';

const importances = ['low', 'medium', 'high', 'critical'] as const;

const rule = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('once'), at: instant }),
  z.strictObject({
    type: z.literal('rrule'),
    rrule: z
      .string()
      .max(500)
      .meta({ description: 'RFC 5545; FREQ=DAILY so far.', examples: ['FREQ=DAILY'] }),
  }),
]);

export const newSchedule = z
  .strictObject({
    personId: idOf<PersonId>(),
    kind: z
      .string()
      .regex(/^[a-z][a-z0-9_-]{0,39}$/, 'must be a word of a–z, 0–9, - and _, at most 40 characters long')
      .default('reminder')
      .meta({ description: "A word of the caller's, such as reminder, birthday or dose." }),
    rule,
    localTime: plainTime.optional().meta({ description: 'Required by rules that recur.' }),
    timeZone: z
      .union([z.literal('person'), timeZone], 'must be "person" or an IANA time zone, such as Asia/Phnom_Penh')
      .default('person'),
    title: text(200),
    body: multilineText(2000).nullish(),
    policyId: idOf<PolicyId>()
      .nullish()
      .meta({ description: "Absent: one message on the person's preferred channel." }),
    lateLimit: duration.default(() => Temporal.Duration.from('PT24H')),
    importance: z.enum(importances).default('medium'),
  })
  .superRefine((schedule, context) => {
    const isOnce = schedule.rule.type === 'once';
    if (isOnce === (schedule.localTime === undefined)) return;
    const message = isOnce ? 'must be absent: the rule names an instant' : 'must be given for a rule that recurs';
    context.addIssue({ code: 'custom', path: ['localTime'], message });
  })
  .meta({ id: 'NewSchedule' });

const ruleAnswer = z.union([
  z.object({ type: z.literal('once'), at: instantText }),
  z.object({ type: z.literal('rrule'), rrule: z.string() }),
]);

export const scheduleAnswer = z
  .object({
    id: idText,
    state: z.enum(['active']),
    personId: idText,
    personName: z.string(),
    kind: z.string(),
    rule: ruleAnswer,
    localTime: plainTimeText.nullable(),
    timeZone: z.string().meta({ description: '"person" or an IANA zone.' }),
    zone: timeZoneText.meta({ description: 'The zone that counts today.' }),
    title: z.string(),
    body: z.string().nullable(),
    policyId: idText.nullable(),
    lateLimit: durationText,
    importance: z.enum(importances),
    nextAt: instantText.nullable(),
    createdAt: instantText,
  })
  .meta({ id: 'Schedule' });

export const previewAnswer = z
  .object({ data: z.array(z.object({ at: instantText, local: z.string(), timeZone: timeZoneText })) })
  .meta({ id: 'SchedulePreview' });

/** @throws AppError `schedule.rule-unsupported` (422) */
export function toNewSchedule(body: z.output<typeof newSchedule>): NewSchedule {
  return {
    personId: body.personId,
    kind: body.kind,
    title: body.title,
    body: body.body ?? null,
    rule: toRule(body.rule),
    localTime: body.localTime?.toString() ?? null,
    timeZone: body.timeZone,
    policyId: body.policyId ?? null,
    importance: body.importance,
    lateLimit: body.lateLimit.toString(),
  };
}

function toRule(given: z.output<typeof rule>): Rule {
  if (given.type === 'once') return { type: 'once', at: toMilliseconds(given.at).toString() };
  if (given.rrule.toUpperCase() !== 'FREQ=DAILY') {
    throw ruleBroken('schedule.rule-unsupported', 'rule.rrule', 'must be FREQ=DAILY: other rules are not known yet');
  }
  return { type: 'rrule', rrule: 'FREQ=DAILY' };
}

export function toScheduleAnswer(schedule: ScheduleRecord, now: Temporal.Instant): z.input<typeof scheduleAnswer> {
  const { shard: _shard, timingRev: _timingRev, ...shown } = schedule;
  return {
    ...shown,
    state: 'active',
    importance: z.enum(importances).parse(schedule.importance),
    nextAt: nextSlots(schedule, schedule.zone as TimeZone, now, 1)[0]?.dueAt.toString() ?? null,
    createdAt: schedule.createdAt.toString(),
  };
}

export function toPreview(
  schedule: ScheduleRecord,
  now: Temporal.Instant,
  count: number,
): z.input<typeof previewAnswer> {
  const zone = schedule.zone as TimeZone;
  return {
    data: nextSlots(schedule, zone, now, count).map(({ dueAt }) => ({
      at: dueAt.toString(),
      local: dueAt.toZonedDateTimeISO(zone).toString({ timeZoneName: 'never' }),
      timeZone: zone,
    })),
  };
}

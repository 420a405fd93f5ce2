import type { PersonId, PolicyId } from '@belfry/kernel/ids';
import { durationText, idText, instantText, plainTimeText, timeZoneText } from '@belfry/platform/http/answer-fields';
import { duration, idOf, multilineText, text, word } from '@belfry/platform/http/fields';
import { z } from 'zod';
import type { NewSchedule } from '../usecases/schedules/create-schedule.ts';
import type { ScheduleChanges } from '../usecases/schedules/edit-schedule.ts';
import type { ScheduleView } from '../usecases/schedules/view-schedules.ts';
import { localTimeField, localTimeProblem, ruleField, timeZoneField, toRule } from './rule-schemas.ts';
import { underWayAnswer } from './under-way-schema.ts';

const importances = ['low', 'medium', 'high', 'critical'] as const;

const kind = word.meta({ description: "A word of the caller's, such as reminder, birthday or dose." });
const policyId = idOf<PolicyId>()
  .nullish()
  .meta({ description: "Absent: one message on the person's preferred channel." });

export const newSchedule = z
  .strictObject({
    personId: idOf<PersonId>(),
    kind: kind.default('reminder'),
    rule: ruleField,
    localTime: localTimeField.optional(),
    timeZone: timeZoneField.default('person'),
    title: text(200),
    body: multilineText(2000).nullish(),
    policyId,
    lateLimit: duration.default(() => Temporal.Duration.from('PT24H')),
    importance: z.enum(importances).default('medium'),
  })
  .superRefine((schedule, context) => {
    const message = localTimeProblem(schedule.rule, schedule.localTime !== undefined);
    if (message !== null) context.addIssue({ code: 'custom', path: ['localTime'], message });
  })
  .meta({ id: 'NewSchedule' });

export const scheduleChanges = z
  .strictObject({
    kind: kind.optional(),
    rule: ruleField.optional(),
    localTime: localTimeField.nullish().meta({ description: 'null takes it away.' }),
    timeZone: timeZoneField.optional(),
    title: text(200).optional(),
    body: multilineText(2000).nullish(),
    policyId,
    lateLimit: duration.optional(),
    importance: z.enum(importances).optional(),
  })
  .refine((changes) => Object.keys(changes).length > 0, 'must name something to change')
  .meta({ id: 'ScheduleChanges' });

const ruleAnswer = z.looseObject({ type: z.enum(['once', 'annual', 'rrule', 'every', 'cron']) });

const scheduleFields = {
  id: idText,
  state: z.enum(['active', 'paused', 'finished']).meta({
    description: 'finished: ended by somebody, or nothing more will come. An annual one without its date is active.',
  }),
  version: z.int().meta({ description: 'Counts edits; the ETag.' }),
  personId: idText,
  personName: z.string(),
  kind: z.string(),
  rule: ruleAnswer,
  localTime: plainTimeText.nullable(),
  timeZone: z.string().meta({ description: '"person" or an IANA zone.' }),
  zone: timeZoneText.meta({ description: 'The zone that counts today.' }),
  title: z.string(),
  body: z.string().nullable(),
  author: z.string().nullable().meta({
    description: 'The system that keeps it and writes its words, such as greetings; null: whoever made it.',
  }),
  policyId: idText.nullable(),
  lateLimit: durationText,
  importance: z.enum(importances),
  nextAt: instantText.nullable(),
  createdAt: instantText,
};

export const scheduleAnswer = z.object(scheduleFields).meta({ id: 'Schedule' });

/** After an edit, a pause or an end: what was under way and had not ended in time. */
export const settledScheduleAnswer = z
  .object({
    ...scheduleFields,
    couldNotStop: z.array(underWayAnswer).meta({
      description: 'Calls that were under way and had not ended in time; empty means that nothing leaves any more.',
    }),
  })
  .meta({ id: 'SettledSchedule' });

export const deletedAnswer = z
  .object({ id: idText, couldNotStop: z.array(underWayAnswer) })
  .meta({ id: 'DeletedSchedule' });

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

export function toScheduleChanges(body: z.output<typeof scheduleChanges>): ScheduleChanges {
  return {
    kind: body.kind,
    title: body.title,
    body: body.body,
    rule: body.rule && toRule(body.rule),
    localTime: body.localTime === null ? null : body.localTime?.toString(),
    timeZone: body.timeZone,
    policyId: body.policyId,
    importance: body.importance,
    lateLimit: body.lateLimit?.toString(),
  };
}

export function toScheduleAnswer({ record, state, nextAt }: ScheduleView): z.input<typeof scheduleAnswer> {
  const {
    shard: _shard,
    timingRev: _timingRev,
    birthDate: _birthDate,
    anniversaryDate: _anniversaryDate,
    dates: _dates,
    pausedAt: _pausedAt,
    finishedAt: _finishedAt,
    ...shown
  } = record;
  return {
    ...shown,
    state,
    rule: { ...record.rule },
    importance: z.enum(importances).parse(record.importance),
    nextAt: nextAt?.toString() ?? null,
    createdAt: record.createdAt.toString(),
  };
}

import type { PersonId, ScheduleId } from '@belfry/kernel/ids';
import { idText, instantText, plainTimeText, timeZoneText } from '@belfry/platform/http/answer-fields';
import { duration, idOf, instant, plainDate, text, word } from '@belfry/platform/http/fields';
import { encodeCursor, type Page, pageParameters, positionInstant } from '@belfry/platform/http/pagination';
import { z } from 'zod';
import { occurrenceStates } from '../domain/occurrence.ts';
import { formatOccurrenceId, parseOccurrenceId } from '../domain/occurrence-id.ts';
import { pageOrders } from '../domain/occurrence-page.ts';
import type { TimelineEntry } from '../domain/timeline-entry.ts';
import type { OccurrenceRecord } from '../store/occurrences/occurrence-columns.ts';
import type { OccurrencePage } from '../usecases/reading/list-occurrences.ts';

const occurrenceId = z
  .string()
  .transform((text, context) => {
    const key = parseOccurrenceId(text);
    if (key) return key;
    context.issues.push({ code: 'custom', message: 'must be the id of an occurrence', input: text });
    return z.NEVER;
  })
  .meta({ type: 'string' });

export const occurrenceParams = z.strictObject({ id: occurrenceId });

const occurrencePosition = z.object({ dueAt: positionInstant, occId: z.uuid() });

export const occurrenceQuery = z.strictObject({
  ...pageParameters(occurrencePosition),
  personId: idOf<PersonId>().optional(),
  scheduleId: idOf<ScheduleId>().optional(),
  state: z
    .union([z.enum(occurrenceStates).transform((one) => [one]), z.array(z.enum(occurrenceStates)).min(1)])
    .optional()
    .meta({ description: 'Given several times: any of them.' }),
  author: word.optional().meta({ description: 'Of schedules that this system keeps, such as greetings.' }),
  kind: word.optional().meta({ description: 'Of schedules of this kind.' }),
  day: plainDate.optional().meta({ description: 'The local date that it was planned for.' }),
  late: z
    .enum(['true', 'false'])
    .transform((late) => late === 'true' || undefined)
    .optional()
    .meta({ description: 'true: only what went out more than a minute after it could first leave.' }),
  from: instant.optional().meta({ description: 'Due at or after it.' }),
  to: z
    .union([z.literal('now'), instant])
    .optional()
    .meta({ description: "Due before it; `now` is by Belfry's clock, and what is due at that instant belongs to it." }),
  order: z.enum(pageOrders).default('desc').meta({ description: 'By due time; `asc` is soonest first.' }),
});

const occurrenceFields = {
  id: idText,
  scheduleId: idText,
  personId: idText,
  personName: z.string(),
  title: z.string(),
  kind: z.string(),
  author: z.string().nullable().meta({
    description: 'The system that keeps its schedule and writes its words, such as greetings; null: whoever made it.',
  }),
  state: z.enum(occurrenceStates),
  slot: z.string().meta({ description: "The occurrence's nominal identity within its schedule." }),
  timeZone: timeZoneText,
  localTime: plainTimeText.nullable(),
  policyId: idText
    .nullable()
    .meta({ description: 'Once it has begun, the policy it keeps, whatever its schedule has now.' }),
  policyVersion: z.int().nullable().meta({
    description: 'The version that it keeps; null before it has begun, which it does with the newest.',
  }),
  dueAt: instantText,
  firedAt: instantText.nullable(),
  closedAt: instantText.nullable(),
  snoozedUntil: instantText.nullable().meta({ description: 'When a snoozed one fires again.' }),
};

export const occurrenceAnswer = z.object(occurrenceFields).meta({ id: 'Occurrence' });

export const upcomingAnswer = z
  .object({
    ...occurrenceFields,
    at: instantText.meta({
      description: 'When it comes: `dueAt`, the end of its snooze, its re-page, or until when it has been put off.',
    }),
  })
  .meta({ id: 'UpcomingOccurrence' });

const snoozeTime = 'Within a year. Exactly one of `until`, `for` and `text`.';

export const snoozeBody = z
  .strictObject({
    until: instant.optional().meta({ description: snoozeTime }),
    for: duration.optional().meta({ description: 'Days keep the time of day; hours elapse.' }),
    text: text(200).optional().meta({
      description: "In plain language and in the person's zone: «1 hour», «until 5pm», «until Friday at 3pm».",
    }),
  })
  .refine(
    (body) => [body.until, body.for, body.text].filter((value) => value !== undefined).length === 1,
    'must have exactly one of until, for and text',
  )
  .meta({ id: 'Snooze' });

export const actionAnswer = z
  .object({
    ...occurrenceFields,
    didChange: z.boolean().meta({ description: 'False where it had been done before.' }),
    message: z.string().meta({ description: 'What was done, for people.' }),
    couldNotStop: z
      .array(z.object({ attemptId: z.string(), personId: idText, channel: z.string(), address: z.string() }))
      .meta({
        description: 'Calls that were under way and had not ended in time; empty means that nothing leaves any more.',
      }),
  })
  .meta({ id: 'ActedOccurrence' });

const timelineEntry = z
  .object({
    at: instantText,
    type: z.enum(['attempt', 'outcome', 'decision', 'action', 'planned']),
    attemptId: z.string().nullable().meta({ description: 'Joins an attempt with its outcomes.' }),
    personId: idText.nullable(),
    personName: z.string().nullable(),
    channel: z.string().nullable(),
    address: z.string().nullable(),
    status: z.string(),
    reason: z.string().nullable(),
    payload: z.record(z.string(), z.unknown()).nullable(),
  })
  .meta({ id: 'TimelineEntry' });

export const timelineAnswer = z
  .object({ occurrence: occurrenceAnswer, entries: z.array(timelineEntry) })
  .meta({ id: 'Timeline' });

export function toOccurrenceAnswer(record: OccurrenceRecord): z.input<typeof occurrenceAnswer> {
  const { day, occId, zone, personZone: _, dueAt, firedAt, closedAt, snoozedUntil, ...shown } = record;
  return {
    ...shown,
    id: formatOccurrenceId(day, occId),
    timeZone: zone,
    dueAt: dueAt.toString(),
    firedAt: firedAt?.toString() ?? null,
    closedAt: closedAt?.toString() ?? null,
    snoozedUntil: snoozedUntil?.toString() ?? null,
  };
}

export function toOccurrencePage({ rows, next }: OccurrencePage): Page<z.input<typeof occurrenceAnswer>> {
  return { data: rows.map(toOccurrenceAnswer), nextCursor: next && encodeCursor(next) };
}

export function toTimelineAnswer(entry: TimelineEntry): z.input<typeof timelineEntry> {
  return { ...entry, at: entry.at.toString() };
}

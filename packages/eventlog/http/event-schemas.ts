import { instantText } from '@belfry/platform/http/answer-fields';
import { instant } from '@belfry/platform/http/fields';
import { z } from 'zod';
import type { LogEvent, NewEvent } from '../domain/event.ts';
import { nestsAtMost } from '../domain/nesting.ts';

const mostEvents = 10_000;
const mostLevels = 64;

const reference = (example: string) =>
  z
    .string()
    .max(200)
    .regex(
      /^[A-Za-z0-9][A-Za-z0-9._:~@-]*$/,
      'must be letters, digits and . _ : ~ @ -, beginning with one of the first',
    )
    .meta({ examples: [example] });

/** Turns and outcomes are an occurrence's trace; a second one could contradict them. */
export const traceId = reference('CA7f3a').refine(
  (id) => !id.startsWith('occ_'),
  'must not begin with occ_: an occurrence’s trace is its timeline',
);

export const eventType = z
  .string()
  .max(100)
  .regex(/^[A-Za-z0-9]+([._:-][A-Za-z0-9]+)*$/, 'must be words joined by dots, such as objective.captured')
  .meta({ examples: ['objective.captured'] });

export const correlationId = reference('booking-12');

export const newEvent = z
  .strictObject({
    traceId,
    type: eventType,
    id: reference('0f8f6c2e')
      .nullish()
      .meta({ description: 'By which a repetition is known; unique within the trace.' }),
    version: z.int().min(1).max(10_000).default(1).meta({ description: 'Of the shape of the payload.' }),
    at: instant.nullish().meta({ description: 'When it happened; absent: now.' }),
    causationId: reference('0f8f6c2d').nullish().meta({ description: 'The id of the event that led to it.' }),
    correlationId: correlationId.nullish().meta({ description: 'What it belongs to beyond its trace.' }),
    payload: z
      .record(z.string(), z.unknown())
      .refine((payload) => nestsAtMost(payload, mostLevels), `must not nest deeper than ${mostLevels} levels`)
      .default({}),
  })
  .meta({ id: 'NewEvent' });

export const newEvents = z
  .strictObject({ events: z.array(newEvent).min(1).max(mostEvents) })
  .superRefine(({ events }, context) => {
    const seen = new Set<string>();
    for (const [index, { traceId: trace, id }] of events.entries()) {
      if (!id) continue;
      const key = `${trace}\n${id}`;
      if (seen.has(key)) {
        context.addIssue({ code: 'custom', message: 'is given twice for this trace', path: ['events', index, 'id'] });
      }
      seen.add(key);
    }
  })
  .meta({ id: 'NewEvents' });

export const appendedAnswer = z
  .object({
    id: z.string(),
    traceId: z.string(),
    sequence: z.int().meta({ description: 'From 1 within its trace, without a gap.' }),
    isNew: z.boolean().meta({ description: 'false: it was there already, at this place.' }),
  })
  .meta({ id: 'AppendedEvent' });

export const eventAnswer = z
  .object({
    traceId: z.string(),
    sequence: z.int(),
    id: z.string(),
    type: z.string(),
    version: z.int(),
    at: instantText,
    recordedAt: instantText.meta({ description: 'When it was written down, in real time.' }),
    causationId: z.string().nullable(),
    correlationId: z.string().nullable(),
    payload: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'Event' });

export function toNewEvent(given: z.output<typeof newEvent>, now: Temporal.Instant): NewEvent {
  const { id = null, at, causationId = null, correlationId: correlation = null, ...rest } = given;
  return { ...rest, id, at: at ?? now, causationId, correlationId: correlation };
}

export function toEventAnswer(event: LogEvent): z.input<typeof eventAnswer> {
  return { ...event, at: event.at.toString(), recordedAt: event.recordedAt.toString() };
}

import { idText, instantText, timeZoneText } from '@belfry/platform/http/answer-fields';
import { idOf, instant, text } from '@belfry/platform/http/fields';
import { encodeCursor, pageParameters, positionInstant } from '@belfry/platform/http/pagination';
import { z } from 'zod';
import { whyNotMade } from '../domain/as-it-turned-out.ts';
import { formatOccurrenceId } from '../domain/occurrence-id.ts';
import { type DeadLetterPosition, type DeadLetterRecord, deadLetterStates } from '../store/chain/pg-dead-letters.ts';
import type { Resolved } from '../usecases/outcomes/resolve-dead-letters.ts';

const position = z.object({ at: positionInstant, id: z.uuid() });

/** Of how an attempt ended. */
const code = text(100).meta({ description: 'Those that ended with it.', examples: ['vendor.http-400'] });

export const deadLetterParams = z.strictObject({ id: idOf<string>() });

export const deadLetterQuery = z.strictObject({
  ...pageParameters(position),
  state: z.enum(deadLetterStates).optional().meta({ description: 'All of them where it is absent.' }),
  code: code.optional(),
});

export const openDeadLettersQuery = z.strictObject({
  ...pageParameters(position),
  code: code.optional(),
  until: instant.optional().meta({ description: 'Those that had ended by then; what fails meanwhile is left alone.' }),
});

export const openDeadLettersAnswer = z
  .object({
    codes: z.array(z.object({ code: z.string().nullable(), count: z.int() })).meta({ description: 'Most first.' }),
  })
  .meta({ id: 'OpenDeadLetters' });

export const resolvedAnswer = z
  .object({
    resolved: z.int(),
    refused: z.array(z.object({ id: idText, code: z.string(), detail: z.string() })),
    nextCursor: z.string().nullable().meta({ description: 'null behind the last; until then, ask again with it.' }),
  })
  .meta({ id: 'ResolvedDeadLetters' });

export function toResolvedAnswer(
  { resolved, refused }: Resolved,
  next: DeadLetterPosition | null,
): z.output<typeof resolvedAnswer> {
  return {
    resolved: resolved.length,
    refused: refused.map(({ id, error }) => ({ id, code: error.code, detail: error.message })),
    nextCursor: next && encodeCursor(next),
  };
}

const discardReason = text(500).meta({ description: 'For whoever looks later.' });

/** Both the reason and the body itself may be left out. Named as in the answer, whose `reason` is the failure's. */
export const discardBody = z.strictObject({ discardReason: discardReason.nullish() }).default({});

/** Of many at once nobody knows later why, unless it is said. */
export const discardManyBody = z.strictObject({ discardReason });

export const deadLetterAnswer = z.object({
  id: idText,
  state: z.enum(deadLetterStates).meta({ description: '`recovered`: the message arrived after all.' }),
  occurrenceId: idText,
  attemptId: z.string().meta({ description: 'As in the timeline of its occurrence.' }),
  scheduleId: idText,
  personId: idText,
  personName: z.string().nullable(),
  timeZone: timeZoneText.nullable().meta({ description: "The person's." }),
  channel: z.string(),
  code: z.string().nullable(),
  reason: z.string().nullable(),
  at: instantText,
  resolvedAt: instantText.nullable(),
  resolvedBy: z.string().nullable(),
  discardReason: z.string().nullable(),
});

export function toDeadLetterAnswer(letter: DeadLetterRecord): z.output<typeof deadLetterAnswer> {
  const { id, state, scheduleId, personId, personName, channel, code } = letter;
  return {
    id,
    state,
    occurrenceId: formatOccurrenceId(letter.day, letter.occId),
    attemptId: `${letter.seq}.${letter.target}`,
    scheduleId,
    personId,
    personName,
    timeZone: letter.personZone,
    channel,
    code,
    reason: [letter.reason, letter.overtakenBy && whyNotMade(letter.overtakenBy)].filter(Boolean).join(' ') || null,
    at: letter.at.toString(),
    resolvedAt: letter.resolvedAt?.toString() ?? null,
    resolvedBy: letter.actor?.name ?? null,
    discardReason: letter.note,
  };
}

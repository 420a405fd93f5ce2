import type { PersonId } from '@belfry/kernel/ids';
import { inTenant } from '@belfry/platform/database';
import { idText, instantText, timeZoneText } from '@belfry/platform/http/answer-fields';
import { idOf, positiveDuration } from '@belfry/platform/http/fields';
import { encodeCursor, pageOf, pageParameters, positionInstant } from '@belfry/platform/http/pagination';
import type { HttpServer } from '@belfry/platform/http/server';
import { z } from 'zod';
import { formatOccurrenceId } from '../domain/occurrence-id.ts';
import { findWarningsAhead, type WarningAhead } from '../usecases/reading/find-warnings-ahead.ts';
import type { EngineRoutesOptions } from './engine-routes-options.ts';

/** What is planned at any time: the planner begins anew where less than this is left. */
const furthest = Temporal.Duration.from({ hours: 36 });
const usual = Temporal.Duration.from({ hours: 24 });

const position = z.object({ dueAt: positionInstant, occId: z.uuid(), shown: z.int().min(0).max(100_000) });

const warning = z
  .object({
    personId: idText,
    personName: z.string(),
    scheduleId: idText,
    title: z.string(),
    occurrenceId: idText,
    dueAt: instantText,
    localDueAt: z.string().meta({ description: 'The same by the wall clock of `zone`.' }),
    zone: timeZoneText,
    policyId: idText.nullable(),
    step: z.int().meta({
      description: 'Of the policy, from 1; one more than it has steps where it tells that nobody answered.',
    }),
    code: z.string().meta({ examples: ['contact.unreachable', 'contact.opted-out', 'contact.no-consent'] }),
    message: z.string(),
    reachesNobody: z.boolean().meta({ description: 'Not only this contact: no step of it would reach anybody.' }),
  })
  .meta({ id: 'Warning' });

export function addWarningRoutes(app: HttpServer, { pool, clock, canSend }: EngineRoutesOptions): void {
  app.route({
    method: 'GET',
    url: '/v1/warnings',
    schema: {
      tags: ['Occurrences'],
      summary: 'What is due soon and would reach nobody as things stand, soonest first',
      querystring: z.strictObject({
        ...pageParameters(position),
        within: positiveDuration
          .refine((value) => Temporal.Duration.compare(value, furthest, { relativeTo: '2000-01-01' }) <= 0, {
            error: 'must be at most PT36H: nothing further is sure to be planned',
          })
          .default(() => usual)
          .meta({ description: 'How far ahead; 24 hours where absent, 36 at the most.' }),
        personId: idOf<PersonId>().optional().meta({ description: 'Whose reminders.' }),
      }),
      response: {
        200: pageOf(warning).meta({
          description: 'A page may hold fewer than `limit`, or none, and still have a `nextCursor`.',
        }),
      },
    },
    handler: async (request) => {
      const { limit, cursor: after, within, personId } = request.query;
      const asked = { now: clock.now(), within, personId, limit, after, canSend };
      const { warnings, next } = await inTenant(pool, request.principal.tenantId, (tx) =>
        findWarningsAhead({ ...asked, tx }),
      );
      return { data: warnings.map(toWarning), nextCursor: next && encodeCursor(next) };
    },
  });
}

function toWarning({ day, occId, dueAt, ...shown }: WarningAhead): z.input<typeof warning> {
  return {
    ...shown,
    occurrenceId: formatOccurrenceId(day, occId),
    dueAt: dueAt.toString(),
    localDueAt: dueAt.toZonedDateTimeISO(shown.zone).toString({ timeZoneName: 'never' }),
  };
}

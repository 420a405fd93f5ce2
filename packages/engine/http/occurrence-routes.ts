import { inTenant } from '@belfry/platform/database';
import { pageOf } from '@belfry/platform/http/pagination';
import type { HttpServer } from '@belfry/platform/http/server';
import { requireOccurrence } from '../usecases/actions/require-occurrence.ts';
import { listOccurrences } from '../usecases/reading/list-occurrences.ts';
import { readOccurrenceTimeline } from '../usecases/reading/read-timeline.ts';
import type { EngineRoutesOptions } from './engine-routes-options.ts';
import {
  occurrenceAnswer,
  occurrenceParams,
  occurrenceQuery,
  timelineAnswer,
  toOccurrenceAnswer,
  toOccurrencePage,
  toTimelineAnswer,
} from './occurrence-schemas.ts';

const tags = ['Occurrences'];

export function addOccurrenceRoutes(app: HttpServer, options: EngineRoutesOptions): void {
  const { pool, clock } = options;

  app.route({
    method: 'GET',
    url: '/v1/occurrences',
    schema: {
      tags,
      summary: 'List occurrences by due time, latest first or soonest first',
      description:
        'A page that a filter thins out may hold fewer than `limit`, or none, and still have a `nextCursor`: go on ' +
        'until it is null.',
      querystring: occurrenceQuery,
      response: { 200: pageOf(occurrenceAnswer) },
    },
    handler: async (request) => {
      const { limit, cursor, order, to: until, late: isLate, ...others } = request.query;
      const now = clock.now();
      const filter = { ...others, isLate, to: until === 'now' ? now.add({ milliseconds: 1 }) : until };
      const page = await inTenant(pool, request.principal.tenantId, (tx) =>
        listOccurrences(tx, filter, { limit, after: cursor, order, now }),
      );
      return toOccurrencePage(page);
    },
  });

  app.route({
    method: 'GET',
    url: '/v1/occurrences/:id',
    schema: { tags, summary: 'Read an occurrence', params: occurrenceParams, response: { 200: occurrenceAnswer } },
    handler: async (request) => {
      const { tenantId } = request.principal;
      return toOccurrenceAnswer(
        await inTenant(pool, tenantId, (tx) => requireOccurrence(tx, request.params.id, clock.now())),
      );
    },
  });

  app.route({
    method: 'GET',
    url: '/v1/occurrences/:id/timeline',
    schema: {
      tags,
      summary: 'What happened, and what would happen next, in order of time',
      params: occurrenceParams,
      response: { 200: timelineAnswer },
    },
    handler: async (request) => {
      const key = request.params.id;
      return inTenant(pool, request.principal.tenantId, async (tx) => {
        const occurrence = await requireOccurrence(tx, key, clock.now());
        const entries = await readOccurrenceTimeline({
          tx,
          occurrence: key,
          now: clock.now(),
          canSend: options.canSend,
        });
        return { occurrence: toOccurrenceAnswer(occurrence), entries: entries.map(toTimelineAnswer) };
      });
    },
  });
}

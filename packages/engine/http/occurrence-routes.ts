import { AppError, notFound } from '@belfry/kernel/app-error';
import { inTenant, type Tx } from '@belfry/platform/database';
import { pageOf, toPage } from '@belfry/platform/http/pagination';
import { runOnce } from '@belfry/platform/http/run-once';
import type { HttpServer } from '@belfry/platform/http/server';
import type { Action } from '../domain/decide-action.ts';
import { formatOccurrenceId, type OccId } from '../domain/occurrence-id.ts';
import { buildTimeline } from '../domain/timeline.ts';
import { listOccurrences, type OccurrenceRecord, readOccurrence } from '../store/pg-occurrences.ts';
import { readTimeline } from '../store/pg-timeline.ts';
import { actOnOccurrence } from '../usecases/act-on-occurrence.ts';
import { drain } from '../usecases/drain.ts';
import type { EngineRoutesOptions } from './engine-routes-options.ts';
import {
  actionAnswer,
  occurrenceAnswer,
  occurrenceParams,
  occurrenceQuery,
  timelineAnswer,
  toOccurrenceAnswer,
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
      summary: 'List occurrences by due time, latest first',
      querystring: occurrenceQuery,
      response: { 200: pageOf(occurrenceAnswer) },
    },
    handler: async (request) => {
      const { limit, cursor, ...filter } = request.query;
      const rows = await inTenant(pool, request.principal.tenantId, (tx) =>
        listOccurrences(tx, filter, { limit, after: cursor, now: clock.now() }),
      );
      return toPage(rows, limit, toOccurrenceAnswer, ({ dueAt, occId }) => ({ dueAt: dueAt.toString(), occId }));
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
        const records = await readTimeline(tx, key);
        const entries = buildTimeline({ ...records, personId: occurrence.personId });
        return { occurrence: toOccurrenceAnswer(occurrence), entries: entries.map(toTimelineAnswer) };
      });
    },
  });

  addActionRoute(app, options, 'acknowledge', 'Say that it was seen; nothing of it goes out any more');
  addActionRoute(app, options, 'complete', 'Say that it is done; nothing of it goes out any more');
}

function addActionRoute(app: HttpServer, options: EngineRoutesOptions, action: Action, summary: string): void {
  const { pool, clock, partitions, fault, drainWithinMs, onChange } = options;
  app.route({
    method: 'POST',
    url: `/v1/occurrences/:id/${action}`,
    schema: { tags, summary, params: occurrenceParams, response: { 200: actionAnswer } },
    handler: async (request) => {
      const { tenantId, actor, via } = request.principal;
      const key = request.params.id;
      const now = clock.now();
      await partitions.coverNow(now);
      const { body } = await runOnce(request, pool, async (tx) => {
        const who = { ...actor, via: via === 'key' ? 'API key' : 'console' };
        const acted = await actOnOccurrence({ tx, occurrence: key, action, actor: who, now });
        if (!acted) throw await notYetFired(tx, key, now);
        fault('action.before-commit');
        return { status: 200, body: toOccurrenceAnswer(await requireOccurrence(tx, key, now)) };
      });
      fault('action.after-commit');
      onChange(tenantId, 'occurrences', body.id);
      return { ...body, couldNotStop: await drain(pool, tenantId, key, drainWithinMs) };
    },
  });
}

interface OccurrenceKey {
  day: string;
  occId: OccId;
}

/** Throws `occurrence.not-found` (404). */
async function requireOccurrence(tx: Tx, key: OccurrenceKey, now: Temporal.Instant): Promise<OccurrenceRecord> {
  const occurrence = await readOccurrence(tx, key, now);
  if (!occurrence) throw notFound('occurrence', formatOccurrenceId(key.day, key.occId));
  return occurrence;
}

/** Without a turn there is either nothing at all (404) or something that has yet to fire (409). */
async function notYetFired(tx: Tx, key: OccurrenceKey, now: Temporal.Instant): Promise<AppError> {
  const { dueAt } = await requireOccurrence(tx, key, now);
  const message = `The occurrence has not fired yet; it is due at ${dueAt.toString()}.`;
  return new AppError({ code: 'occurrence.not-actionable', kind: 'conflict', message });
}
